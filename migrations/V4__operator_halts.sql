-- Halts that are recorded on behalf of whoever is not an agent, and halts that
-- stood in the halt file before they were recorded.

PRAGMA user_version = 4;

-- Never an agent: a row only so that a halt and its messages can name who
-- called it. No token is its token.
INSERT INTO agents (name, authority_level, token_hash) VALUES ('operator', 1, x'');

-- The key of the entry in the halt file that the halt is the record of.
ALTER TABLE halts ADD COLUMN file_key TEXT;

CREATE INDEX halts_of_file_entries ON halts (file_key) WHERE file_key IS NOT NULL;
