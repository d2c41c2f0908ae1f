#!/usr/bin/env bash
# How long a halt takes to kill: from the start of the `halt` command to the death
# of the running agent and of all it has started. Runs `halt drill` over and over,
# and prints the median, the 99th percentile and the worst, in milliseconds.
# `LOAD=2 benches/halt.sh` keeps so many processors busy meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release --locked
rounds=${ROUNDS:-200}
folder=$(mktemp -d)
busy=()
trap 'kill "${busy[@]}" 2>/dev/null; rm -rf "$folder"' EXIT
fc=$folder/flowrex-coord
cp target/release/flowrex-coord "$fc"
export FLOWREX_DB=$folder/coord.db
"$fc" db init -q >/dev/null 2>&1

for ((i = 0; i < ${LOAD:-0}; i++)); do
    (while :; do :; done) &
    busy+=($!)
done

for ((i = 0; i < rounds; i++)); do
    "$fc" halt drill -q
done | sort -n | awk '
    { ms[NR] = $1 }
    END {
        at99 = int(NR * 0.99); if (at99 < NR * 0.99) at99++
        printf "rounds %d: p50 %.1f ms, p99 %.1f ms (at most 50), worst %.1f ms\n",
            NR, ms[int((NR + 1) / 2)], ms[at99], ms[NR]
    }'
