#!/usr/bin/env bash
# How large a log may be left to the next command (WAL_LEFT_AT_CLOSE): builds the
# program with several limits, lets them send in turn, each send a process of its own,
# and prints what a send costs and how large the log and the file become.
# `PAGES="16 64" SENDS=1000 benches/wal.sh` for other limits and fewer sends.
set -euo pipefail
cd "$(dirname "$0")/.."

read -ra limits <<<"${PAGES:-16 64 256 1000}"
sends=${SENDS:-10000}
target=${CARGO_TARGET_DIR:-$PWD/target}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cargo build --release --locked --example turns
cp "$target/release/examples/turns" "$folder"
mkdir "$folder/source"
cp -r .cargo Cargo.toml Cargo.lock benches build.rs migrations src vendor "$folder/source"
cd "$folder/source"
line='const WAL_LEFT_AT_CLOSE: u64 ='
commands=()
for pages in "${limits[@]}"; do
    sed -i "s/^$line .*/$line $pages * 4096;/" src/store/engine/sqlite/connection.rs
    grep -q "^$line $pages \* 4096;" src/store/engine/sqlite/connection.rs
    CARGO_TARGET_DIR=$target/wal cargo build --release --locked
    cp "$target/wal/release/flowrex-coord" "$folder/fc-$pages"
    commands+=("$folder/fc-$pages --db $folder/$pages.db msg send --to risk --subject x")
    "$folder/fc-$pages" --db "$folder/$pages.db" db limits --max-pending 1000000 -q >/dev/null 2>&1
done

size() { # FILE, in KiB
    echo $(($(stat -c %s "$1" 2>/dev/null || echo 0) / 1024))
}
declare -A largest
for ((sent = 0; sent < sends; sent += 100)); do
    # Twenty more, to warm up, are not counted.
    "$folder/turns" 80 "${commands[@]}" >>"$folder/rounds"
    for pages in "${limits[@]}"; do
        log=$(size "$folder/$pages.db-wal")
        ((log <= ${largest[$pages]:-0})) || largest[$pages]=$log
    done
done

echo "limit (pages) | ms per send: mean, median, p99 | log: most, at the end (KiB) | file (KiB)"
for ((i = 0; i < ${#limits[@]}; i++)); do
    pages=${limits[i]}
    times=$(awk "{ print \$$((i + 1)) }" "$folder/rounds" | sort -n | awk '
        { all[NR] = $1; sum += $1 }
        END { printf "%.3f, %.3f, %.3f", sum / NR, all[int((NR + 1) / 2)], all[int(NR * 0.99)] }')
    echo "$pages | $times | ${largest[$pages]:-0}, $(size "$folder/$pages.db-wal") | $(size "$folder/$pages.db")"
done
