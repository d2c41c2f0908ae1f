#!/bin/sh
# An example execution agent, in POSIX sh: proposes the order that risk has
# sized, or "places" it by adding a line to a file, once per cycle.
#
# It is started once per command, reads one JSON object from stdin, prints one
# JSON answer to stdout, and exits. Replace `place` by a call to your broker,
# and `is_placed` by a question to it.
#
# It is no trading advice, and reaches no broker. The orders go to $ORDERS
# (orders.csv in the current folder): cycle_id,symbol,side,size,placed_at.
set -u
LC_ALL=C
export LC_ALL

orders=${ORDERS:-orders.csv}
case $orders in
/*) ;;
*) orders=./$orders ;;
esac

answer() { # STATUS DATA MESSAGE: prints the answer, and ends
    printf '{"status":"%s","data":%s,"message":"%s"}\n' "$1" "$2" "$3"
    exit 0
}

fail() { # MESSAGE
    answer error '{}' "$1"
}

# Reading JSON with sed is safe only for what is known to have one form. The
# fields of the program itself have: they stand at the beginning of the line,
# before "inputs", without blanks, and hold neither quotes nor backslashes. So
# the line is cut at the first "inputs", and nothing that an agent or a user
# wrote can be mistaken for one of them.
head_field() { # NAME
    printf '%s\n' "$head" | sed -n "s/.*[{,]\"$1\":\"\([^\"]*\)\".*/\1/p"
}

# In what risk answered, keys are found as "NAME":, which no text can hold:
# within a text, a quote has a backslash before it. And risk.py, with which
# this agent goes, has each key once. For other agents, use a JSON parser.
risk_field() { # NAME PATTERN
    printf '%s\n' "$risk" | sed -n "s/.*[{,]\"$1\":$2[,}].*/\1/p"
}

is_placed() {
    grep -q "^$cycle_id,$symbol," "$orders" 2>/dev/null
}

place() { # a single write, so that lines of several cycles do not mix
    printf '%s,%s,%s,%s,%s\n' "$cycle_id" "$symbol" "$signal" "$size" \
        "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >>"$orders"
}

# What is asked?
IFS= read -r line || [ -n "${line:-}" ] || fail 'there is no command'
case $line in
*'"inputs":'*) head=${line%%'"inputs":'*} ;;
*) fail 'not a command: it has no inputs' ;;
esac
cycle_id=$(head_field cycle_id)
symbol=$(head_field symbol)
task=$(head_field task)
case $cycle_id in
'' | *[!a-z0-9_]*) fail 'not a command: it has no cycle id' ;;
esac
case $symbol in
'' | *[!A-Z0-9._/-]*) fail 'not a command: it has no symbol' ;;
esac

# Which order? If there is more than one "risk_result", somebody made a false one.
case $line in
*'"risk_result":'*'"risk_result":'*) fail 'there is more than one answer of risk' ;;
*'"risk_result":'*) ;;
*) fail 'there is no answer of risk' ;;
esac
risk=$(printf '%s\n' "$line" | sed 's/.*"risk_result"://')
risk=${risk%%'"strategy_result":'*}
signal=$(risk_field signal '"\([a-z]*\)"')
size=$(risk_field position_size '\([0-9]*\)')
case $signal/$size in
flat/*) order= ;;
buy/[1-9]* | sell/[1-9]*)
    order="{\"symbol\":\"$symbol\",\"side\":\"$signal\",\"size\":$size}"
    ;;
*) fail 'risk named no order: this agent goes with risk.py' ;;
esac

# Do no more than the task.
case $task in
propose)
    answer ok "{\"outcome\":\"proposed\",\"orders\":[$order]}" \
        "proposed: $signal ${order:+$size }$symbol"
    ;;
execute) ;;
*) fail 'not a command: the task is neither propose nor execute' ;;
esac
[ -n "$order" ] || answer ok '{"outcome":"executed","orders":[]}' "flat: no order for $symbol"

# At most one order per cycle, also if this is called again, or twice at once,
# or killed in between: only who makes the folder of the cycle may place it, and
# the folder is on the disk before the order is out.
claims=$orders.claims
[ -d "$claims" ] || mkdir "$claims" 2>/dev/null
if mkdir "$claims/$cycle_id" 2>/dev/null; then
    sync
    is_placed || place || fail 'the order could not be written: see whether it was placed'
elif [ ! -d "$claims/$cycle_id" ]; then
    echo "cannot make $claims/$cycle_id" >&2
    fail 'the orders cannot be written: nothing was placed'
fi

# Another call may be placing it just now. One that was killed never will, and
# whether it had placed the order is for people to find out: never try again.
tries=0
until is_placed; do
    tries=$((tries + 1))
    if [ "$tries" -gt 5 ]; then
        echo "no order of $cycle_id in $orders, but $claims/$cycle_id is there" >&2
        fail 'an earlier call began with this order and did not end: see whether it was placed'
    fi
    sleep 1
done
sync
answer ok "{\"outcome\":\"executed\",\"orders\":[$order]}" "executed: $signal $size $symbol"
