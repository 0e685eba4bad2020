-- Clients, their records, their tokens and the history of every change.
-- Times are UTC, written YYYY-MM-DDTHH:MM:SS.ffffff, so that they sort as text.

CREATE TABLE clients (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    created_time TEXT NOT NULL,
    demo         INTEGER NOT NULL DEFAULT 0 CHECK (demo IN (0, 1)),
    erased_time  TEXT
) STRICT;

CREATE TABLE profiles (
    client_id                 INTEGER PRIMARY KEY REFERENCES clients (id),
    version                   INTEGER NOT NULL CHECK (version >= 1),
    address_id                INTEGER,
    first_name                TEXT NOT NULL CHECK (first_name <> ''),
    last_name                 TEXT NOT NULL CHECK (last_name <> ''),
    residence_country         TEXT NOT NULL CHECK (length(residence_country) = 2),
    account_opening_reason    TEXT NOT NULL CHECK (account_opening_reason <> ''),
    tax_residence_country     TEXT NOT NULL CHECK (length(tax_residence_country) = 2),
    birth_country             TEXT NOT NULL CHECK (length(birth_country) = 2),
    tax_identification_number TEXT NOT NULL CHECK (tax_identification_number <> ''),
    citizen_country           TEXT NOT NULL CHECK (length(citizen_country) = 2),
    employment_status         TEXT NOT NULL CHECK (employment_status <> ''),
    date_of_birth             TEXT NOT NULL CHECK (date_of_birth GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    gender                    TEXT NOT NULL CHECK (gender <> ''),
    staff_identifier          TEXT,
    reason                    TEXT,
    created_time              TEXT NOT NULL,
    updated_time              TEXT
) STRICT;

CREATE TABLE tokens (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    hash           BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    client_id      INTEGER NOT NULL REFERENCES clients (id),
    label          TEXT,
    created_time   TEXT NOT NULL,
    expires_time   TEXT,
    revoked_time   TEXT,
    last_used_time TEXT
) STRICT;

CREATE INDEX tokens_of_client ON tokens (client_id);

CREATE TABLE history (
    client_id  INTEGER NOT NULL REFERENCES clients (id),
    version    INTEGER NOT NULL,
    at         TEXT NOT NULL,
    actor      TEXT NOT NULL,
    reason     TEXT,
    old_values TEXT,
    new_values TEXT,
    PRIMARY KEY (client_id, version)
) STRICT, WITHOUT ROWID;
