#!/usr/bin/env python3
"""An example of an agent that runs by itself: the risk agent, on the bus.

Nobody starts it per command. It waits for messages with `flowrex-coord msg
recv`, answers commands with `msg reply`, and says that it is alive with `health
beat`, until it is ended by SIGTERM or SIGINT (Ctrl-C). What it decides is in
risk.py. It may be killed at any moment: what it has not answered is delivered
again.

It is no trading advice: see risk.py.

The program it calls is $FLOWREX_COORD, or else `flowrex-coord` on the path;
$FLOWREX_DB names the database, as for every other use of it.
"""

import json
import os
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # the import leaves no __pycache__ here

from risk import assess  # noqa: E402

AGENT = "risk"
COORD = os.environ.get("FLOWREX_COORD") or "flowrex-coord"

# Exit codes of flowrex-coord.
DONE, NOTHING_CAME, HALTED, BUSY = 0, 5, 10, 75

stopping = False
receiver = None


def main():
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        tell("health", "beat", "--agent", AGENT)
        for message in receive():
            handle(message)
    say("stopped")


def stop(_number, _frame):
    """Ends the waiting; what was received already is still answered."""
    global stopping
    stopping = True
    if receiver is not None:
        receiver.terminate()


def receive():
    """Waits for the next message: a list of one, or of none."""
    global receiver
    words = ["msg", "recv", "--agent", AGENT, "--wait", "30s", "--limit", "1", "-o", "json"]
    receiver = subprocess.Popen(
        [COORD, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,  # Ctrl-C is for this process to handle
    )
    if stopping:  # asked while it was being started
        receiver.terminate()
    out, errors = receiver.communicate()

    code = receiver.returncode
    if code == DONE:
        return json.loads(out)
    if code == NOTHING_CAME or stopping:
        return []
    sys.stderr.write(errors)
    if code in (HALTED, BUSY):
        time.sleep(1)
        return []
    sys.exit(f"{AGENT}: cannot receive: exit code {code}")


def handle(message):
    """Does what a message asks for, and settles it."""
    kind, payload = message["message_type"], message["payload"]
    if kind == "command":
        answer = assess(payload)
        say(f"command {message['id']}: {answer['status']}: {answer['message']}")
        reply(message, answer)
    elif kind == "request":
        reply(message, {"message": f"sorry, {AGENT} answers nothing but commands"})
    else:
        if kind == "halt":
            # Nothing to undo here: an answer takes no time. An agent with work
            # under way would stop it now, and ack when it stands still.
            say(f"halt: {payload.get('scope')}: {payload.get('reason')}")
        settle("ack", message)


def reply(message, payload):
    """Answers a message."""
    settle("reply", message, "--payload", "-", stdin=json.dumps(payload))


def settle(verb, message, *words, stdin=""):
    """Acks or answers a message. If it came too late for that, so be it."""
    claim = ["--as", AGENT, "--claim", str(message["claim"])]
    code = tell("msg", verb, str(message["id"]), *claim, *words, stdin=stdin)
    if code != DONE:
        say(f"the {verb} to message {message['id']} was refused: exit code {code}")


def tell(*words, stdin=""):
    """Runs flowrex-coord to its end, also if this process is asked to stop
    meanwhile. Its errors go to stderr; returns its exit code."""
    return subprocess.run(
        [COORD, *words, "-q"],
        input=stdin,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
        check=False,
    ).returncode


def say(text):
    """Says something to whoever watches the agent."""
    print(f"{AGENT}: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"{AGENT}: cannot run {COORD}: {error}")
