#!/usr/bin/env bash
# Commands on a database of 1,000,000 messages of every status, 20,000 cycles and
# 1,000,000 events: the time (median, of ROUNDS) and the resident memory of each, and the
# share of a core that `watch` takes at ten commits a second.
#
#   benches/scale.sh            builds the program and the database, which takes a minute
#   DB=FILE benches/scale.sh    keeps the database there, and uses it where it exists
#   FC=PROGRAM benches/scale.sh measures this program; one of a newer schema migrates DB
#
# `ROWS=100000` for fewer messages. Needs Python, GNU time and tmux.
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

if [ ! -e "$FLOWREX_DB" ]; then
    begun=$(date +%s)
    "$fc" db limits --max-pending 100000000 -q >/dev/null 2>&1
    python3 benches/scale.py "$FLOWREX_DB" "$rows"
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
