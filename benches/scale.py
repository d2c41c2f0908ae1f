"""Fills a database that was just made with messages of every status, an event for each, and
cycles: `scale.py FILE ROWS`. Done by hand since it takes seconds so; the log tells of every
message, and its chain holds, as if the program had done it."""

import hashlib
import json
import sqlite3
import struct
import sys
import time

path, rows = sys.argv[1], int(sys.argv[2])
cycles = rows // 50
now = int(time.time() * 1000)
hour = 3_600_000
db = sqlite3.connect(path, isolation_level=None)
db.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN;")


def digest(*parts):
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(struct.pack(">Q", len(part)))
        hasher.update(part)
    return hasher


RECIPIENTS = ("risk", "strategy", "execution")
TYPES = ("event", "request")
PRIORITIES = ("critical", "high", "normal", "low")
# Ten messages: two wait, one has expired, one is dead, one is claimed, five are processed.
STATUSES = ("pending", "pending", "expired", "dead", "claimed") + ("processed",) * 5
PAYLOAD = '{"symbol":"EURUSD","bid":1.17262}'
CONTENT = digest(b"tick", PAYLOAD.encode()).hexdigest()


def messages():
    for i in range(1, rows + 1):
        status = STATUSES[i % 10]
        yield (
            i,
            "supervisor",
            RECIPIENTS[i % 3],
            TYPES[i // 10 % 2],
            i // 20 % 4,
            "tick",
            PAYLOAD,
            status,
            int(status in ("claimed", "processed")),
            now + 24 * hour if status == "claimed" else None,
            now if status == "processed" else None,
            f"{i:08x}-0000-7000-8000-{i:012x}",
            now - rows + i,
            now + 48 * hour,
        )


def events(seq, last):
    for i in range(1, rows + 1):
        seq += 1
        details = json.dumps(
            {
                "cycle": None,
                "priority": PRIORITIES[i // 20 % 4],
                "sha256": CONTENT,
                "to": RECIPIENTS[i % 3],
                "type": TYPES[i // 10 % 2],
            },
            separators=(",", ":"),
        )
        at, subject = now - rows + i, f"message {i}"
        last = digest(
            last,
            struct.pack(">Q", seq),
            struct.pack(">q", at),
            b"supervisor",
            b"message.send",
            subject.encode(),
            details.encode(),
        ).digest()
        yield seq, at, "supervisor", "message.send", subject, details, last


def cycle_id(i):
    return f"cycle_20260301_120000_{i:08x}"


def all_cycles():
    for i in range(1, cycles + 1):
        failed = i % 5 == 0
        result = {
            "success": not failed,
            "phases_completed": ["strategy", "risk"],
            "strategy_result": {"signals": [i, i + 1, i + 2], "status": "ok"},
        }
        errors = '["risk rejected: the drawdown is too high"]' if failed else None
        at = now - rows + i
        phase = "failed" if failed else "completed"
        yield cycle_id(i), "EURUSD", "guide", phase, at, at + 5, json.dumps(result), errors


PHASES = ("initializing", "strategy_analysis", "risk_validation", "execution", "monitoring")


def phases():
    for i in range(1, cycles + 1):
        for step, phase in enumerate(PHASES, 1):
            at = now - rows + i
            yield cycle_id(i), step, phase, at, at + step * i % 70_000


db.executemany(
    """INSERT INTO agent_messages (id, from_agent, to_agent, message_type, priority, subject,
        payload, status, deliveries, lease_until, processed_at, correlation_id, sent_at,
        expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
    messages(),
)
head = db.execute("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1").fetchone()
db.executemany(
    "INSERT INTO audit_log VALUES (?, ?, ?, ?, ?, ?, ?)", events(*(head or (0, bytes(32))))
)
db.executemany(
    """INSERT INTO coordination_state (cycle_id, symbol, mode, phase, cycle_started_at,
        cycle_completed_at, cycle_result, errors) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
    all_cycles(),
)
db.executemany(
    "INSERT INTO cycle_phases (cycle_id, step, phase, entered_at, left_at) VALUES (?, ?, ?, ?, ?)",
    phases(),
)
# Before version 7 of the schema there were no counters.
if db.execute("PRAGMA user_version").fetchone()[0] >= 7:
    db.executescript(
        """DELETE FROM message_counts;
        INSERT INTO message_counts (to_agent, status, priority, count, deliveries)
            SELECT to_agent, status, priority, count(*), sum(deliveries)
            FROM agent_messages GROUP BY to_agent, status, priority;
        INSERT INTO cycles_by_phase (phase, count)
            SELECT phase, count(*) FROM coordination_state GROUP BY phase;
        INSERT INTO phase_durations (phase, up_to, count, sum)
            SELECT phase, 120000, count(*), sum(left_at - entered_at)
            FROM cycle_phases GROUP BY phase;"""
    )
if db.in_transaction:
    db.execute("COMMIT")
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
