-- Messages to and from peers. Only package exchange reads and writes these tables.

-- One row a message to one peer. receipt = the answer that holds its proof of receipt.
CREATE TABLE exchange_outbox (
  peer        TEXT    NOT NULL,
  lane        INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  idx         INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,
  ms          INTEGER NOT NULL,
  receipt     INTEGER,
  disposition TEXT,
  received_ms INTEGER,
  seen_ms     INTEGER,
  PRIMARY KEY (peer, lane, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX exchange_outbox_idx ON exchange_outbox (idx);

-- The public stream: one row a statement to everyone.
CREATE TABLE exchange_public (
  seq   INTEGER PRIMARY KEY,
  idx   INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT;

-- How far each peer has receipted the public stream.
CREATE TABLE exchange_public_cursor (
  peer TEXT PRIMARY KEY,
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers with receipts, whole: a single proof is cut out when it is exported. pinned = own leaf that pins the peer's checkpoint.
CREATE TABLE exchange_receipt (
  id     INTEGER PRIMARY KEY,
  peer   TEXT    NOT NULL,
  answer BLOB    NOT NULL,
  pinned INTEGER NOT NULL,
  ms     INTEGER NOT NULL
) STRICT;

-- What proves the messages of a parcel: checkpoint, batch proof and the indices it covers.
CREATE TABLE exchange_parcel (
  id         INTEGER PRIMARY KEY,
  peer       TEXT NOT NULL,
  checkpoint BLOB NOT NULL,
  nodes      BLOB NOT NULL,
  covers     BLOB NOT NULL,
  ms         INTEGER NOT NULL
) STRICT;

-- One row a message from a peer. received = own leaf of its receipt; sealed = salt and record under the case's key.
-- Rows are long, so they lie in a table by rowid: in one without, each would spill into a page of its own.
CREATE TABLE exchange_inbox (
  peer        TEXT    NOT NULL,
  lane        INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  idx         INTEGER NOT NULL,
  entry       BLOB    NOT NULL,
  kind        TEXT    NOT NULL,
  parcel      INTEGER NOT NULL,
  received    INTEGER NOT NULL,
  disposition TEXT    NOT NULL,
  case_id     TEXT    NOT NULL,
  sealed      BLOB,
  ms          INTEGER NOT NULL,
  PRIMARY KEY (peer, lane, seq)
) STRICT;
CREATE INDEX exchange_inbox_idx ON exchange_inbox (peer, idx);
CREATE INDEX exchange_inbox_received ON exchange_inbox (received);
CREATE INDEX exchange_inbox_case ON exchange_inbox (case_id, received);

-- The newest heads of each peer's log that were verified here, one a road. They move only forward, with what they justified.
CREATE TABLE exchange_head (
  origin TEXT    NOT NULL,
  strand TEXT    NOT NULL,
  peer   TEXT    NOT NULL,
  size   INTEGER NOT NULL,
  root   BLOB    NOT NULL,
  note   BLOB    NOT NULL,
  ms     INTEGER NOT NULL,
  PRIMARY KEY (origin, strand)
) STRICT, WITHOUT ROWID;

-- Handling that was begun after an unclean end, so that a message that kills its handler is set aside at last.
CREATE TABLE exchange_attempt (
  peer  TEXT    NOT NULL,
  lane  INTEGER NOT NULL,
  seq   INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (peer, lane, seq)
) STRICT, WITHOUT ROWID;

-- 1 while the node runs; found 1 at a start, the last end was unclean.
CREATE TABLE exchange_run (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  running INTEGER NOT NULL
) STRICT;

-- State as a witness of other logs (C2SP tlog-witness): one row a log.
CREATE TABLE exchange_witnessed (
  origin TEXT PRIMARY KEY,
  size   INTEGER NOT NULL,
  root   BLOB    NOT NULL,
  time_s INTEGER NOT NULL,
  note   BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- Cosignatures of others on own checkpoints, beside the log and never in it.
CREATE TABLE exchange_cosignature (
  witness TEXT    NOT NULL,
  size    INTEGER NOT NULL,
  note    BLOB    NOT NULL,
  time_s  INTEGER NOT NULL,
  PRIMARY KEY (witness)
) STRICT, WITHOUT ROWID;

-- What a machine cannot decide, until an officer has looked.
CREATE TABLE exchange_alarm (
  id     INTEGER PRIMARY KEY,
  ms     INTEGER NOT NULL,
  member TEXT    NOT NULL,
  why    TEXT    NOT NULL
) STRICT;
