-- Who gave a heartbeat, and the response times of which a verdict takes the median.

PRAGMA user_version = 5;

-- Whether the agent gave its last heartbeat itself, or the pipeline on its behalf.
-- Of the heartbeats so far that is not known: no silence is read into them.
ALTER TABLE agent_health ADD COLUMN own_heartbeat INTEGER NOT NULL DEFAULT 0
    CHECK (own_heartbeat IN (0, 1));

-- The response times before last_response_ms, the newest first.
ALTER TABLE agent_health ADD COLUMN response_2_ms REAL;
ALTER TABLE agent_health ADD COLUMN response_3_ms REAL;
ALTER TABLE agent_health ADD COLUMN response_4_ms REAL;
ALTER TABLE agent_health ADD COLUMN response_5_ms REAL;
