
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('cycle', 'cycle', [CompletionResultType]::ParameterValue, 'Run cycles, or move them step by step')
            [CompletionResult]::new('msg', 'msg', [CompletionResultType]::ParameterValue, 'Send, receive and look at messages')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Write and read the shared state of a cycle')
            [CompletionResult]::new('halt', 'halt', [CompletionResultType]::ParameterValue, 'Stop cycles at once, see what is stopped, and lift a halt')
            [CompletionResult]::new('health', 'health', [CompletionResultType]::ParameterValue, 'Show the health of every agent, or report on one''s own')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Is everything all right, and what to do next')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch everything at a terminal, and approve or halt from there')
            [CompletionResult]::new('metrics', 'metrics', [CompletionResultType]::ParameterValue, 'Print metrics for a textfile collector')
            [CompletionResult]::new('mode', 'mode', [CompletionResultType]::ParameterValue, 'Show the mode, or set it')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'List the agents, add or remove one, and give out their tokens')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Look at the audit log and verify it')
            [CompletionResult]::new('db', 'db', [CompletionResultType]::ParameterValue, 'Create, look at, prune, back up, restore or check the database')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check that everything is in place')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show the configuration that is in force')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;cycle' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a whole cycle: analyse, validate, execute, monitor')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Go on with a cycle that nobody runs any more, or that was approved')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Find the cycles whose process died, and fail those that cannot go on')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve what a cycle waits with; `cycle resume` then goes on')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'End a cycle that waits for approval')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Run a cycle again on what its agents answered, and compare')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a cycle that is moved step by step')
            [CompletionResult]::new('advance', 'advance', [CompletionResultType]::ParameterValue, 'Move a cycle on to its next phase')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'End a cycle as intended')
            [CompletionResult]::new('fail', 'fail', [CompletionResultType]::ParameterValue, 'End a cycle with an error')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List cycles, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one cycle; without an id the active ones, or idle')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;cycle;run' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--symbol', '--symbol', [CompletionResultType]::ParameterName, 'What is traded')
            [CompletionResult]::new('--strategy', '--strategy', [CompletionResultType]::ParameterName, 'A strategy to look at')
            [CompletionResult]::new('--account-balance', '--account-balance', [CompletionResultType]::ParameterName, 'Balance of the account')
            [CompletionResult]::new('--peak-balance', '--peak-balance', [CompletionResultType]::ParameterName, 'The highest balance so far')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'guide or autonomous')
            [CompletionResult]::new('--gate', '--gate', [CompletionResultType]::ParameterName, 'Wait for approval before this phase')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'How to reach an agent: risk=exec:COMMAND')
            [CompletionResult]::new('--phase-timeout', '--phase-timeout', [CompletionResultType]::ParameterName, 'How long an agent may work [default: 2m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often to ask again [default: 0]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;resume' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'How to reach an agent: risk=exec:COMMAND')
            [CompletionResult]::new('--phase-timeout', '--phase-timeout', [CompletionResultType]::ParameterName, 'How long an agent may work [default: 2m]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often to ask again [default: 0]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;recover' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;approve' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'The digest of the shared state that you have looked at [default: the one shown]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;reject' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;replay' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--answer', '--answer', [CompletionResultType]::ParameterName, 'Put another answer in the place of the recorded one: JSON or @FILE')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;start' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--symbol', '--symbol', [CompletionResultType]::ParameterName, 'What is traded')
            [CompletionResult]::new('--strategy', '--strategy', [CompletionResultType]::ParameterName, 'A strategy to look at')
            [CompletionResult]::new('--account-balance', '--account-balance', [CompletionResultType]::ParameterName, 'Balance of the account')
            [CompletionResult]::new('--peak-balance', '--peak-balance', [CompletionResultType]::ParameterName, 'The highest balance so far')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'guide or autonomous')
            [CompletionResult]::new('--gate', '--gate', [CompletionResultType]::ParameterName, 'Wait for approval before this phase')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;advance' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The phase it must move to')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;complete' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--result', '--result', [CompletionResultType]::ParameterName, 'Its result: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;fail' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--error', '--error', [CompletionResultType]::ParameterName, 'What went wrong')
            [CompletionResult]::new('--result', '--result', [CompletionResultType]::ParameterName, 'What there is of a result: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--symbol', '--symbol', [CompletionResultType]::ParameterName, 'Only those of this symbol')
            [CompletionResult]::new('--phase', '--phase', [CompletionResultType]::ParameterName, 'Only those in this phase; may be given several times')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only those started since then: a duration, such as 10m ago, or a time, such as 2026-01-31T12:00:00Z')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only those started before this cycle: the next page, where it is the last one listed')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;show' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Draw it as a sequence diagram instead')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;cycle;help' {
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a whole cycle: analyse, validate, execute, monitor')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Go on with a cycle that nobody runs any more, or that was approved')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Find the cycles whose process died, and fail those that cannot go on')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve what a cycle waits with; `cycle resume` then goes on')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'End a cycle that waits for approval')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Run a cycle again on what its agents answered, and compare')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a cycle that is moved step by step')
            [CompletionResult]::new('advance', 'advance', [CompletionResultType]::ParameterValue, 'Move a cycle on to its next phase')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'End a cycle as intended')
            [CompletionResult]::new('fail', 'fail', [CompletionResultType]::ParameterValue, 'End a cycle with an error')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List cycles, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one cycle; without an id the active ones, or idle')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Send a message to an agent, or to all; or many, from a file')
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Send a message to one agent, and wait for its answer')
            [CompletionResult]::new('recv', 'recv', [CompletionResultType]::ParameterValue, 'Claim messages, in the order of their priority')
            [CompletionResult]::new('ack', 'ack', [CompletionResultType]::ParameterValue, 'Mark messages as processed')
            [CompletionResult]::new('nack', 'nack', [CompletionResultType]::ParameterValue, 'Give a message back, to be delivered again')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Keep a message for longer')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Answer a message, and mark it as processed')
            [CompletionResult]::new('requeue', 'requeue', [CompletionResultType]::ParameterValue, 'Queue a dead message again')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List messages, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one message')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Show the whole exchange of a message, as a tree')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;msg;send' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'To whom: an agent, or all')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Many messages: a JSON object on each line of FILE or -')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'command, request or event')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'What about')
            [CompletionResult]::new('--priority', '--priority', [CompletionResultType]::ParameterName, 'critical, high, normal or low (or 0 to 3)')
            [CompletionResult]::new('--payload', '--payload', [CompletionResultType]::ParameterName, 'The content: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'After how long it expires')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle it belongs to: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--dedup-key', '--dedup-key', [CompletionResultType]::ParameterName, 'A name for it, so that it is stored only once')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Who sends: the same as --as')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;request' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'To whom')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long to wait for the answer; exit 5 when none came')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'What about')
            [CompletionResult]::new('--priority', '--priority', [CompletionResultType]::ParameterName, 'critical, high, normal or low (or 0 to 3)')
            [CompletionResult]::new('--payload', '--payload', [CompletionResultType]::ParameterName, 'The content: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'After how long it expires')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle it belongs to: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--dedup-key', '--dedup-key', [CompletionResultType]::ParameterName, 'A name for it, so that it is stored only once')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Who sends: the same as --as')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;recv' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'Who receives: the same as --as')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Only this type')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('--lease', '--lease', [CompletionResultType]::ParameterName, 'How long the claim holds: not acked by then, they are delivered again')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'When there is none, wait for one for so long; exit 5 when none came')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--ack', '--ack', [CompletionResultType]::ParameterName, 'Mark them as processed at once')
            [CompletionResult]::new('--peek', '--peek', [CompletionResultType]::ParameterName, 'Only look: claim nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;ack' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'The claim token that came with the message')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;nack' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'How long it is not delivered again; at once without it')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'The claim token that came with the message')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;extend' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--lease', '--lease', [CompletionResultType]::ParameterName, 'How long the claim holds from now on')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'The claim token that came with the message')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;reply' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--payload', '--payload', [CompletionResultType]::ParameterName, 'The answer: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'The claim token that came with the message')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;requeue' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'Only those from or to this agent')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Only those to this agent')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Only those from this agent')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Only this type')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only messages with this status, such as pending')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'Only those of this cycle')
            [CompletionResult]::new('--correlation', '--correlation', [CompletionResultType]::ParameterName, 'Only those of this exchange')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only those sent since then, such as 10m')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only those sent before this message')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Only those sent after this message')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on with each message as it is sent')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;show' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;trace' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Draw it as a sequence diagram instead')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Only those sent after this message')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many, the first')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;msg;help' {
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Send a message to an agent, or to all; or many, from a file')
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Send a message to one agent, and wait for its answer')
            [CompletionResult]::new('recv', 'recv', [CompletionResultType]::ParameterValue, 'Claim messages, in the order of their priority')
            [CompletionResult]::new('ack', 'ack', [CompletionResultType]::ParameterValue, 'Mark messages as processed')
            [CompletionResult]::new('nack', 'nack', [CompletionResultType]::ParameterValue, 'Give a message back, to be delivered again')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Keep a message for longer')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Answer a message, and mark it as processed')
            [CompletionResult]::new('requeue', 'requeue', [CompletionResultType]::ParameterValue, 'Queue a dead message again')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key: an agent writes those that begin with its name and an underscore')
            [CompletionResult]::new('--value', '--value', [CompletionResultType]::ParameterName, 'The value: JSON, @FILE, or - for standard input')
            [CompletionResult]::new('--if-version', '--if-version', [CompletionResultType]::ParameterName, 'Only when the newest version is this one (0: when there is none)')
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'Who writes: the same as --as')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;state;read' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;state;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;state;history' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'The cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Only those of this key')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--cycle', '--cycle', [CompletionResultType]::ParameterName, 'Only this cycle: its id, latest, or latest:SYMBOL')
            [CompletionResult]::new('--symbol', '--symbol', [CompletionResultType]::ParameterName, 'Only the cycles of this symbol')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the halts in force, who acked them, and what they do not undo')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all halts, the newest first')
            [CompletionResult]::new('drill', 'drill', [CompletionResultType]::ParameterValue, 'Try out that a halt kills, and how long that takes')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Lift a halt; what it stopped stays stopped')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;halt;status' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;halt;list' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Maximum number of results [default: all]')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;halt;drill' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;halt;clear' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;halt;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the halts in force, who acked them, and what they do not undo')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all halts, the newest first')
            [CompletionResult]::new('drill', 'drill', [CompletionResultType]::ParameterValue, 'Try out that a halt kills, and how long that takes')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Lift a halt; what it stopped stays stopped')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('beat', 'beat', [CompletionResultType]::ParameterValue, 'Report that an agent is alive')
            [CompletionResult]::new('success', 'success', [CompletionResultType]::ParameterValue, 'Report that an agent did one operation well')
            [CompletionResult]::new('error', 'error', [CompletionResultType]::ParameterValue, 'Report that an agent failed at one operation')
            [CompletionResult]::new('initialize', 'initialize', [CompletionResultType]::ParameterValue, 'Create the health record of an agent that has none')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Forget what is recorded of an agent')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Show the health of every agent; exit 6 when any is not healthy')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;health;beat' {
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'Which agent: the same as --as')
            [CompletionResult]::new('--response-ms', '--response-ms', [CompletionResultType]::ParameterName, 'How long its latest response took, in milliseconds')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'What it says of itself')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;success' {
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'Which agent: the same as --as')
            [CompletionResult]::new('--response-ms', '--response-ms', [CompletionResultType]::ParameterName, 'How long its latest response took, in milliseconds')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;error' {
            [CompletionResult]::new('--agent', '--agent', [CompletionResultType]::ParameterName, 'Which agent: the same as --as')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'What went wrong')
            [CompletionResult]::new('--response-ms', '--response-ms', [CompletionResultType]::ParameterName, 'How long its latest response took, in milliseconds')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;initialize' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;reset' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;check' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;health;help' {
            [CompletionResult]::new('beat', 'beat', [CompletionResultType]::ParameterValue, 'Report that an agent is alive')
            [CompletionResult]::new('success', 'success', [CompletionResultType]::ParameterValue, 'Report that an agent did one operation well')
            [CompletionResult]::new('error', 'error', [CompletionResultType]::ParameterValue, 'Report that an agent failed at one operation')
            [CompletionResult]::new('initialize', 'initialize', [CompletionResultType]::ParameterValue, 'Create the health record of an agent that has none')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Forget what is recorded of an agent')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;watch' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;metrics' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;mode' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set the mode of the cycles that start from now on')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;mode;set' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the agents and their authority levels')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an agent at authority level 1')
            [CompletionResult]::new('enroll', 'enroll', [CompletionResultType]::ParameterValue, 'Give an agent a token, which is printed once; from then on nobody acts as that agent without it')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Take back the token of an agent: nobody acts as it until it is enrolled again')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an agent that was added and has nothing open')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;agent;list' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;add' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;enroll' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;revoke' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;remove' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;agent;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the agents and their authority levels')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an agent at authority level 1')
            [CompletionResult]::new('enroll', 'enroll', [CompletionResultType]::ParameterValue, 'Give an agent a token, which is printed once; from then on nobody acts as that agent without it')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Take back the token of an agent: nobody acts as it until it is enrolled again')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Show the latest events, in the order in which they happened')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that no event was changed, removed or moved')
            [CompletionResult]::new('head', 'head', [CompletionResultType]::ParameterValue, 'Print the head of the log, to keep elsewhere')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;audit;log' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--actor', '--actor', [CompletionResultType]::ParameterName, 'Only those of this actor')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Only those of this kind, such as message.send or refused')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'Only those about this subject, such as a cycle id or "message 7"')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only those since then: a duration, such as 10m ago, or a time, such as 2026-01-31T12:00:00Z')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only those before this event: the previous page, where it is the first one listed')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Only those after this event; without --before, the ones that follow it at once. With --follow, all of them')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on with each event as it happens, one a line, until a signal or a closed pipe')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;audit;verify' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--head', '--head', [CompletionResultType]::ParameterName, 'A head that was kept elsewhere: the log must pass through it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;audit;head' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;audit;help' {
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Show the latest events, in the order in which they happened')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that no event was changed, removed or moved')
            [CompletionResult]::new('head', 'head', [CompletionResultType]::ParameterValue, 'Print the head of the log, to keep elsewhere')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what stands in the database, and how large it is')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Delete what is over and old: whole exchanges of messages, and ended cycles with all that belongs to them; the audit log stays, and the file keeps its size for what comes')
            [CompletionResult]::new('limits', 'limits', [CompletionResultType]::ParameterValue, 'Show the limits of the message bus, or set them for everyone who uses the database')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database to a new file, while others go on')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create the database, or bring it up to date; nothing is changed where it is already')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database, which is moved aside, and halt everything')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check that every page, reference and event of the audit log holds; exit 65 when one does not')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;db;status' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;prune' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--older-than', '--older-than', [CompletionResultType]::ParameterName, 'Only what has been over for longer than this, such as 30d')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;limits' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--max-pending', '--max-pending', [CompletionResultType]::ParameterName, 'How many messages may wait to be delivered to one agent; replies, halts and what is held back by a delay come on top')
            [CompletionResult]::new('--max-deliveries', '--max-deliveries', [CompletionResultType]::ParameterName, 'How often a message is delivered at most; not acked by then, it is dead. Holds from the next time that one is given back')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;backup' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;init' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;restore' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('--head', '--head', [CompletionResultType]::ParameterName, 'The head that `db backup` printed: the audit log of the backup must pass through it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;check' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;db;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what stands in the database, and how large it is')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Delete what is over and old: whole exchanges of messages, and ended cycles with all that belongs to them; the audit log stays, and the file keeps its size for what comes')
            [CompletionResult]::new('limits', 'limits', [CompletionResultType]::ParameterValue, 'Show the limits of the message bus, or set them for everyone who uses the database')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database to a new file, while others go on')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create the database, or bring it up to date; nothing is changed where it is already')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database, which is moved aside, and halt everything')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check that every page, reference and event of the audit log holds; exit 65 when one does not')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;config' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show every setting, its value, and where that comes from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;config;show' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
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
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;completions' {
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]')
            [CompletionResult]::new('--busy-timeout', '--busy-timeout', [CompletionResultType]::ParameterName, 'How long to wait for others on the database [default: 30s]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the essential, such as an id')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what is being done')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'flowrex-coord;help' {
            [CompletionResult]::new('cycle', 'cycle', [CompletionResultType]::ParameterValue, 'Run cycles, or move them step by step')
            [CompletionResult]::new('msg', 'msg', [CompletionResultType]::ParameterValue, 'Send, receive and look at messages')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Write and read the shared state of a cycle')
            [CompletionResult]::new('halt', 'halt', [CompletionResultType]::ParameterValue, 'Stop cycles at once, see what is stopped, and lift a halt')
            [CompletionResult]::new('health', 'health', [CompletionResultType]::ParameterValue, 'Show the health of every agent, or report on one''s own')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Is everything all right, and what to do next')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Watch everything at a terminal, and approve or halt from there')
            [CompletionResult]::new('metrics', 'metrics', [CompletionResultType]::ParameterValue, 'Print metrics for a textfile collector')
            [CompletionResult]::new('mode', 'mode', [CompletionResultType]::ParameterValue, 'Show the mode, or set it')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'List the agents, add or remove one, and give out their tokens')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Look at the audit log and verify it')
            [CompletionResult]::new('db', 'db', [CompletionResultType]::ParameterValue, 'Create, look at, prune, back up, restore or check the database')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check that everything is in place')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show the configuration that is in force')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'flowrex-coord;help;cycle' {
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a whole cycle: analyse, validate, execute, monitor')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Go on with a cycle that nobody runs any more, or that was approved')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Find the cycles whose process died, and fail those that cannot go on')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve what a cycle waits with; `cycle resume` then goes on')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'End a cycle that waits for approval')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Run a cycle again on what its agents answered, and compare')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a cycle that is moved step by step')
            [CompletionResult]::new('advance', 'advance', [CompletionResultType]::ParameterValue, 'Move a cycle on to its next phase')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'End a cycle as intended')
            [CompletionResult]::new('fail', 'fail', [CompletionResultType]::ParameterValue, 'End a cycle with an error')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List cycles, the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one cycle; without an id the active ones, or idle')
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
            [CompletionResult]::new('recv', 'recv', [CompletionResultType]::ParameterValue, 'Claim messages, in the order of their priority')
            [CompletionResult]::new('ack', 'ack', [CompletionResultType]::ParameterValue, 'Mark messages as processed')
            [CompletionResult]::new('nack', 'nack', [CompletionResultType]::ParameterValue, 'Give a message back, to be delivered again')
            [CompletionResult]::new('extend', 'extend', [CompletionResultType]::ParameterValue, 'Keep a message for longer')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Answer a message, and mark it as processed')
            [CompletionResult]::new('requeue', 'requeue', [CompletionResultType]::ParameterValue, 'Queue a dead message again')
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
            [CompletionResult]::new('enroll', 'enroll', [CompletionResultType]::ParameterValue, 'Give an agent a token, which is printed once; from then on nobody acts as that agent without it')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Take back the token of an agent: nobody acts as it until it is enrolled again')
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
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that no event was changed, removed or moved')
            [CompletionResult]::new('head', 'head', [CompletionResultType]::ParameterValue, 'Print the head of the log, to keep elsewhere')
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
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what stands in the database, and how large it is')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Delete what is over and old: whole exchanges of messages, and ended cycles with all that belongs to them; the audit log stays, and the file keeps its size for what comes')
            [CompletionResult]::new('limits', 'limits', [CompletionResultType]::ParameterValue, 'Show the limits of the message bus, or set them for everyone who uses the database')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database to a new file, while others go on')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create the database, or bring it up to date; nothing is changed where it is already')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database, which is moved aside, and halt everything')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check that every page, reference and event of the audit log holds; exit 65 when one does not')
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
