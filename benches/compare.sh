#!/usr/bin/env bash
# Whole processes against the sqlite3 command line doing one plain durable insert
# into a file of the same schema, all in one run: prints medians and ratios.
# Absolute times mean little on a shared machine; the ratios are what counts.
# Needs hyperfine, sqlite3 and jq.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in hyperfine sqlite3 jq; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 1; }
done

cargo build --release --locked
runs=${RUNS:-300}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# As an installed program lies on the disk, like the one it is compared with: what
# the linker has just written is scattered over the page cache and starts slower.
fc=$folder/flowrex-coord
cp target/release/flowrex-coord "$fc"

export FLOWREX_DB=$folder/ours.db
"$fc" mode -q 2>/dev/null >/dev/null
sqlite3 "$FLOWREX_DB" "vacuum into '$folder/plain.db'"
sqlite3 "$folder/plain.db" "pragma journal_mode = wal" >/dev/null
cat >"$folder/insert.sql" <<'SQL'
PRAGMA synchronous = FULL;
INSERT INTO agent_messages
    (from_agent, to_agent, message_type, priority, subject, payload, correlation_id, sent_at)
VALUES ('supervisor', 'risk', 'event', 2, 'x', '{}', 'c', 1);
SQL

hyperfine -N --warmup 20 --runs "$runs" --export-json "$folder/result.json" \
    -n "sqlite3: insert" "sqlite3 -init /dev/null $folder/plain.db \".read $folder/insert.sql\"" \
    -n "sqlite3: select" "sqlite3 -init /dev/null $folder/plain.db \"SELECT count(*) FROM agents\"" \
    -n "msg send" "$fc msg send --to risk --subject x" \
    -n "health" "$fc health" \
    -n "msg list" "$fc msg list --limit 10" \
    -n "cycle run" "$fc cycle run --symbol EURUSD" \
    >/dev/null

jq -r '
    (.results | map({(.command): (.median * 1000)}) | add) as $ms
    | def line($a; $b; $target): "\($a) / \($b): \($ms[$a] / $ms[$b] * 100 | round / 100)  (\($target))";
    (.results[] | "\(.command): \(.median * 100000 | round / 100) ms"),
    "",
    line("msg send"; "sqlite3: insert"; "at most 0.9"),
    line("health"; "sqlite3: select"; "at most 1.0"),
    line("msg list"; "sqlite3: select"; "at most 1.0"),
    line("cycle run"; "msg send"; "at most 5")
' "$folder/result.json"
