#!/usr/bin/env bash
# A whole cycle by hand: what `flowrex-coord cycle run` does, one operation at a
# time, with each agent played by the shell. Needs `flowrex-coord` on the PATH.
set -euo pipefail

fc() { flowrex-coord -q "$@"; }

# One phase of work: command the agent, do its work, answer, record the answer.
phase() { # AGENT PHASE SUBJECT RESULT
    echo "$2"
    play "$@" >/dev/null
}

play() {
    local agent=$1 phase=$2 subject=$3 result=$4
    fc cycle advance "$cycle" --to "$phase"
    local command
    command=$(fc msg send --to "$agent" --type command --priority high --ttl 2m \
        --cycle "$cycle" --subject "$subject" --payload "{\"cycle_id\":\"$cycle\"}")
    fc msg recv --agent "$agent" --type command --limit 1
    fc state write --agent "$agent" --cycle "$cycle" --key "${agent}_result" --value "$result"
    fc health beat --agent "$agent" --response-ms 12
    fc health success --agent "$agent"
    local answer
    answer=$(fc msg reply "$command" --as "$agent" --payload "$result")
    fc msg ack "$answer"
}

cycle=$(fc cycle start --symbol EURUSD --strategy trend --strategy carry)
echo "started $cycle"

phase strategy strategy_analysis "Analyze market and select strategies" \
    '{"status":"ok","data":{"signals":[{"strategy":"trend","signal":"flat"}]}}'
phase risk risk_validation "Validate signals and calculate position sizes" \
    '{"status":"ok","data":{"drawdown":0.0}}'
phase execution execution "Execute validated trades" \
    '{"status":"ok","data":{"outcome":"proposed","orders":[]}}'

fc cycle advance "$cycle" --to monitoring >/dev/null
fc cycle complete "$cycle" --result '{"orders":0}' >/dev/null
flowrex-coord state list --cycle "$cycle"
flowrex-coord cycle show "$cycle"
flowrex-coord audit verify
