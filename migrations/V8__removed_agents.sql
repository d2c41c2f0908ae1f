-- Agents that were removed. Their rows stay, since messages, shared state and halts
-- name them.

PRAGMA user_version = 8;

-- When the agent was removed. NULL: it takes part.
ALTER TABLE agents ADD COLUMN removed_at INTEGER;
