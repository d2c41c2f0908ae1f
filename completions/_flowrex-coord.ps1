
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'flowrex-coord' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'flowrex-coord'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'flowrex-coord' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('cycle', 'cycle', [CompletionResultType]::ParameterValue, 'Run cycles, or move them by hand')
            [CompletionResult]::new('msg', 'msg', [CompletionResultType]::ParameterValue, 'Send, receive and show messages')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Write and read the shared state of a cycle')
            [CompletionResult]::new('halt', 'halt', [CompletionResultType]::ParameterValue, 'Halt cycles at once, show halts, and clear them')
            [CompletionResult]::new('health', 'health', [CompletionResultType]::ParameterValue, 'Show the health of every agent, or report it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether everything works, and what to do next')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch everything live; approve, reject, clear and halt from there')
            [CompletionResult]::new('metrics', 'metrics', [CompletionResultType]::ParameterValue, 'Print metrics for a textfile collector')
            [CompletionResult]::new('mode', 'mode', [CompletionResultType]::ParameterValue, 'Show the mode, or set it')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'List, add and remove agents, and issue their tokens')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Show and verify the audit log')
            [CompletionResult]::new('db', 'db', [CompletionResultType]::ParameterValue, 'Create, inspect, prune, back up, restore or check the database')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check the whole installation')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve the operations over HTTP, with a page for browsers')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show the configuration in force')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;cycle' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a whole cycle: analyse, validate, execute, monitor')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Continue a cycle whose process died, or that was approved')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Find the cycles whose process died, and fail those that cannot go on')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve the next phase of a waiting cycle; `cycle resume` then continues it')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'Reject the next phase of a waiting cycle, which ends the cycle')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Run a cycle again on its recorded answers, and compare the outcome')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a cycle that is moved by hand')
            [CompletionResult]::new('advance', 'advance', [CompletionResultType]::ParameterValue, 'Move a cycle on to its next phase')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'End a cycle successfully')
            [CompletionResult]::new('fail', 'fail', [CompletionResultType]::ParameterValue, 'End a cycle with an error')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List cycles, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one cycle, or without an id the active ones')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;cycle;run' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--symbol', '--symbol', [CompletionResultType]::ParameterName, 'The symbol to trade')
            [CompletionResult]::new('--strategy', '--strategy', [CompletionResultType]::ParameterName, 'A strategy to consider')
            [CompletionResult]::new('--account-balance', '--account-balance', [CompletionResultType]::ParameterName, 'Balance of the account')
            [CompletionResult]::new('--peak-balance', '--peak-balance', [CompletionResultType]::ParameterName, 'The highest balance so far')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'guide or autonomous')
            [CompletionResult]::new('--gate', '--gate', [CompletionResultType]::ParameterName, 'Wait for approval before this phase')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'How to reach an agent: risk=exec:COMMAND')
            [CompletionResult]::new('--phase-timeout', '--phase-timeout', [CompletionResultType]::ParameterName, 'Time limit per command [default: 2m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Retries after an error [default: 0]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--until-stdin-closes', '--until-stdin-closes', [CompletionResultType]::ParameterName, 'End as by SIGHUP when standard input is closed')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;resume' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'How to reach an agent: risk=exec:COMMAND')
            [CompletionResult]::new('--phase-timeout', '--phase-timeout', [CompletionResultType]::ParameterName, 'Time limit per command [default: 2m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Retries after an error [default: 0]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--until-stdin-closes', '--until-stdin-closes', [CompletionResultType]::ParameterName, 'End as by SIGHUP when standard input is closed')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;recover' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;approve' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'The digest of the shared state that you have reviewed [default: the one shown]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;reject' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;replay' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--answer', '--answer', [CompletionResultType]::ParameterName, 'Replace a recorded answer: JSON or @FILE')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;start' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--symbol', '--symbol', [CompletionResultType]::ParameterName, 'The symbol to trade')
            [CompletionResult]::new('--strategy', '--strategy', [CompletionResultType]::ParameterName, 'A strategy to consider')
            [CompletionResult]::new('--account-balance', '--account-balance', [CompletionResultType]::ParameterName, 'Balance of the account')
            [CompletionResult]::new('--peak-balance', '--peak-balance', [CompletionResultType]::ParameterName, 'The highest balance so far')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'guide or autonomous')
            [CompletionResult]::new('--gate', '--gate', [CompletionResultType]::ParameterName, 'Wait for approval before this phase')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;advance' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The phase it must move to: an error if another one is next')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;complete' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--result', '--result', [CompletionResultType]::ParameterName, 'Its result: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;fail' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--error', '--error', [CompletionResultType]::ParameterName, 'What went wrong')
            [CompletionResult]::new('--result', '--result', [CompletionResultType]::ParameterName, 'A partial result: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--symbol', '--symbol', [CompletionResultType]::ParameterName, 'Only cycles of this symbol')
            [CompletionResult]::new('--phase', '--phase', [CompletionResultType]::ParameterName, 'Only cycles in this phase; may be given several times')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only cycles started since then: a duration, such as 10m ago, or a time, such as 2026-01-31T12:00:00Z')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only cycles started before this one: for the next page, the last one listed')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Maximum number of results')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;show' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Print a sequence diagram instead')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;help' {
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a whole cycle: analyse, validate, execute, monitor')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Continue a cycle whose process died, or that was approved')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Find the cycles whose process died, and fail those that cannot go on')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve the next phase of a waiting cycle; `cycle resume` then continues it')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'Reject the next phase of a waiting cycle, which ends the cycle')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Run a cycle again on its recorded answers, and compare the outcome')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a cycle that is moved by hand')
            [CompletionResult]::new('advance', 'advance', [CompletionResultType]::ParameterValue, 'Move a cycle on to its next phase')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'End a cycle successfully')
            [CompletionResult]::new('fail', 'fail', [CompletionResultType]::ParameterValue, 'End a cycle with an error')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List cycles, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one cycle, or without an id the active ones')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;cycle;help;run' {
            break
        }
        'flowrex-coord;cycle;help;resume' {
            break
        }
        'flowrex-coord;cycle;help;recover' {
            break
        }
        'flowrex-coord;cycle;help;approve' {
            break
        }
        'flowrex-coord;cycle;help;reject' {
            break
        }
        'flowrex-coord;cycle;help;replay' {
            break
        }
        'flowrex-coord;cycle;help;start' {
            break
        }
        'flowrex-coord;cycle;help;advance' {
            break
        }
        'flowrex-coord;cycle;help;complete' {
            break
        }
        'flowrex-coord;cycle;help;fail' {
            break
        }
        'flowrex-coord;cycle;help;list' {
            break
        }
        'flowrex-coord;cycle;help;show' {
            break
        }
        'flowrex-coord;cycle;help;help' {
            break
        }
        'flowrex-coord;msg' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Send a message to an agent, or to all; or many, from a file')
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Send a message to one agent, and wait for its answer')
            [CompletionResult]::new('recv', 'recv', [CompletionResultType]::ParameterValue, 'Claim messages, by priority')
            [CompletionResult]::new('ack', 'ack', [CompletionResultType]::ParameterValue, 'Acknowledge messages: mark them as processed')
            [CompletionResult]::new('nack', 'nack', [CompletionResultType]::ParameterValue, 'Negatively acknowledge a message, optionally with a delay')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Prolong the lease of a message')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Answer a message, and acknowledge it')
            [CompletionResult]::new('requeue', 'requeue', [CompletionResultType]::ParameterValue, 'Make a dead letter deliverable again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List messages, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one message')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Show the whole exchange of a message, as a tree')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;msg;send' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The recipient: an agent, or all')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Many messages: a JSON object on each line of FILE or -')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'command, request or event')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'The subject')
            [CompletionResult]::new('--priority', '--priority', [CompletionResultType]::ParameterName, 'critical, high, normal or low (or 0 to 3)')
            [CompletionResult]::new('--payload', '--payload', [CompletionResultType]::ParameterName, 'The content: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'How long until it expires')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle it belongs to: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--dedup-key', '--dedup-key', [CompletionResultType]::ParameterName, 'An idempotency key, so that it is stored only once')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The sender: the same as --as')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;request' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The recipient')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long to wait for the answer; exit 5 when none came')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'The subject')
            [CompletionResult]::new('--priority', '--priority', [CompletionResultType]::ParameterName, 'critical, high, normal or low (or 0 to 3)')
            [CompletionResult]::new('--payload', '--payload', [CompletionResultType]::ParameterName, 'The content: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'How long until it expires')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle it belongs to: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--dedup-key', '--dedup-key', [CompletionResultType]::ParameterName, 'An idempotency key, so that it is stored only once')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The sender: the same as --as')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;recv' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'The receiver: the same as --as')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Only messages of this type')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Maximum number of results')
            [CompletionResult]::new('--lease', '--lease', [CompletionResultType]::ParameterName, 'How long the claim holds; messages not acknowledged by then are redelivered')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long to wait for a message if there is none; exit 5 when none came')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--ack', '--ack', [CompletionResultType]::ParameterName, 'Acknowledge them at once')
            [CompletionResult]::new('--peek', '--peek', [CompletionResultType]::ParameterName, 'Show them without claiming them')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;ack' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'The fencing token (claim) that came with the message')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;nack' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'How long to delay the redelivery')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'The fencing token (claim) that came with the message')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;extend' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--lease', '--lease', [CompletionResultType]::ParameterName, 'How long the claim holds from now on')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'The fencing token (claim) that came with the message')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;reply' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--payload', '--payload', [CompletionResultType]::ParameterName, 'The answer: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'The fencing token (claim) that came with the message')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;requeue' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'Only messages from or to this agent')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Only messages to this agent')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Only messages from this agent')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Only messages of this type')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only messages with this status, such as pending')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'Only messages of this cycle')
            [CompletionResult]::new('--correlation', '--correlation', [CompletionResultType]::ParameterName, 'Only messages of this exchange')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages sent since then, such as 10m')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only messages sent before this one')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Only messages sent after this one')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Maximum number of results')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Print each new message as a line')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;show' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;trace' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Print a sequence diagram instead')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Only messages sent after this one')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Maximum number of results, the first ones')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;help' {
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Send a message to an agent, or to all; or many, from a file')
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Send a message to one agent, and wait for its answer')
            [CompletionResult]::new('recv', 'recv', [CompletionResultType]::ParameterValue, 'Claim messages, by priority')
            [CompletionResult]::new('ack', 'ack', [CompletionResultType]::ParameterValue, 'Acknowledge messages: mark them as processed')
            [CompletionResult]::new('nack', 'nack', [CompletionResultType]::ParameterValue, 'Negatively acknowledge a message, optionally with a delay')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Prolong the lease of a message')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Answer a message, and acknowledge it')
            [CompletionResult]::new('requeue', 'requeue', [CompletionResultType]::ParameterValue, 'Make a dead letter deliverable again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List messages, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one message')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Show the whole exchange of a message, as a tree')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;msg;help;send' {
            break
        }
        'flowrex-coord;msg;help;request' {
            break
        }
        'flowrex-coord;msg;help;recv' {
            break
        }
        'flowrex-coord;msg;help;ack' {
            break
        }
        'flowrex-coord;msg;help;nack' {
            break
        }
        'flowrex-coord;msg;help;extend' {
            break
        }
        'flowrex-coord;msg;help;reply' {
            break
        }
        'flowrex-coord;msg;help;requeue' {
            break
        }
        'flowrex-coord;msg;help;list' {
            break
        }
        'flowrex-coord;msg;help;show' {
            break
        }
        'flowrex-coord;msg;help;trace' {
            break
        }
        'flowrex-coord;msg;help;help' {
            break
        }
        'flowrex-coord;state' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('write', 'write', [CompletionResultType]::ParameterValue, 'Write the next version of a value')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Print the newest version of a value')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the newest version of every value')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List every version, in the order of writing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;state;write' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key: an agent may write keys that begin with its name and an underscore')
            [CompletionResult]::new('--value', '--value', [CompletionResultType]::ParameterName, 'The value: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('--if-version', '--if-version', [CompletionResultType]::ParameterName, 'Only if the newest version is this one (0: if there is none)')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'The writer: the same as --as')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;state;read' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;state;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;state;history' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Only versions of this key')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;state;help' {
            [CompletionResult]::new('write', 'write', [CompletionResultType]::ParameterValue, 'Write the next version of a value')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Print the newest version of a value')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the newest version of every value')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List every version, in the order of writing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;state;help;write' {
            break
        }
        'flowrex-coord;state;help;read' {
            break
        }
        'flowrex-coord;state;help;list' {
            break
        }
        'flowrex-coord;state;help;history' {
            break
        }
        'flowrex-coord;state;help;help' {
            break
        }
        'flowrex-coord;halt' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'Only this cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--symbol', '--symbol', [CompletionResultType]::ParameterName, 'Only the cycles of this symbol')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the halts in force, who acknowledged them, and what they cannot undo')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all halts, the newest first')
            [CompletionResult]::new('drill', 'drill', [CompletionResultType]::ParameterValue, 'Test the kill switch, and report how long the stop took')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Clear a halt; the cycles that it stopped stay halted')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;halt;status' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;halt;list' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Maximum number of results [default: all]')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;halt;drill' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;halt;clear' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;halt;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the halts in force, who acknowledged them, and what they cannot undo')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all halts, the newest first')
            [CompletionResult]::new('drill', 'drill', [CompletionResultType]::ParameterValue, 'Test the kill switch, and report how long the stop took')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Clear a halt; the cycles that it stopped stay halted')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;halt;help;status' {
            break
        }
        'flowrex-coord;halt;help;list' {
            break
        }
        'flowrex-coord;halt;help;drill' {
            break
        }
        'flowrex-coord;halt;help;clear' {
            break
        }
        'flowrex-coord;halt;help;help' {
            break
        }
        'flowrex-coord;health' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('beat', 'beat', [CompletionResultType]::ParameterValue, 'Report that an agent is alive')
            [CompletionResult]::new('success', 'success', [CompletionResultType]::ParameterValue, 'Report that an operation of an agent succeeded')
            [CompletionResult]::new('error', 'error', [CompletionResultType]::ParameterValue, 'Report that an operation of an agent failed')
            [CompletionResult]::new('initialize', 'initialize', [CompletionResultType]::ParameterValue, 'Create the health record of an agent that has none')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Clear the health record of an agent')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Show the health of every agent; exit 6 when any is not healthy')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;health;beat' {
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'The agent: the same as --as')
            [CompletionResult]::new('--response-ms', '--response-ms', [CompletionResultType]::ParameterName, 'How long its latest response took, in milliseconds')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'A status message')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;success' {
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'The agent: the same as --as')
            [CompletionResult]::new('--response-ms', '--response-ms', [CompletionResultType]::ParameterName, 'How long its latest response took, in milliseconds')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;error' {
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'The agent: the same as --as')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'What went wrong')
            [CompletionResult]::new('--response-ms', '--response-ms', [CompletionResultType]::ParameterName, 'How long its latest response took, in milliseconds')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;initialize' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;reset' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;check' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;help' {
            [CompletionResult]::new('beat', 'beat', [CompletionResultType]::ParameterValue, 'Report that an agent is alive')
            [CompletionResult]::new('success', 'success', [CompletionResultType]::ParameterValue, 'Report that an operation of an agent succeeded')
            [CompletionResult]::new('error', 'error', [CompletionResultType]::ParameterValue, 'Report that an operation of an agent failed')
            [CompletionResult]::new('initialize', 'initialize', [CompletionResultType]::ParameterValue, 'Create the health record of an agent that has none')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Clear the health record of an agent')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Show the health of every agent; exit 6 when any is not healthy')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;health;help;beat' {
            break
        }
        'flowrex-coord;health;help;success' {
            break
        }
        'flowrex-coord;health;help;error' {
            break
        }
        'flowrex-coord;health;help;initialize' {
            break
        }
        'flowrex-coord;health;help;reset' {
            break
        }
        'flowrex-coord;health;help;check' {
            break
        }
        'flowrex-coord;health;help;help' {
            break
        }
        'flowrex-coord;status' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;watch' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;metrics' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;mode' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set the mode of the cycles that start from now on')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;mode;set' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;mode;help' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set the mode of the cycles that start from now on')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;mode;help;set' {
            break
        }
        'flowrex-coord;mode;help;help' {
            break
        }
        'flowrex-coord;agent' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the agents and their authority levels')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an agent at authority level 1')
            [CompletionResult]::new('enroll', 'enroll', [CompletionResultType]::ParameterValue, 'Issue a token for an agent and print it once; from then on, acting as the agent requires it')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke the token of an agent: nobody can act as it until it is enrolled again')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an agent that was added and has nothing open')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;agent;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;add' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;enroll' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;revoke' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;remove' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the agents and their authority levels')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an agent at authority level 1')
            [CompletionResult]::new('enroll', 'enroll', [CompletionResultType]::ParameterValue, 'Issue a token for an agent and print it once; from then on, acting as the agent requires it')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke the token of an agent: nobody can act as it until it is enrolled again')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an agent that was added and has nothing open')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;agent;help;list' {
            break
        }
        'flowrex-coord;agent;help;add' {
            break
        }
        'flowrex-coord;agent;help;enroll' {
            break
        }
        'flowrex-coord;agent;help;revoke' {
            break
        }
        'flowrex-coord;agent;help;remove' {
            break
        }
        'flowrex-coord;agent;help;help' {
            break
        }
        'flowrex-coord;audit' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Show the latest events, in the order in which they happened')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify the hash chain: no event was changed, removed or moved')
            [CompletionResult]::new('head', 'head', [CompletionResultType]::ParameterValue, 'Print the head of the log, to store elsewhere')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;audit;log' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--actor', '--actor', [CompletionResultType]::ParameterName, 'Only events of this actor')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only events of this kind, such as message.send or refused')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'Only events about this subject, such as a cycle id or "message 7"')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only events since then: a duration, such as 10m ago, or a time, such as 2026-01-31T12:00:00Z')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only events before this one: for the previous page, the first one listed')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Only events after this one; without --before, the next ones. With --follow, all of them')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Maximum number of results')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Print each new event as a line, until a signal or a closed pipe')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;audit;verify' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--head', '--head', [CompletionResultType]::ParameterName, 'A head that was stored elsewhere: the log must contain it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;audit;head' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;audit;help' {
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Show the latest events, in the order in which they happened')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify the hash chain: no event was changed, removed or moved')
            [CompletionResult]::new('head', 'head', [CompletionResultType]::ParameterValue, 'Print the head of the log, to store elsewhere')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;audit;help;log' {
            break
        }
        'flowrex-coord;audit;help;verify' {
            break
        }
        'flowrex-coord;audit;help;head' {
            break
        }
        'flowrex-coord;audit;help;help' {
            break
        }
        'flowrex-coord;db' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the contents and the size of the database')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Delete old data: whole exchanges of messages that are over, and ended cycles with everything that belongs to them; the audit log stays, and the file keeps its size')
            [CompletionResult]::new('limits', 'limits', [CompletionResultType]::ParameterValue, 'Show the limits of the message bus, or set them for everyone who uses the database')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database to a new file, while other processes use it')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create the database, or upgrade its schema if necessary')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Replace the database with a backup, keep the old files, and halt everything')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check every page, reference, message, value and event; exit 65 when one is damaged')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;db;status' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;prune' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--older-than', '--older-than', [CompletionResultType]::ParameterName, 'Only data that has been over for longer than this, such as 30d')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;limits' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--max-pending', '--max-pending', [CompletionResultType]::ParameterName, 'Maximum number of pending messages per agent; replies, halt notices and delayed messages do not count')
            [CompletionResult]::new('--max-deliveries', '--max-deliveries', [CompletionResultType]::ParameterName, 'Maximum number of deliveries of a message; not acknowledged by then, it becomes a dead letter. Applies from the next time that a message is returned')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;backup' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;init' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;restore' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--head', '--head', [CompletionResultType]::ParameterName, 'The head that `db backup` printed: the audit log of the backup must contain it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;check' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the contents and the size of the database')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Delete old data: whole exchanges of messages that are over, and ended cycles with everything that belongs to them; the audit log stays, and the file keeps its size')
            [CompletionResult]::new('limits', 'limits', [CompletionResultType]::ParameterValue, 'Show the limits of the message bus, or set them for everyone who uses the database')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database to a new file, while other processes use it')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create the database, or upgrade its schema if necessary')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Replace the database with a backup, keep the old files, and halt everything')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check every page, reference, message, value and event; exit 65 when one is damaged')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;db;help;status' {
            break
        }
        'flowrex-coord;db;help;prune' {
            break
        }
        'flowrex-coord;db;help;limits' {
            break
        }
        'flowrex-coord;db;help;backup' {
            break
        }
        'flowrex-coord;db;help;init' {
            break
        }
        'flowrex-coord;db;help;restore' {
            break
        }
        'flowrex-coord;db;help;check' {
            break
        }
        'flowrex-coord;db;help;help' {
            break
        }
        'flowrex-coord;doctor' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;serve' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Where to listen for TCP connections [default: 127.0.0.1:8420]')
            [CompletionResult]::new('--socket', '--socket', [CompletionResultType]::ParameterName, 'Where to create a Unix socket, which only the own user can connect to')
            [CompletionResult]::new('--max-cycles', '--max-cycles', [CompletionResultType]::ParameterName, 'How many cycles run at the same time at most; a client that wants more is refused')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'A name by which browsers address the server, such as that of a reverse proxy')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Listen on an address that other machines can reach')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;config' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show every setting, its value, and where that comes from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;config;show' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;config;help' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show every setting, its value, and where that comes from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;config;help;show' {
            break
        }
        'flowrex-coord;config;help;help' {
            break
        }
        'flowrex-coord;man' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;completions' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the write lock of the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log progress to stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;help' {
            [CompletionResult]::new('cycle', 'cycle', [CompletionResultType]::ParameterValue, 'Run cycles, or move them by hand')
            [CompletionResult]::new('msg', 'msg', [CompletionResultType]::ParameterValue, 'Send, receive and show messages')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Write and read the shared state of a cycle')
            [CompletionResult]::new('halt', 'halt', [CompletionResultType]::ParameterValue, 'Halt cycles at once, show halts, and clear them')
            [CompletionResult]::new('health', 'health', [CompletionResultType]::ParameterValue, 'Show the health of every agent, or report it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether everything works, and what to do next')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch everything live; approve, reject, clear and halt from there')
            [CompletionResult]::new('metrics', 'metrics', [CompletionResultType]::ParameterValue, 'Print metrics for a textfile collector')
            [CompletionResult]::new('mode', 'mode', [CompletionResultType]::ParameterValue, 'Show the mode, or set it')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'List, add and remove agents, and issue their tokens')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Show and verify the audit log')
            [CompletionResult]::new('db', 'db', [CompletionResultType]::ParameterValue, 'Create, inspect, prune, back up, restore or check the database')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check the whole installation')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve the operations over HTTP, with a page for browsers')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show the configuration in force')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;help;cycle' {
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a whole cycle: analyse, validate, execute, monitor')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Continue a cycle whose process died, or that was approved')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Find the cycles whose process died, and fail those that cannot go on')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve the next phase of a waiting cycle; `cycle resume` then continues it')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'Reject the next phase of a waiting cycle, which ends the cycle')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Run a cycle again on its recorded answers, and compare the outcome')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a cycle that is moved by hand')
            [CompletionResult]::new('advance', 'advance', [CompletionResultType]::ParameterValue, 'Move a cycle on to its next phase')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'End a cycle successfully')
            [CompletionResult]::new('fail', 'fail', [CompletionResultType]::ParameterValue, 'End a cycle with an error')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List cycles, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one cycle, or without an id the active ones')
            break
        }
        'flowrex-coord;help;cycle;run' {
            break
        }
        'flowrex-coord;help;cycle;resume' {
            break
        }
        'flowrex-coord;help;cycle;recover' {
            break
        }
        'flowrex-coord;help;cycle;approve' {
            break
        }
        'flowrex-coord;help;cycle;reject' {
            break
        }
        'flowrex-coord;help;cycle;replay' {
            break
        }
        'flowrex-coord;help;cycle;start' {
            break
        }
        'flowrex-coord;help;cycle;advance' {
            break
        }
        'flowrex-coord;help;cycle;complete' {
            break
        }
        'flowrex-coord;help;cycle;fail' {
            break
        }
        'flowrex-coord;help;cycle;list' {
            break
        }
        'flowrex-coord;help;cycle;show' {
            break
        }
        'flowrex-coord;help;msg' {
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Send a message to an agent, or to all; or many, from a file')
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Send a message to one agent, and wait for its answer')
            [CompletionResult]::new('recv', 'recv', [CompletionResultType]::ParameterValue, 'Claim messages, by priority')
            [CompletionResult]::new('ack', 'ack', [CompletionResultType]::ParameterValue, 'Acknowledge messages: mark them as processed')
            [CompletionResult]::new('nack', 'nack', [CompletionResultType]::ParameterValue, 'Negatively acknowledge a message, optionally with a delay')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Prolong the lease of a message')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Answer a message, and acknowledge it')
            [CompletionResult]::new('requeue', 'requeue', [CompletionResultType]::ParameterValue, 'Make a dead letter deliverable again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List messages, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one message')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Show the whole exchange of a message, as a tree')
            break
        }
        'flowrex-coord;help;msg;send' {
            break
        }
        'flowrex-coord;help;msg;request' {
            break
        }
        'flowrex-coord;help;msg;recv' {
            break
        }
        'flowrex-coord;help;msg;ack' {
            break
        }
        'flowrex-coord;help;msg;nack' {
            break
        }
        'flowrex-coord;help;msg;extend' {
            break
        }
        'flowrex-coord;help;msg;reply' {
            break
        }
        'flowrex-coord;help;msg;requeue' {
            break
        }
        'flowrex-coord;help;msg;list' {
            break
        }
        'flowrex-coord;help;msg;show' {
            break
        }
        'flowrex-coord;help;msg;trace' {
            break
        }
        'flowrex-coord;help;state' {
            [CompletionResult]::new('write', 'write', [CompletionResultType]::ParameterValue, 'Write the next version of a value')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Print the newest version of a value')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the newest version of every value')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List every version, in the order of writing')
            break
        }
        'flowrex-coord;help;state;write' {
            break
        }
        'flowrex-coord;help;state;read' {
            break
        }
        'flowrex-coord;help;state;list' {
            break
        }
        'flowrex-coord;help;state;history' {
            break
        }
        'flowrex-coord;help;halt' {
            break
        }
        'flowrex-coord;help;health' {
            break
        }
        'flowrex-coord;help;status' {
            break
        }
        'flowrex-coord;help;watch' {
            break
        }
        'flowrex-coord;help;metrics' {
            break
        }
        'flowrex-coord;help;mode' {
            break
        }
        'flowrex-coord;help;agent' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the agents and their authority levels')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an agent at authority level 1')
            [CompletionResult]::new('enroll', 'enroll', [CompletionResultType]::ParameterValue, 'Issue a token for an agent and print it once; from then on, acting as the agent requires it')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke the token of an agent: nobody can act as it until it is enrolled again')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an agent that was added and has nothing open')
            break
        }
        'flowrex-coord;help;agent;list' {
            break
        }
        'flowrex-coord;help;agent;add' {
            break
        }
        'flowrex-coord;help;agent;enroll' {
            break
        }
        'flowrex-coord;help;agent;revoke' {
            break
        }
        'flowrex-coord;help;agent;remove' {
            break
        }
        'flowrex-coord;help;audit' {
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Show the latest events, in the order in which they happened')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify the hash chain: no event was changed, removed or moved')
            [CompletionResult]::new('head', 'head', [CompletionResultType]::ParameterValue, 'Print the head of the log, to store elsewhere')
            break
        }
        'flowrex-coord;help;audit;log' {
            break
        }
        'flowrex-coord;help;audit;verify' {
            break
        }
        'flowrex-coord;help;audit;head' {
            break
        }
        'flowrex-coord;help;db' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the contents and the size of the database')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Delete old data: whole exchanges of messages that are over, and ended cycles with everything that belongs to them; the audit log stays, and the file keeps its size')
            [CompletionResult]::new('limits', 'limits', [CompletionResultType]::ParameterValue, 'Show the limits of the message bus, or set them for everyone who uses the database')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database to a new file, while other processes use it')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create the database, or upgrade its schema if necessary')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Replace the database with a backup, keep the old files, and halt everything')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check every page, reference, message, value and event; exit 65 when one is damaged')
            break
        }
        'flowrex-coord;help;db;status' {
            break
        }
        'flowrex-coord;help;db;prune' {
            break
        }
        'flowrex-coord;help;db;limits' {
            break
        }
        'flowrex-coord;help;db;backup' {
            break
        }
        'flowrex-coord;help;db;init' {
            break
        }
        'flowrex-coord;help;db;restore' {
            break
        }
        'flowrex-coord;help;db;check' {
            break
        }
        'flowrex-coord;help;doctor' {
            break
        }
        'flowrex-coord;help;serve' {
            break
        }
        'flowrex-coord;help;config' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show every setting, its value, and where that comes from')
            break
        }
        'flowrex-coord;help;config;show' {
            break
        }
        'flowrex-coord;help;man' {
            break
        }
        'flowrex-coord;help;completions' {
            break
        }
        'flowrex-coord;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
