-- Whether a person approved what a phase left, or the pipeline went on by itself.

PRAGMA user_version = 6;

ALTER TABLE cycle_phases ADD COLUMN approved_how TEXT
    CHECK (approved_how IN ('person', 'pipeline'));

-- What was shown was approved by a person. Of the other approvals so far that is not known.
UPDATE cycle_phases SET approved_how = 'person'
    WHERE approved_by IS NOT NULL AND shown_state IS NOT NULL;
