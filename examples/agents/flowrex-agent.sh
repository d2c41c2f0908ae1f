#!/bin/sh
# What an agent with a user id of its own may do as the user who owns the database.
# Install it as /usr/local/bin/flowrex-agent, owned by root; see SECURITY.md.
#
# The database is named here and nowhere else, only the verbs of an agent pass, and no
# word does that would have the program read or write another file of its owner.
set -eu
PATH=/usr/local/bin:/usr/bin:/bin
database=/var/lib/flowrex/coord.db

refuse() {
    echo "flowrex-agent: not for agents: $1" >&2
    exit 8
}
case ${1:-nothing} in
msg | state | health | halt) ;;
*) refuse "${1:-nothing}" ;;
esac
for word; do
    case $word in
    --batch=-) ;;
    --db* | --config* | --token-file* | --batch* | @* | *=@*) refuse "$word" ;;
    esac
done
unset FLOWREX_DB FLOWREX_CONFIG
exec flowrex-coord --db "$database" "$@"
