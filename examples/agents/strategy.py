#!/usr/bin/env python3
"""An example strategy agent: signals from a cross of two moving averages.

It shows how a program of your own becomes the strategy agent: it is started
once per command, reads one JSON object from stdin, prints one JSON answer to
stdout, and exits. Replace `analyse`; the rest can stay.

It is no trading advice: two averages over made-up candles know nothing about
any market.

The candles of SYMBOL are read from SYMBOL.csv (a slash in the symbol is an
underscore in the name of the file) in the folder $CANDLES, or else in the
folder `candles` beside this script.
"""

import csv
import json
import math
import os
import sys
from pathlib import Path
from statistics import fmean

FAST = 10
SLOW = 30
DIGITS = 5


class CannotAnswer(Exception):
    """Why there is no signal, in words for people."""


def analyse(command):
    """The answer to a command; raises CannotAnswer."""
    symbol = command["symbol"]
    strategies = command["inputs"].get("strategies") or ["ma-cross"]

    closes = read_closes(symbol)
    if len(closes) < SLOW:
        raise CannotAnswer(f"{symbol} has {len(closes)} candles; at least {SLOW} are needed")
    fast = round(fmean(closes[-FAST:]), DIGITS)
    slow = round(fmean(closes[-SLOW:]), DIGITS)
    signal = "buy" if fast > slow else "sell" if fast < slow else "flat"

    # All strategies are the same here. Yours would each have a signal of its own.
    return {
        "status": "ok",
        "data": {
            "signals": [{"strategy": name, "signal": signal} for name in strategies],
            "fast": fast,
            "slow": slow,
            "close": closes[-1],
            "candles": len(closes),
        },
        "message": f"{symbol}: {signal}, the fast average is {fast} and the slow one {slow}",
    }


def read_closes(symbol):
    """The closing prices, oldest first; raises CannotAnswer."""
    folder = os.environ.get("CANDLES") or Path(__file__).resolve().parent / "candles"
    # Without its slashes, a symbol cannot name a file in another folder.
    path = Path(folder) / (symbol.replace("/", "_") + ".csv")
    try:
        with path.open(newline="", encoding="utf-8") as file:
            closes = [float(row["close"]) for row in csv.DictReader(file)]
    except FileNotFoundError:
        raise CannotAnswer(f"no candles for {symbol}: there is no file {path}") from None
    except (OSError, csv.Error, KeyError, TypeError, ValueError) as error:
        raise CannotAnswer(f"the candles in {path} cannot be read: {error!r}") from None
    if not all(math.isfinite(close) and close > 0 for close in closes):
        raise CannotAnswer(f"the candles in {path} hold a price that is none")
    return closes


def main():
    try:
        answer = analyse(json.loads(sys.stdin.buffer.readline()))
    except CannotAnswer as problem:
        answer = {"status": "error", "data": {}, "message": str(problem)}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        answer = {"status": "error", "data": {}, "message": f"not a command: {error!r}"}
    print(json.dumps(answer, separators=(",", ":")))


if __name__ == "__main__":
    main()
