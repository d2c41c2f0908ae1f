
use builtin;
use str;

set edit:completion:arg-completer[flowrex-coord] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'flowrex-coord'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'flowrex-coord'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand cycle 'Run cycles, or move them by hand'
            cand msg 'Send, receive and show messages'
            cand state 'Write and read the shared state of a cycle'
            cand halt 'Halt cycles at once, show halts, and clear them'
            cand health 'Show the health of every agent, or report it'
            cand status 'Show whether everything works, and what to do next'
            cand watch 'Watch everything live; approve, reject, clear and halt from there'
            cand metrics 'Print metrics for a textfile collector'
            cand mode 'Show the mode, or set it'
            cand agent 'List, add and remove agents, and issue their tokens'
            cand audit 'Show and verify the audit log'
            cand db 'Create, inspect, prune, back up, restore or check the database'
            cand doctor 'Check the whole installation'
            cand serve 'Serve the operations over HTTP, with a page for browsers'
            cand config 'Show the configuration in force'
            cand man 'Write the manual pages into a folder'
            cand completions 'Print the completions for a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;cycle'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand run 'Run a whole cycle: analyse, validate, execute, monitor'
            cand resume 'Continue a cycle whose process died, or that was approved'
            cand recover 'Find the cycles whose process died, and fail those that cannot go on'
            cand approve 'Approve the next phase of a waiting cycle; `cycle resume` then continues it'
            cand reject 'Reject the next phase of a waiting cycle, which ends the cycle'
            cand replay 'Run a cycle again on its recorded answers, and compare the outcome'
            cand start 'Start a cycle that is moved by hand'
            cand advance 'Move a cycle on to its next phase'
            cand complete 'End a cycle successfully'
            cand fail 'End a cycle with an error'
            cand list 'List cycles, the newest first'
            cand show 'Show one cycle, or without an id the active ones'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;cycle;run'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --symbol 'The symbol to trade'
            cand --strategy 'A strategy to consider'
            cand --account-balance 'Balance of the account'
            cand --peak-balance 'The highest balance so far'
            cand --mode 'guide or autonomous'
            cand --gate 'Wait for approval before this phase'
            cand --agent 'How to reach an agent: risk=exec:COMMAND'
            cand --phase-timeout 'Time limit per command [default: 2m]'
            cand --retries 'Retries after an error [default: 0]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand --until-stdin-closes 'End as by SIGHUP when standard input is closed'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;resume'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --agent 'How to reach an agent: risk=exec:COMMAND'
            cand --phase-timeout 'Time limit per command [default: 2m]'
            cand --retries 'Retries after an error [default: 0]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand --until-stdin-closes 'End as by SIGHUP when standard input is closed'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;recover'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;approve'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --state 'The digest of the shared state that you have reviewed [default: the one shown]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;reject'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --reason 'Why'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;replay'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --answer 'Replace a recorded answer: JSON or @FILE'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;start'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --symbol 'The symbol to trade'
            cand --strategy 'A strategy to consider'
            cand --account-balance 'Balance of the account'
            cand --peak-balance 'The highest balance so far'
            cand --mode 'guide or autonomous'
            cand --gate 'Wait for approval before this phase'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;advance'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --to 'The phase it must move to: an error if another one is next'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;complete'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --result 'Its result: JSON, @FILE, or - for standard input'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;fail'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --error 'What went wrong'
            cand --result 'A partial result: JSON, @FILE, or - for standard input'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;list'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --symbol 'Only cycles of this symbol'
            cand --phase 'Only cycles in this phase; may be given several times'
            cand --since 'Only cycles started since then: a duration, such as 10m ago, or a time, such as 2026-01-31T12:00:00Z'
            cand --before 'Only cycles started before this one: for the next page, the last one listed'
            cand --limit 'Maximum number of results'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;show'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --format 'Print a sequence diagram instead'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;cycle;help'= {
            cand run 'Run a whole cycle: analyse, validate, execute, monitor'
            cand resume 'Continue a cycle whose process died, or that was approved'
            cand recover 'Find the cycles whose process died, and fail those that cannot go on'
            cand approve 'Approve the next phase of a waiting cycle; `cycle resume` then continues it'
            cand reject 'Reject the next phase of a waiting cycle, which ends the cycle'
            cand replay 'Run a cycle again on its recorded answers, and compare the outcome'
            cand start 'Start a cycle that is moved by hand'
            cand advance 'Move a cycle on to its next phase'
            cand complete 'End a cycle successfully'
            cand fail 'End a cycle with an error'
            cand list 'List cycles, the newest first'
            cand show 'Show one cycle, or without an id the active ones'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;cycle;help;run'= {
        }
        &'flowrex-coord;cycle;help;resume'= {
        }
        &'flowrex-coord;cycle;help;recover'= {
        }
        &'flowrex-coord;cycle;help;approve'= {
        }
        &'flowrex-coord;cycle;help;reject'= {
        }
        &'flowrex-coord;cycle;help;replay'= {
        }
        &'flowrex-coord;cycle;help;start'= {
        }
        &'flowrex-coord;cycle;help;advance'= {
        }
        &'flowrex-coord;cycle;help;complete'= {
        }
        &'flowrex-coord;cycle;help;fail'= {
        }
        &'flowrex-coord;cycle;help;list'= {
        }
        &'flowrex-coord;cycle;help;show'= {
        }
        &'flowrex-coord;cycle;help;help'= {
        }
        &'flowrex-coord;msg'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand send 'Send a message to an agent, or to all; or many, from a file'
            cand request 'Send a message to one agent, and wait for its answer'
            cand recv 'Claim messages, by priority'
            cand ack 'Acknowledge messages: mark them as processed'
            cand nack 'Negatively acknowledge a message, optionally with a delay'
            cand extend 'Prolong the lease of a message'
            cand reply 'Answer a message, and acknowledge it'
            cand requeue 'Make a dead letter deliverable again'
            cand list 'List messages, the newest first'
            cand show 'Show one message'
            cand trace 'Show the whole exchange of a message, as a tree'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;msg;send'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --to 'The recipient: an agent, or all'
            cand --batch 'Many messages: a JSON object on each line of FILE or -'
            cand --type 'command, request or event'
            cand --subject 'The subject'
            cand --priority 'critical, high, normal or low (or 0 to 3)'
            cand --payload 'The content: JSON, @FILE, or - for standard input'
            cand --ttl 'How long until it expires'
            cand --cycle 'The cycle it belongs to: its id, latest, or latest:SYMBOL'
            cand --dedup-key 'An idempotency key, so that it is stored only once'
            cand --from 'The sender: the same as --as'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;request'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --to 'The recipient'
            cand --wait 'How long to wait for the answer; exit 5 when none came'
            cand --subject 'The subject'
            cand --priority 'critical, high, normal or low (or 0 to 3)'
            cand --payload 'The content: JSON, @FILE, or - for standard input'
            cand --ttl 'How long until it expires'
            cand --cycle 'The cycle it belongs to: its id, latest, or latest:SYMBOL'
            cand --dedup-key 'An idempotency key, so that it is stored only once'
            cand --from 'The sender: the same as --as'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;recv'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --agent 'The receiver: the same as --as'
            cand --type 'Only messages of this type'
            cand --limit 'Maximum number of results'
            cand --lease 'How long the claim holds; messages not acknowledged by then are redelivered'
            cand --wait 'How long to wait for a message if there is none; exit 5 when none came'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand --ack 'Acknowledge them at once'
            cand --peek 'Show them without claiming them'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;ack'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --claim 'The fencing token (claim) that came with the message'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;nack'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --delay 'How long to delay the redelivery'
            cand --reason 'Why'
            cand --claim 'The fencing token (claim) that came with the message'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;extend'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --lease 'How long the claim holds from now on'
            cand --claim 'The fencing token (claim) that came with the message'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;reply'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --payload 'The answer: JSON, @FILE, or - for standard input'
            cand --claim 'The fencing token (claim) that came with the message'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;requeue'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;list'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --agent 'Only messages from or to this agent'
            cand --to 'Only messages to this agent'
            cand --from 'Only messages from this agent'
            cand --type 'Only messages of this type'
            cand --status 'Only messages with this status, such as pending'
            cand --cycle 'Only messages of this cycle'
            cand --correlation 'Only messages of this exchange'
            cand --since 'Only messages sent since then, such as 10m'
            cand --before 'Only messages sent before this one'
            cand --after 'Only messages sent after this one'
            cand --limit 'Maximum number of results'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand --follow 'Print each new message as a line'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;show'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;trace'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --format 'Print a sequence diagram instead'
            cand --after 'Only messages sent after this one'
            cand --limit 'Maximum number of results, the first ones'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;msg;help'= {
            cand send 'Send a message to an agent, or to all; or many, from a file'
            cand request 'Send a message to one agent, and wait for its answer'
            cand recv 'Claim messages, by priority'
            cand ack 'Acknowledge messages: mark them as processed'
            cand nack 'Negatively acknowledge a message, optionally with a delay'
            cand extend 'Prolong the lease of a message'
            cand reply 'Answer a message, and acknowledge it'
            cand requeue 'Make a dead letter deliverable again'
            cand list 'List messages, the newest first'
            cand show 'Show one message'
            cand trace 'Show the whole exchange of a message, as a tree'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;msg;help;send'= {
        }
        &'flowrex-coord;msg;help;request'= {
        }
        &'flowrex-coord;msg;help;recv'= {
        }
        &'flowrex-coord;msg;help;ack'= {
        }
        &'flowrex-coord;msg;help;nack'= {
        }
        &'flowrex-coord;msg;help;extend'= {
        }
        &'flowrex-coord;msg;help;reply'= {
        }
        &'flowrex-coord;msg;help;requeue'= {
        }
        &'flowrex-coord;msg;help;list'= {
        }
        &'flowrex-coord;msg;help;show'= {
        }
        &'flowrex-coord;msg;help;trace'= {
        }
        &'flowrex-coord;msg;help;help'= {
        }
        &'flowrex-coord;state'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand write 'Write the next version of a value'
            cand read 'Print the newest version of a value'
            cand list 'List the newest version of every value'
            cand history 'List every version, in the order of writing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;state;write'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --cycle 'The cycle: its id, latest, or latest:SYMBOL'
            cand --key 'The key: an agent may write keys that begin with its name and an underscore'
            cand --value 'The value: JSON, @FILE, or - for standard input'
            cand --if-version 'Only if the newest version is this one (0: if there is none)'
            cand --agent 'The writer: the same as --as'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;state;read'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --cycle 'The cycle: its id, latest, or latest:SYMBOL'
            cand --key 'The key'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;state;list'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --cycle 'The cycle: its id, latest, or latest:SYMBOL'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;state;history'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --cycle 'The cycle: its id, latest, or latest:SYMBOL'
            cand --key 'Only versions of this key'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;state;help'= {
            cand write 'Write the next version of a value'
            cand read 'Print the newest version of a value'
            cand list 'List the newest version of every value'
            cand history 'List every version, in the order of writing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;state;help;write'= {
        }
        &'flowrex-coord;state;help;read'= {
        }
        &'flowrex-coord;state;help;list'= {
        }
        &'flowrex-coord;state;help;history'= {
        }
        &'flowrex-coord;state;help;help'= {
        }
        &'flowrex-coord;halt'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --reason 'Why'
            cand --cycle 'Only this cycle: its id, latest, or latest:SYMBOL'
            cand --symbol 'Only the cycles of this symbol'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand status 'Show the halts in force, who acknowledged them, and what they cannot undo'
            cand list 'List all halts, the newest first'
            cand drill 'Test the kill switch, and report how long the stop took'
            cand clear 'Clear a halt; the cycles that it stopped stay halted'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;halt;status'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;halt;list'= {
            cand --limit 'Maximum number of results [default: all]'
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;halt;drill'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;halt;clear'= {
            cand --reason 'Why'
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;halt;help'= {
            cand status 'Show the halts in force, who acknowledged them, and what they cannot undo'
            cand list 'List all halts, the newest first'
            cand drill 'Test the kill switch, and report how long the stop took'
            cand clear 'Clear a halt; the cycles that it stopped stay halted'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;halt;help;status'= {
        }
        &'flowrex-coord;halt;help;list'= {
        }
        &'flowrex-coord;halt;help;drill'= {
        }
        &'flowrex-coord;halt;help;clear'= {
        }
        &'flowrex-coord;halt;help;help'= {
        }
        &'flowrex-coord;health'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand beat 'Report that an agent is alive'
            cand success 'Report that an operation of an agent succeeded'
            cand error 'Report that an operation of an agent failed'
            cand initialize 'Create the health record of an agent that has none'
            cand reset 'Clear the health record of an agent'
            cand check 'Show the health of every agent; exit 6 when any is not healthy'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;health;beat'= {
            cand --agent 'The agent: the same as --as'
            cand --response-ms 'How long its latest response took, in milliseconds'
            cand --message 'A status message'
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;health;success'= {
            cand --agent 'The agent: the same as --as'
            cand --response-ms 'How long its latest response took, in milliseconds'
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;health;error'= {
            cand --agent 'The agent: the same as --as'
            cand --message 'What went wrong'
            cand --response-ms 'How long its latest response took, in milliseconds'
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;health;initialize'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;health;reset'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;health;check'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;health;help'= {
            cand beat 'Report that an agent is alive'
            cand success 'Report that an operation of an agent succeeded'
            cand error 'Report that an operation of an agent failed'
            cand initialize 'Create the health record of an agent that has none'
            cand reset 'Clear the health record of an agent'
            cand check 'Show the health of every agent; exit 6 when any is not healthy'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;health;help;beat'= {
        }
        &'flowrex-coord;health;help;success'= {
        }
        &'flowrex-coord;health;help;error'= {
        }
        &'flowrex-coord;health;help;initialize'= {
        }
        &'flowrex-coord;health;help;reset'= {
        }
        &'flowrex-coord;health;help;check'= {
        }
        &'flowrex-coord;health;help;help'= {
        }
        &'flowrex-coord;status'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;watch'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;metrics'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;mode'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand set 'Set the mode of the cycles that start from now on'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;mode;set'= {
            cand --reason 'Why'
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;mode;help'= {
            cand set 'Set the mode of the cycles that start from now on'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;mode;help;set'= {
        }
        &'flowrex-coord;mode;help;help'= {
        }
        &'flowrex-coord;agent'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List the agents and their authority levels'
            cand add 'Add an agent at authority level 1'
            cand enroll 'Issue a token for an agent and print it once; from then on, acting as the agent requires it'
            cand revoke 'Revoke the token of an agent: nobody can act as it until it is enrolled again'
            cand remove 'Remove an agent that was added and has nothing open'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;agent;list'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;agent;add'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;agent;enroll'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;agent;revoke'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;agent;remove'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;agent;help'= {
            cand list 'List the agents and their authority levels'
            cand add 'Add an agent at authority level 1'
            cand enroll 'Issue a token for an agent and print it once; from then on, acting as the agent requires it'
            cand revoke 'Revoke the token of an agent: nobody can act as it until it is enrolled again'
            cand remove 'Remove an agent that was added and has nothing open'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;agent;help;list'= {
        }
        &'flowrex-coord;agent;help;add'= {
        }
        &'flowrex-coord;agent;help;enroll'= {
        }
        &'flowrex-coord;agent;help;revoke'= {
        }
        &'flowrex-coord;agent;help;remove'= {
        }
        &'flowrex-coord;agent;help;help'= {
        }
        &'flowrex-coord;audit'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand log 'Show the latest events, in the order in which they happened'
            cand verify 'Verify the hash chain: no event was changed, removed or moved'
            cand head 'Print the head of the log, to store elsewhere'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;audit;log'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --actor 'Only events of this actor'
            cand --kind 'Only events of this kind, such as message.send or refused'
            cand --subject 'Only events about this subject, such as a cycle id or "message 7"'
            cand --since 'Only events since then: a duration, such as 10m ago, or a time, such as 2026-01-31T12:00:00Z'
            cand --before 'Only events before this one: for the previous page, the first one listed'
            cand --after 'Only events after this one; without --before, the next ones. With --follow, all of them'
            cand --limit 'Maximum number of results'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand --follow 'Print each new event as a line, until a signal or a closed pipe'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;audit;verify'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --head 'A head that was stored elsewhere: the log must contain it'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;audit;head'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;audit;help'= {
            cand log 'Show the latest events, in the order in which they happened'
            cand verify 'Verify the hash chain: no event was changed, removed or moved'
            cand head 'Print the head of the log, to store elsewhere'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;audit;help;log'= {
        }
        &'flowrex-coord;audit;help;verify'= {
        }
        &'flowrex-coord;audit;help;head'= {
        }
        &'flowrex-coord;audit;help;help'= {
        }
        &'flowrex-coord;db'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand status 'Show the contents and the size of the database'
            cand prune 'Delete old data: whole exchanges of messages that are over, and ended cycles with everything that belongs to them; the audit log stays, and the file keeps its size'
            cand limits 'Show the limits of the message bus, or set them for everyone who uses the database'
            cand backup 'Copy the database to a new file, while other processes use it'
            cand init 'Create the database, or upgrade its schema if necessary'
            cand restore 'Replace the database with a backup, keep the old files, and halt everything'
            cand check 'Check every page, reference, message, value and event; exit 65 when one is damaged'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;db;status'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;db;prune'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --older-than 'Only data that has been over for longer than this, such as 30d'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;db;limits'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --max-pending 'Maximum number of pending messages per agent; replies, halt notices and delayed messages do not count'
            cand --max-deliveries 'Maximum number of deliveries of a message; not acknowledged by then, it becomes a dead letter. Applies from the next time that a message is returned'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;db;backup'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;db;init'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;db;restore'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --head 'The head that `db backup` printed: the audit log of the backup must contain it'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;db;check'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;db;help'= {
            cand status 'Show the contents and the size of the database'
            cand prune 'Delete old data: whole exchanges of messages that are over, and ended cycles with everything that belongs to them; the audit log stays, and the file keeps its size'
            cand limits 'Show the limits of the message bus, or set them for everyone who uses the database'
            cand backup 'Copy the database to a new file, while other processes use it'
            cand init 'Create the database, or upgrade its schema if necessary'
            cand restore 'Replace the database with a backup, keep the old files, and halt everything'
            cand check 'Check every page, reference, message, value and event; exit 65 when one is damaged'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;db;help;status'= {
        }
        &'flowrex-coord;db;help;prune'= {
        }
        &'flowrex-coord;db;help;limits'= {
        }
        &'flowrex-coord;db;help;backup'= {
        }
        &'flowrex-coord;db;help;init'= {
        }
        &'flowrex-coord;db;help;restore'= {
        }
        &'flowrex-coord;db;help;check'= {
        }
        &'flowrex-coord;db;help;help'= {
        }
        &'flowrex-coord;doctor'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;serve'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand --listen 'Where to listen for TCP connections [default: 127.0.0.1:8420]'
            cand --socket 'Where to create a Unix socket, which only the own user can connect to'
            cand --max-cycles 'How many cycles run at the same time at most; a client that wants more is refused'
            cand --host 'A name by which browsers address the server, such as that of a reverse proxy'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand --allow-remote 'Listen on an address that other machines can reach'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;config'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand show 'Show every setting, its value, and where that comes from'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;config;show'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;config;help'= {
            cand show 'Show every setting, its value, and where that comes from'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;config;help;show'= {
        }
        &'flowrex-coord;config;help;help'= {
        }
        &'flowrex-coord;man'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;completions'= {
            cand --db 'The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]'
            cand --as 'The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]'
            cand --token-file 'A file with the token of that agent, as printed by `agent enroll` [env: `FLOWREX_TOKEN=TOKEN`]'
            cand -o 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --output 'The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]'
            cand --busy-timeout 'How long to wait for the write lock of the database [default: 30s]'
            cand --config 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]'
            cand -q 'Print only the essential, such as an id'
            cand --quiet 'Print only the essential, such as an id'
            cand -v 'Log progress to stderr'
            cand --verbose 'Log progress to stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'flowrex-coord;help'= {
            cand cycle 'Run cycles, or move them by hand'
            cand msg 'Send, receive and show messages'
            cand state 'Write and read the shared state of a cycle'
            cand halt 'Halt cycles at once, show halts, and clear them'
            cand health 'Show the health of every agent, or report it'
            cand status 'Show whether everything works, and what to do next'
            cand watch 'Watch everything live; approve, reject, clear and halt from there'
            cand metrics 'Print metrics for a textfile collector'
            cand mode 'Show the mode, or set it'
            cand agent 'List, add and remove agents, and issue their tokens'
            cand audit 'Show and verify the audit log'
            cand db 'Create, inspect, prune, back up, restore or check the database'
            cand doctor 'Check the whole installation'
            cand serve 'Serve the operations over HTTP, with a page for browsers'
            cand config 'Show the configuration in force'
            cand man 'Write the manual pages into a folder'
            cand completions 'Print the completions for a shell'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'flowrex-coord;help;cycle'= {
            cand run 'Run a whole cycle: analyse, validate, execute, monitor'
            cand resume 'Continue a cycle whose process died, or that was approved'
            cand recover 'Find the cycles whose process died, and fail those that cannot go on'
            cand approve 'Approve the next phase of a waiting cycle; `cycle resume` then continues it'
            cand reject 'Reject the next phase of a waiting cycle, which ends the cycle'
            cand replay 'Run a cycle again on its recorded answers, and compare the outcome'
            cand start 'Start a cycle that is moved by hand'
            cand advance 'Move a cycle on to its next phase'
            cand complete 'End a cycle successfully'
            cand fail 'End a cycle with an error'
            cand list 'List cycles, the newest first'
            cand show 'Show one cycle, or without an id the active ones'
        }
        &'flowrex-coord;help;cycle;run'= {
        }
        &'flowrex-coord;help;cycle;resume'= {
        }
        &'flowrex-coord;help;cycle;recover'= {
        }
        &'flowrex-coord;help;cycle;approve'= {
        }
        &'flowrex-coord;help;cycle;reject'= {
        }
        &'flowrex-coord;help;cycle;replay'= {
        }
        &'flowrex-coord;help;cycle;start'= {
        }
        &'flowrex-coord;help;cycle;advance'= {
        }
        &'flowrex-coord;help;cycle;complete'= {
        }
        &'flowrex-coord;help;cycle;fail'= {
        }
        &'flowrex-coord;help;cycle;list'= {
        }
        &'flowrex-coord;help;cycle;show'= {
        }
        &'flowrex-coord;help;msg'= {
            cand send 'Send a message to an agent, or to all; or many, from a file'
            cand request 'Send a message to one agent, and wait for its answer'
            cand recv 'Claim messages, by priority'
            cand ack 'Acknowledge messages: mark them as processed'
            cand nack 'Negatively acknowledge a message, optionally with a delay'
            cand extend 'Prolong the lease of a message'
            cand reply 'Answer a message, and acknowledge it'
            cand requeue 'Make a dead letter deliverable again'
            cand list 'List messages, the newest first'
            cand show 'Show one message'
            cand trace 'Show the whole exchange of a message, as a tree'
        }
        &'flowrex-coord;help;msg;send'= {
        }
        &'flowrex-coord;help;msg;request'= {
        }
        &'flowrex-coord;help;msg;recv'= {
        }
        &'flowrex-coord;help;msg;ack'= {
        }
        &'flowrex-coord;help;msg;nack'= {
        }
        &'flowrex-coord;help;msg;extend'= {
        }
        &'flowrex-coord;help;msg;reply'= {
        }
        &'flowrex-coord;help;msg;requeue'= {
        }
        &'flowrex-coord;help;msg;list'= {
        }
        &'flowrex-coord;help;msg;show'= {
        }
        &'flowrex-coord;help;msg;trace'= {
        }
        &'flowrex-coord;help;state'= {
            cand write 'Write the next version of a value'
            cand read 'Print the newest version of a value'
            cand list 'List the newest version of every value'
            cand history 'List every version, in the order of writing'
        }
        &'flowrex-coord;help;state;write'= {
        }
        &'flowrex-coord;help;state;read'= {
        }
        &'flowrex-coord;help;state;list'= {
        }
        &'flowrex-coord;help;state;history'= {
        }
        &'flowrex-coord;help;halt'= {
        }
        &'flowrex-coord;help;health'= {
        }
        &'flowrex-coord;help;status'= {
        }
        &'flowrex-coord;help;watch'= {
        }
        &'flowrex-coord;help;metrics'= {
        }
        &'flowrex-coord;help;mode'= {
        }
        &'flowrex-coord;help;agent'= {
            cand list 'List the agents and their authority levels'
            cand add 'Add an agent at authority level 1'
            cand enroll 'Issue a token for an agent and print it once; from then on, acting as the agent requires it'
            cand revoke 'Revoke the token of an agent: nobody can act as it until it is enrolled again'
            cand remove 'Remove an agent that was added and has nothing open'
        }
        &'flowrex-coord;help;agent;list'= {
        }
        &'flowrex-coord;help;agent;add'= {
        }
        &'flowrex-coord;help;agent;enroll'= {
        }
        &'flowrex-coord;help;agent;revoke'= {
        }
        &'flowrex-coord;help;agent;remove'= {
        }
        &'flowrex-coord;help;audit'= {
            cand log 'Show the latest events, in the order in which they happened'
            cand verify 'Verify the hash chain: no event was changed, removed or moved'
            cand head 'Print the head of the log, to store elsewhere'
        }
        &'flowrex-coord;help;audit;log'= {
        }
        &'flowrex-coord;help;audit;verify'= {
        }
        &'flowrex-coord;help;audit;head'= {
        }
        &'flowrex-coord;help;db'= {
            cand status 'Show the contents and the size of the database'
            cand prune 'Delete old data: whole exchanges of messages that are over, and ended cycles with everything that belongs to them; the audit log stays, and the file keeps its size'
            cand limits 'Show the limits of the message bus, or set them for everyone who uses the database'
            cand backup 'Copy the database to a new file, while other processes use it'
            cand init 'Create the database, or upgrade its schema if necessary'
            cand restore 'Replace the database with a backup, keep the old files, and halt everything'
            cand check 'Check every page, reference, message, value and event; exit 65 when one is damaged'
        }
        &'flowrex-coord;help;db;status'= {
        }
        &'flowrex-coord;help;db;prune'= {
        }
        &'flowrex-coord;help;db;limits'= {
        }
        &'flowrex-coord;help;db;backup'= {
        }
        &'flowrex-coord;help;db;init'= {
        }
        &'flowrex-coord;help;db;restore'= {
        }
        &'flowrex-coord;help;db;check'= {
        }
        &'flowrex-coord;help;doctor'= {
        }
        &'flowrex-coord;help;serve'= {
        }
        &'flowrex-coord;help;config'= {
            cand show 'Show every setting, its value, and where that comes from'
        }
        &'flowrex-coord;help;config;show'= {
        }
        &'flowrex-coord;help;man'= {
        }
        &'flowrex-coord;help;completions'= {
        }
        &'flowrex-coord;help;help'= {
        }
    ]
    $completions[$command]
}
