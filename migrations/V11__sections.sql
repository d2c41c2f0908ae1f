-- Which messages and events a list need not read. A section is 1,024 numbers in a row, and is
-- described once, in the transaction that stores its last row: other writes pay nothing for it.

PRAGMA user_version = 11;

-- Up to which time the rows below a number were stored. The clock may have been set back, so this
-- is the latest time of all of them: it never falls from one section to the next.
CREATE TABLE section_times (
    log    TEXT    NOT NULL CHECK (log = 'messages' OR log = 'events'),
    newest INTEGER NOT NULL,
    below  INTEGER NOT NULL,           -- where the next section begins
    PRIMARY KEY (log, newest, below)
) STRICT, WITHOUT ROWID;

-- Who has sent messages of a section.
CREATE TABLE section_senders (
    from_agent TEXT    NOT NULL,
    section    INTEGER NOT NULL,       -- the number of a message, divided by 1,024
    PRIMARY KEY (from_agent, section)
) STRICT, WITHOUT ROWID;

-- From the next row on, to the end of the section in which it stands.
WITH RECURSIVE
    section (below, newest) AS (
        SELECT 0, NULL
        UNION ALL
        SELECT (SELECT min(id) FROM agent_messages WHERE id >= below) / 1024 * 1024 + 1024,
               (SELECT max(max(sent_at), coalesce(newest, sent_at)) FROM agent_messages
                WHERE id >= below AND id <
                    (SELECT min(id) FROM agent_messages WHERE id >= below) / 1024 * 1024 + 1024)
        FROM section
        WHERE (SELECT min(id) FROM agent_messages WHERE id >= below) / 1024 * 1024 + 1024
            <= (SELECT max(id) + 1 FROM agent_messages))
INSERT INTO section_times (log, newest, below)
    SELECT 'messages', newest, below FROM section WHERE below > 0;

-- From the next row on, to the end of the section in which it stands.
WITH RECURSIVE
    section (below, newest) AS (
        SELECT 0, NULL
        UNION ALL
        SELECT (SELECT min(seq) FROM audit_log WHERE seq >= below) / 1024 * 1024 + 1024,
               (SELECT max(max(at), coalesce(newest, at)) FROM audit_log
                WHERE seq >= below AND seq <
                    (SELECT min(seq) FROM audit_log WHERE seq >= below) / 1024 * 1024 + 1024)
        FROM section
        WHERE (SELECT min(seq) FROM audit_log WHERE seq >= below) / 1024 * 1024 + 1024
            <= (SELECT max(seq) + 1 FROM audit_log))
INSERT INTO section_times (log, newest, below)
    SELECT 'events', newest, below FROM section WHERE below > 0;

INSERT INTO section_senders (from_agent, section)
    SELECT DISTINCT from_agent, id / 1024 FROM agent_messages
    WHERE id < (SELECT max(below) FROM section_times WHERE log = 'messages');
