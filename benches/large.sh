#!/usr/bin/env bash
# Commands on a database of 1,000,000 messages, against the same on one that is empty:
# the ratio of `msg recv` for each status in which the messages may stand, and the
# resident memory of what people look with. `ROWS=100000 benches/large.sh` for fewer.
# Needs sqlite3 and GNU time.
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${ROWS:-1000000} rounds=${ROUNDS:-100}
cargo build --release --locked --bins --example turns
built=${CARGO_TARGET_DIR:-target}/release
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$built/flowrex-coord" "$built/examples/turns" "$folder"
fc=$folder/flowrex-coord

ready() { # NAME: what a recv finds first, for each round, on the database of that name
    for ((i = 0; i < rounds + 20; i++)); do
        echo '{"to":"risk","subject":"x","priority":"critical"}'
    done | "$fc" --db "$folder/$1.db" msg send --batch - >/dev/null
}
"$fc" --db "$folder/empty.db" db init -q >/dev/null 2>&1
"$fc" --db "$folder/large.db" db limits --max-pending 100000000 -q >/dev/null 2>&1
sqlite3 "$folder/large.db" "
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $rows)
    INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject, payload,
        correlation_id, sent_at)
    SELECT 'supervisor', 'risk', 'event', 2, 'tick', '{\"bid\":1.17262}', 'c' || i, 1763900000000
    FROM n"

stand() { # NAME, WHAT TO SET
    sqlite3 "$folder/large.db" "UPDATE agent_messages SET $2 WHERE subject = 'tick'"
    ready empty && ready large
    local recv="msg recv --agent risk --limit 1 --lease 1h -q"
    "$folder/turns" "$rounds" "$fc --db $folder/large.db $recv" "$fc --db $folder/empty.db $recv" |
        awk '{ print $1 / $2 }' | sort -n |
        awk -v of="msg recv among $rows $1 / in an empty table" \
            '{ all[NR] = $1 } END { printf "%s: %.2f (at most 1.2)\n", of, all[int((NR + 1) / 2)] }'
}
stand pending "status = 'pending'"
# Of the messages that were put in by hand the audit log knows nothing.
"$fc" --db "$folder/large.db" db check -q || [ $? = 65 ]

memory() { # COMMAND
    { /usr/bin/time -f %M "$fc" --db "$folder/large.db" "$@" 2>&1 >/dev/null || true; } |
        awk -v of="$*" 'END { printf "%.1f MiB: %s (at most 16)\n", $1 / 1024, of }'
}
memory msg send --to strategy --subject x
memory msg recv --agent risk --limit 1
memory msg list
memory msg list --status dead
memory db status
memory db check
memory audit verify
memory db prune --older-than 1h

stand processed "status = 'processed', lease_until = NULL, processed_at = 1"
stand dead "status = 'dead', processed_at = NULL"
stand expired "status = 'expired'"
stand "in flight" "status = 'claimed', lease_until = 9000000000000"
