#!/usr/bin/env bash
# Many processes that send at once, against one that does it all in turn: 64 with 50
# sends each. Prints the ratio of what is sent a second. None may be refused or lost.
# `SENDERS=16 SENDS=10 benches/crowd.sh` for fewer.
set -euo pipefail
cd "$(dirname "$0")/.."

senders=${SENDERS:-64} sends=${SENDS:-50}
cargo build --release --locked
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fc=$folder/flowrex-coord
cp "${CARGO_TARGET_DIR:-target}/release/flowrex-coord" "$fc"

send() { # DATABASE, HOW MANY
    for ((n = 0; n < $2; n++)); do
        "$fc" --db "$1" msg send --to risk --subject x -q >/dev/null || echo refused >>"$folder/refused"
    done
}
took() { # COMMAND
    local begun
    begun=$(date +%s%N)
    "$@"
    echo $(($(date +%s%N) - begun))
}
crowd() {
    for ((s = 0; s < senders; s++)); do
        send "$folder/crowd.db" "$sends" &
    done
    wait
}
for name in crowd turn; do
    "$fc" --db "$folder/$name.db" db init -q >/dev/null 2>&1
done
at_once=$(took crowd)
in_turn=$(took send "$folder/turn.db" $((senders * sends)))
stored=$("$fc" --db "$folder/crowd.db" db status -o json | grep -o '"pending":[0-9]*' | head -1)
echo "$senders processes with $sends sends each: $stored of $((senders * sends))," \
    "refused: $(cat "$folder/refused" 2>/dev/null | wc -l)"
awk -v a="$at_once" -v b="$in_turn" 'BEGIN {
    printf "sent a second, at once / in turn: %.2f (at least 1)\n", b / a }'
