-- What keeps a claim and a prune flat, whatever else lies in the table.

PRAGMA user_version = 3;

-- What can be claimed: a queue for each type, so that nobody walks over what is
-- not to be handed out. What has expired there is passed without a look at its row.
DROP INDEX ready_messages;
CREATE INDEX ready_messages
    ON agent_messages (to_agent, message_type, priority, id, expires_at)
    WHERE status = 'pending' AND not_before IS NULL;

-- What time alone will bring back into its queue, or end: a lease, a delay.
DROP INDEX due_messages;
CREATE INDEX returning_messages
    ON agent_messages (to_agent, due_at)
    WHERE status = 'claimed' OR not_before IS NOT NULL;

-- What stands in a queue, by the moment at which it expires there.
CREATE INDEX expiring_messages
    ON agent_messages (to_agent, expires_at)
    WHERE status = 'pending' AND not_before IS NULL AND expires_at IS NOT NULL;

-- A message to all is one message for each, with the same key.
DROP INDEX one_message_per_dedup_key;
CREATE UNIQUE INDEX one_message_per_dedup_key
    ON agent_messages (from_agent, dedup_key, to_agent) WHERE dedup_key IS NOT NULL;

-- Who points to a message: looked up when one is deleted.
CREATE INDEX replies ON agent_messages (reply_to) WHERE reply_to IS NOT NULL;
CREATE INDEX answered_messages
    ON agent_messages (response_message_id) WHERE response_message_id IS NOT NULL;
CREATE INDEX phases_of_commands ON cycle_phases (command_id) WHERE command_id IS NOT NULL;

-- What was hit by a halt, by cycle: looked up when a cycle is deleted.
CREATE INDEX halts_of_cycles ON halted_cycles (cycle_id);
CREATE INDEX halts_of_one_cycle ON halts (cycle_id) WHERE cycle_id IS NOT NULL;
