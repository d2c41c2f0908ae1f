# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_flowrex_coord_global_optspecs
    string join \n db= as= token-file= o/output= q/quiet v/verbose busy-timeout= config= h/help V/version
end

function __fish_flowrex_coord_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_flowrex_coord_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_flowrex_coord_using_subcommand
    set -l cmd (__fish_flowrex_coord_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "cycle" -d 'Run cycles, or move them step by step'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "msg" -d 'Send, receive and look at messages'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "state" -d 'Write and read the shared state of a cycle'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "halt" -d 'Stop cycles at once, see what is stopped, and lift a halt'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "health" -d 'Show the health of every agent, or report on one\'s own'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "status" -d 'Is everything all right, and what to do next; exit 10 when halted, 6 when something else is wrong'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "watch" -d 'Watch everything at a terminal, and halt it from there'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "metrics" -d 'Print metrics for a textfile collector, whatever the format; always exit 0'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "mode" -d 'Show the mode, or set it'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "agent" -d 'List the agents, or add one'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "audit" -d 'Look at the audit log and verify it'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "db" -d 'Look at the database file, prune it, back it up, check it'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "doctor" -d 'Check that everything is in place: the database, its permissions, the configuration, every agent; exit 6 when something is not'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "config" -d 'Show the configuration that is in force'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "man" -d 'Write the manual pages into a folder'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "completions" -d 'Print the completions for a shell'
complete -c flowrex-coord -n "__fish_flowrex_coord_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "run" -d 'How the agents of a cycle are reached, and what they are given'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "resume" -d 'How the agents of a cycle are reached, and what they are given'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "recover" -d 'Find the cycles whose process died, and fail those that cannot go on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "approve" -d 'Approve what a cycle waits with; `cycle resume` then goes on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "reject" -d 'End a cycle that waits for approval'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "replay" -d 'Run a cycle again on what its agents answered, and compare'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "start" -d 'Start a cycle that is moved step by step'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "advance" -d 'Move a cycle on to its next phase'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "complete" -d 'End a cycle as intended'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "fail" -d 'End a cycle with an error'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "list" -d 'List cycles, the newest first'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "show" -d 'Show one cycle; without an id the active ones, or idle'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and not __fish_seen_subcommand_from run resume recover approve reject replay start advance complete fail list show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l symbol -d 'What is traded' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l strategy -d 'A strategy to look at; may be given several times' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l account-balance -d 'The balance of the account' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l peak-balance -d 'The highest balance the account ever had [default: the balance, at least 10000]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l mode -d 'guide, or autonomous where the system\'s mode allows it [default: the system\'s mode]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l gate -d 'Wait for approval before this phase; may be given several times' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l agent -d 'How an agent is reached: NAME=builtin, NAME=exec:COMMAND, NAME=mailbox or NAME=recorded:CYCLE; may be given for each' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l phase-timeout -d 'How long an agent may work at one command [default: 2m]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -l retries -d 'How often strategy and risk are asked again after an error [default: 0]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from run" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -l agent -d 'How an agent is reached: NAME=builtin, NAME=exec:COMMAND, NAME=mailbox or NAME=recorded:CYCLE; may be given for each' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -l phase-timeout -d 'How long an agent may work at one command [default: 2m]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -l retries -d 'How often strategy and risk are asked again after an error [default: 0]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from resume" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from recover" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -l state -d 'The digest of the shared state that you have looked at [default: the one shown]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from approve" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -l reason -d 'Why' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from reject" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -l answer -d 'Put another answer in the place of the recorded one: JSON or @FILE' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from replay" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l symbol -d 'What is traded' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l strategy -d 'A strategy to look at; may be given several times' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l account-balance -d 'The balance of the account' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l peak-balance -d 'The highest balance the account ever had [default: the balance, at least 10000]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l mode -d 'guide, or autonomous where the system\'s mode allows it [default: the system\'s mode]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -l gate -d 'Wait for approval before this phase; may be given several times' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from start" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -l to -d 'The phase it must move to' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from advance" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -l result -d 'Its result: JSON, @FILE, or - for standard input' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from complete" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -l error -d 'What went wrong' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from fail" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -l limit -d 'At most so many' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -l format -d 'Draw it as a sequence diagram instead' -r -f -a "mermaid\t'Text for Mermaid'"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "run" -d 'Run a whole cycle: analyse, validate, execute, monitor'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Go on with a cycle that nobody runs any more, or that was approved'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "recover" -d 'Find the cycles whose process died, and fail those that cannot go on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "approve" -d 'Approve what a cycle waits with; `cycle resume` then goes on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "reject" -d 'End a cycle that waits for approval'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "replay" -d 'Run a cycle again on what its agents answered, and compare'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "start" -d 'Start a cycle that is moved step by step'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "advance" -d 'Move a cycle on to its next phase'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "complete" -d 'End a cycle as intended'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "fail" -d 'End a cycle with an error'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "list" -d 'List cycles, the newest first'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one cycle; without an id the active ones, or idle'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand cycle; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "send" -d 'Send a message to an agent, or to all; or many, from a file'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "request" -d 'Send a message to one agent, and wait for its answer'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "recv" -d 'Claim messages, in the order of their priority'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "ack" -d 'Mark messages as processed'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "nack" -d 'Give a message back, to be delivered again'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "extend" -d 'Keep a message for longer'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "reply" -d 'Answer a message, and mark it as processed'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "requeue" -d 'Queue a dead message again'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "list" -d 'List messages, the newest first'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "show" -d 'Show one message'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "trace" -d 'Show the whole exchange of a message, as a tree'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and not __fish_seen_subcommand_from send request recv ack nack extend reply requeue list show trace help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l to -d 'To whom: an agent, or all' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l batch -d 'Many messages, one on each line of FILE, or of standard input with -: JSON objects with the fields of the same names as the arguments. 1,000 lines are stored or refused together' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l type -d 'command, request or event' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l subject -d 'What about' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l priority -d 'critical, high, normal or low (or 0 to 3)' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l payload -d 'The content: JSON, @FILE, or - for standard input' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l ttl -d 'After how long it expires' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l cycle -d 'The cycle it belongs to' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l dedup-key -d 'A name for it, so that sending it again gives back what is stored' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -l from -d 'Who sends: the same as --as' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from send" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l to -d 'To whom' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l wait -d 'How long to wait for the answer; exit 5 when none came' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l subject -d 'What about' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l priority -d 'critical, high, normal or low (or 0 to 3)' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l payload -d 'The content: JSON, @FILE, or - for standard input' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l ttl -d 'After how long it expires' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l cycle -d 'The cycle it belongs to' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l dedup-key -d 'A name for it, so that sending it again gives back what is stored' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -l from -d 'Who sends: the same as --as' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from request" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l agent -d 'Who receives: the same as --as' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l type -d 'Only this type' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l limit -d 'At most so many' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l lease -d 'How long the claim holds: not acked by then, they are delivered again' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l wait -d 'When there is none, wait for one for so long; exit 5 when none came' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l ack -d 'Mark them as processed at once'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -l peek -d 'Only look: claim nothing'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from recv" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -l claim -d 'The claim token that came with the message' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from ack" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -l delay -d 'How long it is not delivered again; at once without it' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -l reason -d 'Why' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -l claim -d 'The claim token that came with the message' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from nack" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -l lease -d 'How long the claim holds from now on' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -l claim -d 'The claim token that came with the message' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from extend" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -l payload -d 'The answer: JSON, @FILE, or - for standard input' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -l claim -d 'The claim token that came with the message' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from reply" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from requeue" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l agent -d 'Only those from or to this agent' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l type -d 'Only this type' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l status -d 'Only those that stand here: pending, claimed, processed, expired or dead' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l cycle -d 'Only those of this cycle' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l correlation -d 'Only those of this exchange' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l since -d 'Only those sent since then: a duration, such as 10m ago, or a time, such as 2026-01-31T12:00:00Z' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l limit -d 'At most so many' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -l follow -d 'Go on with each message as it is sent, one a line, the oldest first, until a signal or a closed pipe'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -l format -d 'Draw it as a sequence diagram instead' -r -f -a "mermaid\t'Text for Mermaid'"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from trace" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "send" -d 'Send a message to an agent, or to all; or many, from a file'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "request" -d 'Send a message to one agent, and wait for its answer'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "recv" -d 'Claim messages, in the order of their priority'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "ack" -d 'Mark messages as processed'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "nack" -d 'Give a message back, to be delivered again'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "extend" -d 'Keep a message for longer'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "reply" -d 'Answer a message, and mark it as processed'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "requeue" -d 'Queue a dead message again'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "list" -d 'List messages, the newest first'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one message'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "trace" -d 'Show the whole exchange of a message, as a tree'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand msg; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -f -a "write" -d 'Write the next version of a value'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -f -a "read" -d 'Print the newest version of a value'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -f -a "list" -d 'List the newest version of every value'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -f -a "history" -d 'List every version, in the order of writing'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and not __fish_seen_subcommand_from write read list history help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l cycle -d 'The cycle' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l key -d 'The key: an agent writes those that begin with its name and an underscore' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l value -d 'The value: JSON, @FILE, or - for standard input' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l if-version -d 'Only when the newest version is this one (0: when there is none)' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -l agent -d 'Who writes: the same as --as' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from write" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -l cycle -d 'The cycle' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -l key -d 'The key' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from read" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -l cycle -d 'The cycle' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -l cycle -d 'The cycle' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -l key -d 'Only those of this key' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from history" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "write" -d 'Write the next version of a value'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "read" -d 'Print the newest version of a value'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the newest version of every value'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "history" -d 'List every version, in the order of writing'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -l reason -d 'Why' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -l cycle -d 'Only this cycle' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -l symbol -d 'Only the cycles of this symbol' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -f -a "status" -d 'Show the halts in force, who acked them, and what they do not undo'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -f -a "drill" -d 'Try out that a halt kills: run a cycle in a database that is thrown away, with an agent that would sleep for ever, halt it, and say how long the stop took'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -f -a "clear" -d 'Lift a halt; what it stopped stays stopped'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and not __fish_seen_subcommand_from status drill clear help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from drill" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -l reason -d 'Why' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from clear" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show the halts in force, who acked them, and what they do not undo'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from help" -f -a "drill" -d 'Try out that a halt kills: run a cycle in a database that is thrown away, with an agent that would sleep for ever, halt it, and say how long the stop took'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from help" -f -a "clear" -d 'Lift a halt; what it stopped stays stopped'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand halt; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -f -a "beat" -d 'Report that an agent is alive'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -f -a "success" -d 'Report that an agent did one operation well'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -f -a "error" -d 'Report that an agent failed at one operation'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -f -a "reset" -d 'Forget what is recorded of an agent'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -f -a "check" -d 'Show the health of every agent; exit 6 when any is not healthy'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and not __fish_seen_subcommand_from beat success error reset check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -l agent -d 'Which agent: the same as --as' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -l response-ms -d 'How long its latest response took, in milliseconds' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -l message -d 'What it says of itself' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from beat" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -l agent -d 'Which agent: the same as --as' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from success" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -l agent -d 'Which agent: the same as --as' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -l message -d 'What went wrong' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from error" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from reset" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from help" -f -a "beat" -d 'Report that an agent is alive'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from help" -f -a "success" -d 'Report that an agent did one operation well'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from help" -f -a "error" -d 'Report that an agent failed at one operation'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from help" -f -a "reset" -d 'Forget what is recorded of an agent'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from help" -f -a "check" -d 'Show the health of every agent; exit 6 when any is not healthy'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand health; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand status" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand watch" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand metrics" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -f -a "set" -d 'Set the mode of the cycles that start from now on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and not __fish_seen_subcommand_from set help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -l reason -d 'Why' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set the mode of the cycles that start from now on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand mode; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -f -a "list" -d 'List the agents and their authority levels'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -f -a "add" -d 'Add an agent at authority level 1'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -f -a "enroll" -d 'Give an agent a token, which is printed once; from then on nobody acts as that agent without it'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -f -a "revoke" -d 'Take back the token of an agent: nobody acts as it until it is enrolled again'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and not __fish_seen_subcommand_from list add enroll revoke help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from add" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from enroll" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from revoke" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the agents and their authority levels'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add an agent at authority level 1'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "enroll" -d 'Give an agent a token, which is printed once; from then on nobody acts as that agent without it'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Take back the token of an agent: nobody acts as it until it is enrolled again'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand agent; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -f -a "log" -d 'Show the latest events, in the order in which they happened'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -f -a "verify" -d 'Check that no event was changed, removed or moved'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -f -a "head" -d 'Print the head of the log, to keep elsewhere'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and not __fish_seen_subcommand_from log verify head help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l actor -d 'Only those of this actor' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l kind -d 'Only those of this kind, such as message.send or refused' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l subject -d 'Only those about this subject, such as a cycle id or "message 7"' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l limit -d 'At most so many' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -l follow -d 'Go on with each event as it happens, one a line, until a signal or a closed pipe'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from log" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -l head -d 'A head that was kept elsewhere: the log must pass through it' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from head" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "log" -d 'Show the latest events, in the order in which they happened'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check that no event was changed, removed or moved'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "head" -d 'Print the head of the log, to keep elsewhere'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -f -a "status" -d 'Show what stands in the database, and how large it is'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -f -a "prune" -d 'Delete what is over and old: whole exchanges of messages, and ended cycles with all that belongs to them; the audit log stays, and the file keeps its size for what comes'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -f -a "limits" -d 'Show the limits of the message bus, or set them for everyone who uses the database'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -f -a "backup" -d 'Copy the database to a new file, while others go on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -f -a "check" -d 'Check that every page, reference and event of the audit log holds; exit 65 when one does not'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and not __fish_seen_subcommand_from status prune limits backup check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -l older-than -d 'Only what has been over for longer than this, such as 30d' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from prune" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -l max-pending -d 'How many messages may wait to be delivered to one agent; replies, halts and what is held back by a delay come on top' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -l max-deliveries -d 'How often a message is delivered at most; not acked by then, it is dead. Holds from the next time that one is given back' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from limits" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from backup" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show what stands in the database, and how large it is'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Delete what is over and old: whole exchanges of messages, and ended cycles with all that belongs to them; the audit log stays, and the file keeps its size for what comes'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from help" -f -a "limits" -d 'Show the limits of the message bus, or set them for everyone who uses the database'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from help" -f -a "backup" -d 'Copy the database to a new file, while others go on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check that every page, reference and event of the audit log holds; exit 65 when one does not'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand db; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -f -a "show" -d 'Show every setting, its value, and where that comes from'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and not __fish_seen_subcommand_from show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show every setting, its value, and where that comes from'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand man" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -l db -d 'The database; made when missing [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -l as -d 'Who is asking [env: FLOWREX_AGENT=] [default: supervisor]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -l token-file -d 'A file with the token of who is asking, as `agent enroll` has printed it [env: `FLOWREX_TOKEN=TOKEN`]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -s o -l output -d 'How to print: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''"
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -l busy-timeout -d 'How long to wait for others on the database [default: 30s]' -r
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -l config -d 'The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG configuration directory]' -r -F
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -s q -l quiet -d 'Print only the essential, such as an id'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -s v -l verbose -d 'Say on stderr what is being done'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -s h -l help -d 'Print help'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand completions" -s V -l version -d 'Print version'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "cycle" -d 'Run cycles, or move them step by step'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "msg" -d 'Send, receive and look at messages'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "state" -d 'Write and read the shared state of a cycle'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "halt" -d 'Stop cycles at once, see what is stopped, and lift a halt'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "health" -d 'Show the health of every agent, or report on one\'s own'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "status" -d 'Is everything all right, and what to do next; exit 10 when halted, 6 when something else is wrong'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "watch" -d 'Watch everything at a terminal, and halt it from there'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "metrics" -d 'Print metrics for a textfile collector, whatever the format; always exit 0'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "mode" -d 'Show the mode, or set it'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "agent" -d 'List the agents, or add one'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "audit" -d 'Look at the audit log and verify it'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "db" -d 'Look at the database file, prune it, back it up, check it'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "doctor" -d 'Check that everything is in place: the database, its permissions, the configuration, every agent; exit 6 when something is not'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "config" -d 'Show the configuration that is in force'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "man" -d 'Write the manual pages into a folder'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "completions" -d 'Print the completions for a shell'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and not __fish_seen_subcommand_from cycle msg state halt health status watch metrics mode agent audit db doctor config man completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "run" -d 'Run a whole cycle: analyse, validate, execute, monitor'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "resume" -d 'Go on with a cycle that nobody runs any more, or that was approved'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "recover" -d 'Find the cycles whose process died, and fail those that cannot go on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "approve" -d 'Approve what a cycle waits with; `cycle resume` then goes on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "reject" -d 'End a cycle that waits for approval'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "replay" -d 'Run a cycle again on what its agents answered, and compare'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "start" -d 'Start a cycle that is moved step by step'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "advance" -d 'Move a cycle on to its next phase'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "complete" -d 'End a cycle as intended'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "fail" -d 'End a cycle with an error'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "list" -d 'List cycles, the newest first'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from cycle" -f -a "show" -d 'Show one cycle; without an id the active ones, or idle'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "send" -d 'Send a message to an agent, or to all; or many, from a file'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "request" -d 'Send a message to one agent, and wait for its answer'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "recv" -d 'Claim messages, in the order of their priority'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "ack" -d 'Mark messages as processed'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "nack" -d 'Give a message back, to be delivered again'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "extend" -d 'Keep a message for longer'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "reply" -d 'Answer a message, and mark it as processed'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "requeue" -d 'Queue a dead message again'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "list" -d 'List messages, the newest first'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "show" -d 'Show one message'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from msg" -f -a "trace" -d 'Show the whole exchange of a message, as a tree'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "write" -d 'Write the next version of a value'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "read" -d 'Print the newest version of a value'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "list" -d 'List the newest version of every value'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "history" -d 'List every version, in the order of writing'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "list" -d 'List the agents and their authority levels'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "add" -d 'Add an agent at authority level 1'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "enroll" -d 'Give an agent a token, which is printed once; from then on nobody acts as that agent without it'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from agent" -f -a "revoke" -d 'Take back the token of an agent: nobody acts as it until it is enrolled again'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "log" -d 'Show the latest events, in the order in which they happened'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "verify" -d 'Check that no event was changed, removed or moved'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "head" -d 'Print the head of the log, to keep elsewhere'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from db" -f -a "status" -d 'Show what stands in the database, and how large it is'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from db" -f -a "prune" -d 'Delete what is over and old: whole exchanges of messages, and ended cycles with all that belongs to them; the audit log stays, and the file keeps its size for what comes'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from db" -f -a "limits" -d 'Show the limits of the message bus, or set them for everyone who uses the database'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from db" -f -a "backup" -d 'Copy the database to a new file, while others go on'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from db" -f -a "check" -d 'Check that every page, reference and event of the audit log holds; exit 65 when one does not'
complete -c flowrex-coord -n "__fish_flowrex_coord_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Show every setting, its value, and where that comes from'
