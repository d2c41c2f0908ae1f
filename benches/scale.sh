#!/usr/bin/env bash
# Commands on a database of 1,000,000 messages of every status, 20,000 cycles and
# 1,000,000 events: the time (median, of ROUNDS) and the resident memory of each, and the
# share of a core that `watch` takes at ten commits a second.
#
#   benches/scale.sh            builds the program and the database, which takes minutes
#   DB=FILE benches/scale.sh    keeps the database there, and uses it where it exists
#   FC=PROGRAM benches/scale.sh measures this program; one of a newer schema migrates DB
#
# `ROWS=100000` for fewer messages. Needs sqlite3, GNU time and tmux.
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${ROWS:-1000000} rounds=${ROUNDS:-9}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -z "${FC:-}" ]; then
    cargo build --release --locked --bins
    FC=${CARGO_TARGET_DIR:-target}/release/flowrex-coord
fi
cp "$FC" "$folder/flowrex-coord"
fc=$folder/flowrex-coord
export FLOWREX_DB=${DB:-$folder/scale.db}

fill() {
    "$fc" db limits --max-pending 100000000 -q >/dev/null 2>&1
    # Each message through the program, so that its log tells of it; an ack for each, so
    # that there are as many events.
    awk -v rows="$rows" 'BEGIN {
        split("risk strategy execution", to); split("event request", type)
        split("critical high normal low", priority)
        for (i = 0; i < rows; i++)
            printf "{\"to\":\"%s\",\"subject\":\"tick\",\"type\":\"%s\",\"priority\":\"%s\",\"ttl\":\"1d\",\"payload\":{\"symbol\":\"EURUSD\",\"bid\":1.17262}}\n",
                to[i % 3 + 1], type[i % 2 + 1], priority[i % 4 + 1]
    }' | "$fc" msg send --batch - -q >/dev/null
    for agent in risk strategy execution; do
        while [ "$("$fc" msg recv --agent "$agent" --ack --limit 10000 -q 2>/dev/null | wc -l)" -gt 0 ]; do :; done
    done
    # What stands otherwise than processed, and the cycles, are put in by hand.
    local now
    now=$(date +%s%3N)
    sqlite3 "$FLOWREX_DB" "
        UPDATE agent_messages SET processed_at = NULL, lease_until = NULL, deliveries = 0,
            status = CASE id % 10 WHEN 0 THEN 'pending' WHEN 1 THEN 'pending'
                                  WHEN 2 THEN 'expired' WHEN 3 THEN 'dead' END
        WHERE id % 10 < 4;
        UPDATE agent_messages SET processed_at = NULL, status = 'claimed', deliveries = 1,
            lease_until = $now + 86400000
        WHERE id % 10 = 4;
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO coordination_state (cycle_id, symbol, mode, phase, cycle_started_at,
            cycle_completed_at, cycle_result, errors)
        SELECT 'cycle_20260301_120000_' || printf('%08x', i), 'EURUSD', 'guide',
            iif(i % 5 = 0, 'failed', 'completed'), $now - 20000 + i, $now - 20000 + i,
            json_object('success', i % 5 <> 0, 'phases_completed', json_array('strategy', 'risk'),
                'strategy_result', json_object('signals', json_array(i, i, i, i))),
            iif(i % 5 = 0, '[\"risk rejected: the drawdown is too high\"]', NULL)
        FROM n;
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000),
            p (step, phase) AS (VALUES (1, 'initializing'), (2, 'strategy_analysis'),
                (3, 'risk_validation'), (4, 'execution'), (5, 'monitoring'), (6, 'completed'))
        INSERT INTO cycle_phases (cycle_id, step, phase, entered_at, left_at)
        SELECT 'cycle_20260301_120000_' || printf('%08x', i), step, phase, $now - 20000 + i,
            iif(step < 6, $now - 20000 + i + step * i % 70000, NULL)
        FROM n, p;"
    # Before version 7 of the schema there were no counters.
    sqlite3 "$FLOWREX_DB" "
        DELETE FROM message_counts;
        INSERT INTO message_counts (to_agent, status, priority, count, deliveries)
            SELECT to_agent, status, priority, count(*), sum(deliveries)
            FROM agent_messages GROUP BY to_agent, status, priority;
        DELETE FROM cycle_counts;
        INSERT INTO cycle_counts (phase, count)
            SELECT phase, count(*) FROM coordination_state GROUP BY phase;
        INSERT INTO phase_durations (phase, up_to, count, sum)
            SELECT phase, 120000, count(*), sum(left_at - entered_at) FROM cycle_phases
            WHERE left_at IS NOT NULL GROUP BY phase;" 2>/dev/null || true
}
if [ ! -e "$FLOWREX_DB" ]; then
    begun=$(date +%s)
    fill
    echo "built in $(($(date +%s) - begun)) s: $(du -m "$FLOWREX_DB" | cut -f1) MiB"
