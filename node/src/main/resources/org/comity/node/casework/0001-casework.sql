-- Cases, requests, their timeline, and what waits for signatures. Only package casework reads and writes these tables.
-- Names are integers: year * 10^9 + number within the year. Times are milliseconds since 1970, made by the application.
-- What says who or what is meant lies in sealed columns, under the key of the case. "blob" is bytea elsewhere.

CREATE TABLE casework_case (
  case_id   INTEGER PRIMARY KEY,
  key_id    TEXT    NOT NULL,      -- the key under which its records lie at rest
  opened_ms INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX casework_case_key ON casework_case (key_id);

CREATE TABLE casework_request (
  request_id          INTEGER PRIMARY KEY,
  case_id             INTEGER NOT NULL REFERENCES casework_case (case_id),
  side                TEXT    NOT NULL CHECK (side IN ('requesting', 'requested')),
  state               TEXT    NOT NULL,
  peer                TEXT    NOT NULL,
  from_authority      TEXT    NOT NULL,
  to_authority        TEXT,
  urgency             INTEGER NOT NULL,
  signatures          TEXT    NOT NULL,
  root_origin         TEXT,        -- the message that carried it, in the log of the requesting side; null until sent
  root_index          INTEGER,
  root_entry          BLOB,
  last_origin         TEXT,        -- the newest message of the peer, which the next one answers
  last_index          INTEGER,
  last_entry          BLOB,
  title               BLOB    NOT NULL,   -- offence, sealed
  record              BLOB,               -- the root record, sealed; null until sent
  opened_ms           INTEGER NOT NULL,
  sent_ms             INTEGER,
  seen_ms             INTEGER,
  second_signed_ms    INTEGER,
  answered_ms         INTEGER,
  preserved_ms        INTEGER,
  expires_ms          INTEGER,
  renewed_ms          INTEGER,
  extension_asked_ms  INTEGER,
  extension_until_ms  INTEGER,
  closed_ms           INTEGER
) STRICT;

CREATE UNIQUE INDEX casework_request_root ON casework_request (root_origin, root_index);
CREATE INDEX casework_request_case ON casework_request (case_id, request_id);
CREATE INDEX casework_request_side ON casework_request (side, request_id);

CREATE TABLE casework_event (
  case_id     INTEGER NOT NULL REFERENCES casework_case (case_id),
  number      INTEGER NOT NULL,    -- from 1 without gaps
  request_id  INTEGER NOT NULL REFERENCES casework_request (request_id),
  at_ms       INTEGER NOT NULL,
  event       TEXT    NOT NULL,
  state       TEXT    NOT NULL,    -- after the event
  actor       TEXT    NOT NULL CHECK (actor IN ('own', 'peer', 'time')),
  officer     TEXT,                -- pseudonym, where an officer of this node acted
  log_origin  TEXT,                -- the message, where there was one
  log_index   INTEGER,
  entry       BLOB,
  note        TEXT    NOT NULL,    -- made by the program, without content of the case
  body        BLOB,                -- what was answered, sealed
  PRIMARY KEY (case_id, number)
) STRICT;

-- At most one message of a request waits for signatures.
CREATE TABLE casework_draft (
  request_id    INTEGER PRIMARY KEY REFERENCES casework_request (request_id),
  kind          TEXT    NOT NULL,
  officer       TEXT    NOT NULL,  -- who wrote it last
  revision      INTEGER NOT NULL,
  changed_ms    INTEGER NOT NULL,
  sent_alone_ms INTEGER,           -- when it went under one signature
  content       BLOB    NOT NULL   -- sealed
) STRICT;

CREATE TABLE casework_signature (
  request_id INTEGER NOT NULL REFERENCES casework_draft (request_id),
  number     INTEGER NOT NULL,     -- in the order given, from 1
  officer    TEXT    NOT NULL,
  key_id     BLOB    NOT NULL,
  role       TEXT    NOT NULL,
  algorithm  INTEGER NOT NULL,
  time_ms    INTEGER NOT NULL,
  signature  BLOB    NOT NULL,
  PRIMARY KEY (request_id, number)
) STRICT;
