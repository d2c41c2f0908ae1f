-- Counters, so that nothing has to be counted row by row, and indexes for what is listed.
-- Every counter is kept in the transaction that changes what it counts.

PRAGMA user_version = 7;

-- Messages as they are stored; what the time has made of them since is looked up.
-- `delayed` is a pending message that is held back by a delay.
CREATE TABLE message_counts (
    to_agent   TEXT    NOT NULL,
    status     TEXT    NOT NULL CHECK (status IN (
                   'pending', 'delayed', 'claimed', 'processed', 'expired', 'dead')),
    priority   INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    count      INTEGER NOT NULL CHECK (count >= 0),
    deliveries INTEGER NOT NULL CHECK (deliveries >= 0), -- of these messages together
    PRIMARY KEY (to_agent, status, priority)
) STRICT, WITHOUT ROWID;

INSERT INTO message_counts (to_agent, status, priority, count, deliveries)
    SELECT to_agent,
           iif(status = 'pending' AND not_before IS NOT NULL, 'delayed', status) AS stands,
           priority, count(*), sum(deliveries)
    FROM agent_messages GROUP BY to_agent, stands, priority;

CREATE TABLE cycles_by_phase (
    phase TEXT    NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL CHECK (count >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO cycles_by_phase (phase, count)
    SELECT phase, count(*) FROM coordination_state GROUP BY phase;

-- How long the phases took that cycles have left, by the smallest bound that each does not
-- exceed. A prune takes nothing from these, nor from the two tables below.
CREATE TABLE phase_durations (
    phase  TEXT    NOT NULL,
    up_to  INTEGER NOT NULL,            -- milliseconds; the largest number: above all bounds
    count  INTEGER NOT NULL CHECK (count >= 0),
    sum    INTEGER NOT NULL CHECK (sum >= 0), -- milliseconds
    PRIMARY KEY (phase, up_to)
) STRICT, WITHOUT ROWID;

INSERT INTO phase_durations (phase, up_to, count, sum)
    SELECT phase,
           CASE WHEN took <= 5 THEN 5 WHEN took <= 25 THEN 25 WHEN took <= 100 THEN 100
                WHEN took <= 500 THEN 500 WHEN took <= 1000 THEN 1000
                WHEN took <= 5000 THEN 5000 WHEN took <= 15000 THEN 15000
                WHEN took <= 30000 THEN 30000 WHEN took <= 60000 THEN 60000
                WHEN took <= 120000 THEN 120000 ELSE 9223372036854775807 END AS bound,
           count(*), sum(took)
    FROM (SELECT phase, max(0, left_at - entered_at) AS took FROM cycle_phases
          WHERE left_at IS NOT NULL)
    GROUP BY phase, bound;

-- How the commands of cycles came out, by the agent that they were sent to.
CREATE TABLE command_outcomes (
    agent   TEXT    NOT NULL,
    outcome TEXT    NOT NULL CHECK (outcome IN ('ok', 'rejected', 'error', 'missing')),
    count   INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (agent, outcome)
) STRICT, WITHOUT ROWID;

-- Of earlier attempts at a phase, and of answers that were missing, nothing is stored.
INSERT INTO command_outcomes (agent, outcome, count)
    SELECT to_agent, answer, count(*)
    FROM cycle_phases JOIN agent_messages ON id = command_id
    WHERE answer IS NOT NULL GROUP BY to_agent, answer;

-- How long agents took to respond, in the same way.
CREATE TABLE response_times (
    agent  TEXT    NOT NULL,
    up_to  INTEGER NOT NULL,
    count  INTEGER NOT NULL CHECK (count >= 0),
    sum    INTEGER NOT NULL CHECK (sum >= 0), -- microseconds
    PRIMARY KEY (agent, up_to)
) STRICT, WITHOUT ROWID;

-- With all that tells what the time has made of a message, so that no row is read for it.
DROP INDEX returning_messages;
CREATE INDEX returning_messages
    ON agent_messages (to_agent, due_at, priority, status, deliveries, lease_until, not_before,
        expires_at)
    WHERE status = 'claimed' OR not_before IS NOT NULL;

DROP INDEX expiring_messages;
CREATE INDEX expiring_messages
    ON agent_messages (to_agent, expires_at, priority)
    WHERE status = 'pending' AND not_before IS NULL AND expires_at IS NOT NULL;

-- What does not wait to be delivered, in the order of sending. A send does not touch it.
CREATE INDEX other_messages
    ON agent_messages (to_agent, status, message_type)
    WHERE status <> 'pending' OR not_before IS NOT NULL;

CREATE INDEX events_of_a_kind ON audit_log (kind, actor);

CREATE INDEX events_about ON audit_log (subject);
