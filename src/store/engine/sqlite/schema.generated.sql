CREATE TABLE agents (
    name            TEXT    NOT NULL PRIMARY KEY,
    authority_level INTEGER NOT NULL CHECK (authority_level IN (0, 1)),
    registered_at   INTEGER,            -- NULL: built in
    token_hash      BLOB                -- NULL: acting as this agent needs no token
, removed_at INTEGER) STRICT, WITHOUT ROWID;

CREATE TABLE system_config (
    key        TEXT    NOT NULL PRIMARY KEY,
    value      TEXT    NOT NULL,
    updated_by TEXT    NOT NULL REFERENCES agents (name),
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE coordination_state (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    cycle_id           TEXT    NOT NULL UNIQUE,
    symbol             TEXT    NOT NULL,
    mode               TEXT    NOT NULL CHECK (mode IN ('guide', 'autonomous')),
    phase              TEXT    NOT NULL CHECK (phase = 'initializing' OR phase = 'strategy_analysis'
                           OR phase = 'risk_validation' OR phase = 'execution'
                           OR phase = 'monitoring' OR phase = 'halted' OR phase = 'failed'
                           OR phase = 'completed'),
    halt_requested     INTEGER NOT NULL DEFAULT 0 CHECK (halt_requested IN (0, 1)),
    halt_reason        TEXT,
    owner              TEXT,            -- the process that runs the cycle, if one does
    lease_until        INTEGER,         -- until when only the owner moves it
    epoch              INTEGER NOT NULL DEFAULT 1, -- goes up when the cycle changes hands
    cycle_started_at   INTEGER NOT NULL,
    cycle_completed_at INTEGER,         -- however it ended
    cycle_result       TEXT,            -- JSON
    errors             TEXT, gates TEXT NOT NULL DEFAULT '[]',            -- JSON: an array of texts
    CHECK ((cycle_completed_at IS NULL) = (phase NOT IN ('halted', 'failed', 'completed'))),
    CHECK ((owner IS NULL) = (lease_until IS NULL))
) STRICT;

CREATE UNIQUE INDEX one_active_cycle_per_symbol
    ON coordination_state (symbol) WHERE cycle_completed_at IS NULL;

CREATE TABLE cycle_phases (
    cycle_id       TEXT    NOT NULL REFERENCES coordination_state (cycle_id),
    step           INTEGER NOT NULL,    -- 1, 2, 3 …: the order
    phase          TEXT    NOT NULL,
    entered_at     INTEGER NOT NULL,
    left_at        INTEGER,
    command_id     INTEGER REFERENCES agent_messages (id),
    answer         TEXT    CHECK (answer = 'ok' OR answer = 'rejected' OR answer = 'error'),
    answered_at    INTEGER,
    approved_by    TEXT    REFERENCES agents (name),
    approved_at    INTEGER,
    approved_state TEXT, attempts INTEGER NOT NULL DEFAULT 0, shown_state TEXT, approved_how TEXT
    CHECK (approved_how IN ('person', 'pipeline')), stderr TEXT
    CHECK (length(CAST(stderr AS BLOB)) <= 4096),                -- digest of the shared state that was approved
    PRIMARY KEY (cycle_id, step),
    UNIQUE (cycle_id, phase)            -- no phase is ever entered twice
) STRICT, WITHOUT ROWID;

CREATE TABLE shared_state (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    cycle_id   TEXT    NOT NULL REFERENCES coordination_state (cycle_id),
    key        TEXT    NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    value      TEXT    NOT NULL,        -- JSON, to the letter
    written_by TEXT    NOT NULL REFERENCES agents (name),
    written_at INTEGER NOT NULL,
    UNIQUE (cycle_id, key, version)
) STRICT;

CREATE TABLE agent_messages (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    from_agent          TEXT    NOT NULL REFERENCES agents (name),
    to_agent            TEXT    NOT NULL REFERENCES agents (name),
    message_type        TEXT    NOT NULL CHECK (message_type = 'event' OR message_type = 'command'
                            OR message_type = 'request' OR message_type = 'response'
                            OR message_type = 'halt'),
    priority            INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    subject             TEXT    NOT NULL,
    payload             TEXT    NOT NULL, -- JSON, to the letter
    status              TEXT    NOT NULL DEFAULT 'pending' CHECK (status = 'pending' OR status = 'claimed'
                            OR status = 'processed' OR status = 'expired'
                            OR status = 'dead'),
    claim               INTEGER NOT NULL DEFAULT 0, -- goes up with every delivery
    deliveries          INTEGER NOT NULL DEFAULT 0,
    lease_until         INTEGER,          -- while claimed
    not_before          INTEGER,          -- while pending: a delay that still runs
    processed_at        INTEGER,
    response_message_id INTEGER REFERENCES agent_messages (id),
    reply_to            INTEGER REFERENCES agent_messages (id),
    correlation_id      TEXT    NOT NULL,
    cycle_id            TEXT    REFERENCES coordination_state (cycle_id),
    dedup_key           TEXT,
    reason              TEXT,             -- why it was given back, withdrawn or given up
    sent_at             INTEGER NOT NULL,
    expires_at          INTEGER,
    -- The next moment at which time alone changes the message.
    due_at              INTEGER GENERATED ALWAYS AS (
        CASE status
            WHEN 'pending' THEN coalesce(min(not_before, expires_at), not_before, expires_at)
            WHEN 'claimed' THEN coalesce(min(lease_until, expires_at), lease_until)
        END) VIRTUAL, awaited_until INTEGER, once INTEGER NOT NULL DEFAULT 0 CHECK (once IN (0, 1)),
    CHECK ((status = 'claimed') = (lease_until IS NOT NULL)),
    CHECK ((status = 'processed') = (processed_at IS NOT NULL))
) STRICT;

CREATE INDEX open_commands
    ON agent_messages (cycle_id)
    WHERE message_type = 'command' AND status IN ('pending', 'claimed');

CREATE INDEX messages_of_a_cycle
    ON agent_messages (cycle_id) WHERE cycle_id IS NOT NULL;

CREATE INDEX messages_of_an_exchange
    ON agent_messages (correlation_id);

CREATE TABLE agent_health (
    agent_name           TEXT    NOT NULL PRIMARY KEY REFERENCES agents (name),
    last_heartbeat       INTEGER,
    avg_response_time_ms REAL    NOT NULL DEFAULT 0,
    last_response_ms     REAL,
    responses            INTEGER NOT NULL DEFAULT 0,
    error_count          INTEGER NOT NULL DEFAULT 0,
    success_count        INTEGER NOT NULL DEFAULT 0,
    recent               INTEGER NOT NULL DEFAULT 0, -- latest operations as bits; 1 is an error
    status_message       TEXT
, own_heartbeat INTEGER NOT NULL DEFAULT 0
    CHECK (own_heartbeat IN (0, 1)), response_2_ms REAL, response_3_ms REAL, response_4_ms REAL, response_5_ms REAL) STRICT, WITHOUT ROWID;

CREATE TABLE halts (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    symbol         TEXT,                -- both NULL: everything
    cycle_id       TEXT    REFERENCES coordination_state (cycle_id),
    requested_by   TEXT    NOT NULL REFERENCES agents (name),
    reason         TEXT    NOT NULL,
    requested_at   INTEGER NOT NULL,
    correlation_id TEXT    NOT NULL,    -- of the halt messages it sent
    cleared_by     TEXT    REFERENCES agents (name),
    clear_reason   TEXT,
    cleared_at     INTEGER, file_key TEXT,
    CHECK (symbol IS NULL OR cycle_id IS NULL)
) STRICT;

CREATE INDEX halts_in_force ON halts (id) WHERE cleared_at IS NULL;

CREATE TABLE halted_cycles (
    halt_id  INTEGER NOT NULL REFERENCES halts (id),
    cycle_id TEXT    NOT NULL REFERENCES coordination_state (cycle_id),
    phase    TEXT    NOT NULL,          -- where the halt found it
    PRIMARY KEY (halt_id, cycle_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_log (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    details TEXT    NOT NULL,           -- a JSON object
    hash    BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX awaited_messages
    ON agent_messages (awaited_until)
    WHERE awaited_until IS NOT NULL AND status IN ('pending', 'claimed');

CREATE INDEX ready_messages
    ON agent_messages (to_agent, message_type, priority, id, expires_at)
    WHERE status = 'pending' AND not_before IS NULL;

CREATE UNIQUE INDEX one_message_per_dedup_key
    ON agent_messages (from_agent, dedup_key, to_agent) WHERE dedup_key IS NOT NULL;

CREATE INDEX replies ON agent_messages (reply_to) WHERE reply_to IS NOT NULL;

CREATE INDEX answered_messages
    ON agent_messages (response_message_id) WHERE response_message_id IS NOT NULL;

CREATE INDEX phases_of_commands ON cycle_phases (command_id) WHERE command_id IS NOT NULL;

CREATE INDEX halts_of_cycles ON halted_cycles (cycle_id);

CREATE INDEX halts_of_one_cycle ON halts (cycle_id) WHERE cycle_id IS NOT NULL;

CREATE INDEX halts_of_file_entries ON halts (file_key) WHERE file_key IS NOT NULL;

CREATE TABLE message_counts (
    to_agent   TEXT    NOT NULL,
    status     TEXT    NOT NULL CHECK (status = 'pending' OR status = 'delayed' OR status = 'claimed'
                   OR status = 'processed' OR status = 'expired' OR status = 'dead'),
    priority   INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    count      INTEGER NOT NULL CHECK (count >= 0),
    deliveries INTEGER NOT NULL CHECK (deliveries >= 0), -- of these messages together
    PRIMARY KEY (to_agent, status, priority)
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
    what    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    class   TEXT    NOT NULL,
    count   INTEGER NOT NULL CHECK (count >= 0),
    sum     INTEGER NOT NULL CHECK (sum >= 0),
    PRIMARY KEY (what, subject, class)
) STRICT, WITHOUT ROWID;

CREATE INDEX returning_messages
    ON agent_messages (to_agent, due_at, priority, status, deliveries, lease_until, not_before,
        expires_at)
    WHERE status = 'claimed' OR not_before IS NOT NULL;

CREATE INDEX expiring_messages
    ON agent_messages (to_agent, expires_at, priority)
    WHERE status = 'pending' AND not_before IS NULL AND expires_at IS NOT NULL;

CREATE INDEX other_messages
    ON agent_messages (to_agent, status, message_type)
    WHERE status <> 'pending' OR not_before IS NOT NULL;

CREATE INDEX events_of_a_kind ON audit_log (kind, actor);

CREATE INDEX events_about ON audit_log (subject);

CREATE TABLE section_times (
    log    TEXT    NOT NULL CHECK (log = 'messages' OR log = 'events'),
    newest INTEGER NOT NULL,
    below  INTEGER NOT NULL,           -- where the next section begins
    PRIMARY KEY (log, newest, below)
) STRICT, WITHOUT ROWID;

CREATE TABLE section_senders (
    from_agent TEXT    NOT NULL,
    section    INTEGER NOT NULL,       -- the number of a message, divided by 1,024
    PRIMARY KEY (from_agent, section)
) STRICT, WITHOUT ROWID;

