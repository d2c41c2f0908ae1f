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

-- Whatever else is counted; of what takes time, also how long it took together.
--
--     what                subject  class                             sum
--     cycles              phase    empty
--     phases, those left  phase    the smallest bound not exceeded   milliseconds
--     commands            agent    ok, rejected, error or missing
--     responses           agent    the smallest bound not exceeded   microseconds
--
-- A bound is in milliseconds, or `above`. Only cycles are taken away by a prune.
CREATE TABLE counters (
    what    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    class   TEXT    NOT NULL,
    count   INTEGER NOT NULL CHECK (count >= 0),
    sum     INTEGER NOT NULL CHECK (sum >= 0),
    PRIMARY KEY (what, subject, class)
) STRICT, WITHOUT ROWID;

INSERT INTO counters (what, subject, class, count, sum)
    SELECT 'cycles', phase, '', count(*), 0 FROM coordination_state GROUP BY phase;

INSERT INTO counters (what, subject, class, count, sum)
    SELECT 'phases', phase,
           CASE WHEN took <= 5 THEN '5' WHEN took <= 25 THEN '25' WHEN took <= 100 THEN '100'
                WHEN took <= 500 THEN '500' WHEN took <= 1000 THEN '1000'
                WHEN took <= 5000 THEN '5000' WHEN took <= 15000 THEN '15000'
                WHEN took <= 30000 THEN '30000' WHEN took <= 60000 THEN '60000'
                WHEN took <= 120000 THEN '120000' ELSE 'above' END AS bound,
           count(*), sum(took)
    FROM (SELECT phase, max(0, left_at - entered_at) AS took FROM cycle_phases
          WHERE left_at IS NOT NULL)
    GROUP BY phase, bound;

-- Of earlier attempts at a phase, and of answers that were missing, nothing is stored.
INSERT INTO counters (what, subject, class, count, sum)
    SELECT 'commands', to_agent, answer, count(*), 0
    FROM cycle_phases JOIN agent_messages ON id = command_id
    WHERE answer IS NOT NULL GROUP BY to_agent, answer;

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
