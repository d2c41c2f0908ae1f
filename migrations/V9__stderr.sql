-- What the program of a phase said on stderr: the last 4 KiB.

PRAGMA user_version = 9;

ALTER TABLE cycle_phases ADD COLUMN stderr TEXT
    CHECK (length(CAST(stderr AS BLOB)) <= 4096);
