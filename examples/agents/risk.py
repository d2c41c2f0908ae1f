#!/usr/bin/env python3
"""An example risk agent: a limit on the drawdown, and a position size.

It is started once per command, reads one JSON object from stdin, prints one
JSON answer to stdout, and exits. The decision is the function `assess`, which
mailbox.py uses too. Replace `validate`; the rest can stay.

It is no trading advice: the limits are round numbers, and prices are taken to
be in the currency of the account.

Money is reckoned in decimal, so that a drawdown of exactly 20% is exactly 20%.
"""

import json
import sys
from decimal import ROUND_FLOOR, Decimal

MAX_DRAWDOWN = Decimal("0.20")  # of the peak balance; just this much is allowed
RISK_PER_TRADE = Decimal("0.01")  # of the account balance
STOP_DISTANCE = Decimal("0.005")  # of the price


def assess(command):
    """The answer to a command, whatever the command looks like."""
    try:
        return validate(command)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        # What cannot be checked is not passed.
        return {"status": "error", "data": {}, "message": f"cannot be assessed: {error!r}"}


def validate(command):
    """The answer to a command that holds all that is needed."""
    balance = number(command["inputs"]["account_balance"])
    peak = number(command["inputs"]["peak_balance"])
    drawdown = (peak - balance) / peak if peak > 0 else Decimal(0)
    data = {
        "drawdown": float(drawdown),
        "limit": float(MAX_DRAWDOWN),
        "position_size": 0,
        "signal": "flat",
    }

    def answer(status, message):
        return {"status": status, "data": data, "message": message}

    if drawdown > MAX_DRAWDOWN:
        return answer(
            "rejected", f"drawdown {drawdown:.2%} is beyond the limit of {MAX_DRAWDOWN:.0%}"
        )

    strategy = command.get("results", {}).get("strategy_result")
    if not strategy or strategy["status"] != "ok":
        return answer("rejected", "there is no answer of strategy to validate")
    signal = agreed(strategy["data"]["signals"])
    if signal == "flat":
        return answer("ok", f"drawdown {drawdown:.2%} is within the limit; flat, nothing to size")

    close = number(strategy["data"]["close"])
    if close <= 0:
        raise ValueError(f"a price of {close}")
    size = (balance * RISK_PER_TRADE / (close * STOP_DISTANCE)).to_integral_value(ROUND_FLOOR)
    if size < 1:
        return answer("rejected", f"a balance of {balance} is too small for one unit at {close}")
    data["position_size"] = int(size)
    data["signal"] = signal
    return answer("ok", f"drawdown {drawdown:.2%} is within the limit; {signal} {size} at most")


def agreed(signals):
    """The signal that all strategies agree on; flat when they do not."""
    given = {entry["signal"] for entry in signals}
    unknown = given - {"buy", "sell", "flat"}
    if unknown:
        raise ValueError(f"unknown signals: {sorted(unknown)}")
    return given.pop() if len(given) == 1 else "flat"


def number(value):
    """A number of the JSON, as a decimal."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{value!r} is no number")
    result = Decimal(str(value))
    if not result.is_finite():
        raise ValueError(f"{value} is out of range")
    return result


def main():
    try:
        answer = assess(json.loads(sys.stdin.buffer.readline()))
    except ValueError as error:
        answer = {"status": "error", "data": {}, "message": f"not a command: {error}"}
    print(json.dumps(answer, separators=(",", ":")))


if __name__ == "__main__":
    main()
