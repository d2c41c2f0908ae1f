#!/usr/bin/env bash
# Whole processes against the sqlite3 command line, and against a bare program on
# rusqlite (bare.rs), doing one plain durable insert or a select into a file of the
# same schema: prints medians, and the medians of the ratios of each round, in which
# all take turns. Absolute times mean little on a shared machine; the ratios are what
# counts. `ROUNDS=1000 benches/compare.sh` for more of them. Needs sqlite3.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v sqlite3 >/dev/null || { echo "sqlite3 is not installed" >&2; exit 1; }
cargo build --release --locked --bins --examples
rounds=${ROUNDS:-300}
built=${CARGO_TARGET_DIR:-target}/release
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# As an installed program lies on the disk, like the one it is compared with: what
# the linker has just written is scattered over the page cache and starts slower.
cp "$built/flowrex-coord" "$built/examples/bare" "$built/examples/turns" "$folder"
fc=$folder/flowrex-coord

export FLOWREX_DB=$folder/ours.db
cycle=$("$fc" cycle start --symbol EURUSD -q 2>/dev/null)
# A message to acknowledge for every round, and for those that warm up.
for ((i = 0; i < rounds + 20; i++)); do
    "$fc" msg send --to risk --subject x -q >/dev/null
done
"$fc" msg recv --as risk --limit $((rounds + 20)) --lease 1h -q >/dev/null
for other in plain bare left; do
    sqlite3 "$FLOWREX_DB" "vacuum into '$folder/$other.db'"
    sqlite3 "$folder/$other.db" "pragma journal_mode = wal" >/dev/null
done
cat >"$folder/insert.sql" <<'SQL'
PRAGMA synchronous = FULL;
INSERT INTO agent_messages
    (from_agent, to_agent, message_type, priority, subject, payload, correlation_id, sent_at)
VALUES ('supervisor', 'risk', 'event', 2, 'x', '{}', 'c', 1);
SQL

names=(-) commands=()
turn() { # NAME COMMAND
    names+=("$1") commands+=("$2")
}
turn "sqlite3: insert" "sqlite3 -init /dev/null $folder/plain.db '.read $folder/insert.sql'"
turn "rusqlite: insert" "$folder/bare $folder/bare.db"
turn "rusqlite: insert, log left" "$folder/bare $folder/left.db 64"
turn "msg send" "$fc msg send --to risk --subject x"
turn "msg ack" "$fc msg ack {} --as risk"
turn "state write" "$fc state write --cycle $cycle --key strategy_x --value 1"
turn "sqlite3: select" "sqlite3 -init /dev/null $folder/plain.db 'SELECT count(*) FROM agents'"
turn "health" "$fc health"
turn "msg list" "$fc msg list --limit 10"
turn "cycle run" "$fc cycle run --symbol GBPUSD"
"$folder/turns" "$rounds" "${commands[@]}" >"$folder/rounds"

median() { # AN EXPRESSION OF AWK
    awk "{ print $1 }" "$folder/rounds" | sort -n |
        awk '{ all[NR] = $1 } END { printf "%.2f", all[int((NR + 1) / 2)] }'
}
declare -A column
for ((i = 1; i < ${#names[@]}; i++)); do
    column[${names[i]}]=\$$i
    echo "${names[i]}: $(median "\$$i") ms"
done
echo
ratio() { # NAME OF WHAT: TARGET
    echo "$1 / $2: $(median "${column[$1]} / ${column[$2]}")${3:+ (at most $3)}"
}
for write in "msg send" "msg ack" "state write"; do
    ratio "$write" "sqlite3: insert" 0.75
    ratio "$write" "rusqlite: insert" 1.5
    ratio "$write" "rusqlite: insert, log left" ""
done
ratio "health" "sqlite3: select" 1.0
ratio "msg list" "sqlite3: select" 1.0
ratio "cycle run" "msg send" 5

lines=9000
seq "$lines" | sed 's/.*/{"to":"execution","subject":"tick","payload":{"bid":1.17262}}/' >"$folder/batch"
begun=$(date +%s%N)
"$fc" msg send --batch "$folder/batch" >/dev/null
echo "msg send --batch of $lines: $((lines * 1000000000 / ($(date +%s%N) - begun))) messages a second (at least 100000)"
