-- What real agents need: approvals that people give, commands that are sent
-- again, and a record of who waits for whom.

PRAGMA user_version = 2;

-- The phases before which the cycle waits for approval: a JSON array.
ALTER TABLE coordination_state ADD COLUMN gates TEXT NOT NULL DEFAULT '[]';

-- How often a command was sent to the agent of the phase.
ALTER TABLE cycle_phases ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;

-- While the cycle waits for approval: the digest of the shared state shown.
ALTER TABLE cycle_phases ADD COLUMN shown_state TEXT;

-- Until when its sender waits for the answer. Over once it is answered.
ALTER TABLE agent_messages ADD COLUMN awaited_until INTEGER;

-- Whether it is delivered once only: its lease holds as long as it does, since
-- what it asks for must not be done twice.
ALTER TABLE agent_messages ADD COLUMN once INTEGER NOT NULL DEFAULT 0 CHECK (once IN (0, 1));

CREATE INDEX awaited_messages
    ON agent_messages (awaited_until)
    WHERE awaited_until IS NOT NULL AND status IN ('pending', 'claimed');