fi
"$fc" db status -o json | tr -d '\n' && echo

measured() { # BOUND IN MS, COMMAND
    local bound=$1 most=0 sample
    shift
    for ((i = 0; i < rounds; i++)); do
        local begun
        begun=$(date +%s%N)
        /usr/bin/time -f '%M' -o "$folder/memory" "$fc" "$@" >/dev/null 2>&1 || true
        sample=$((($(date +%s%N) - begun) / 1000))
        echo "$sample"
        tail -n 1 "$folder/memory" >>"$folder/most"
    done | sort -n >"$folder/times"
    most=$(sort -n "$folder/most" | tail -n 1)
    rm "$folder/most"
    awk -v of="$*" -v bound="$bound" -v most="$most" '{ all[NR] = $1 } END {
        printf "%8.1f ms (at most %d) %6.1f MiB (at most 16): %s\n",
            all[int((NR + 1) / 2)] / 1000, bound, most / 1024, of }' "$folder/times"
}
last=$("$fc" cycle list --limit 1 -q)
for command in "--version" "status" "metrics" "db status" "health" "halt status" "msg list" \
    "msg list --status pending" "msg list --status claimed" "msg list --status processed" \
    "msg list --status expired" "msg list --status dead" \
    "msg list --status dead --to risk" "msg list --to news" "msg list --to supervisor" \
    "msg list --from risk" "msg list --type command" "msg list --agent operator" \
    "msg list --before 500000" "msg list --after 500000" "msg list --limit 1000" \
    "msg list --limit 10000" \
    "msg show 500000" "msg trace 500000" "msg peek --agent risk" "msg send --to risk --subject x" \
    "msg recv --agent risk" "cycle list" "cycle list --phase failed" "cycle list --limit 10000" \
    "cycle list --limit 10000 -o json" "cycle show $last" "audit log" \
    "audit log --kind halt.request" "audit log --kind message.ack" "audit log --actor strategy" \
    "audit log --actor operator" "audit log --subject halt" "audit log --before 500000" \
    "audit log --limit 10000"; do
    # shellcheck disable=SC2086
    measured 50 $command
done
rounds=3
measured 2000 audit verify
measured 2000 doctor
measured 5000 db check

# Ten commits a second while `watch` is on a screen: the time that its process has taken.
session=scale-$$
tmux -L "$session" -f /dev/null new-session -d -x 120 -y 40 "$fc watch"
trap 'tmux -L "$session" kill-server 2>/dev/null || true; rm -rf "$folder"' EXIT
sleep 2
watcher=$(pgrep -f "^$fc watch")
ticks() { awk '{ print $14 + $15 }' "/proc/$watcher/stat"; }
share() { # WHAT: over ten seconds
    local before begun spent
    before=$(ticks) begun=$(date +%s%N)
    while (($(date +%s%N) - begun < 10000000000)); do
        if [ "$1" = busy ]; then
            "$fc" msg send --to supervisor --subject x -q >/dev/null
        fi
        sleep 0.09
    done
    spent=$(($(ticks) - before))
    awk -v of="$1" -v spent="$spent" -v hertz="$(getconf CLK_TCK)" \
        -v took="$((($(date +%s%N) - begun) / 1000000))" \
        'BEGIN { printf "watch, %s: %.1f %% of a core (at most 5)\n", of, 100000 * spent / hertz / took }'
}
share busy
share idle
