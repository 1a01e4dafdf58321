-- Logs of peers, numbered in the order in which messages came out of them. A member's next generation is another log, with numbers of its own.
CREATE TABLE exchange_log (
  id     INTEGER PRIMARY KEY,
  origin TEXT    NOT NULL UNIQUE,
  peer   TEXT    NOT NULL
) STRICT;
INSERT INTO exchange_log (origin, peer) SELECT DISTINCT origin, peer FROM exchange_head WHERE strand = 'PARCELS' ORDER BY origin;

CREATE TABLE exchange_inbox_new (
  log         INTEGER NOT NULL,
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
  PRIMARY KEY (log, lane, seq)
) STRICT;
INSERT INTO exchange_inbox_new
  SELECT (SELECT min(id) FROM exchange_log l WHERE l.peer = i.peer), peer, lane, seq, idx, entry, kind, parcel, received, disposition,
    case_id, sealed, ms FROM exchange_inbox i ORDER BY received;
DROP TABLE exchange_inbox;
ALTER TABLE exchange_inbox_new RENAME TO exchange_inbox;
CREATE INDEX exchange_inbox_idx ON exchange_inbox (log, idx);
CREATE INDEX exchange_inbox_received ON exchange_inbox (received);
CREATE INDEX exchange_inbox_case ON exchange_inbox (case_id, received);

-- Messages that were sent under a closed generation of the own log. receipt stays null where only the peer's word says that it came;
-- superseded_by = own leaf of the message that stands for one that never came.
CREATE TABLE exchange_outbox_past (
  origin      TEXT    NOT NULL,
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
  superseded_by INTEGER,
  PRIMARY KEY (origin, peer, lane, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX exchange_outbox_past_idx ON exchange_outbox_past (idx);

CREATE TABLE exchange_public_past (
  origin TEXT    NOT NULL,
  seq    INTEGER NOT NULL,
  idx    INTEGER NOT NULL,
  bytes  INTEGER NOT NULL,
  PRIMARY KEY (origin, seq)
) STRICT, WITHOUT ROWID;

-- What was sent under any generation.
CREATE VIEW exchange_sent AS
  SELECT peer, lane, seq, idx, ms, receipt, disposition, received_ms, seen_ms FROM exchange_outbox
  UNION ALL
  SELECT peer, lane, seq, idx, ms, receipt, disposition, received_ms, seen_ms FROM exchange_outbox_past;

-- The generation that the outbox belongs to.
CREATE TABLE exchange_generation (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  origin TEXT    NOT NULL
) STRICT;

-- After a restore: peers that gave back what they had of a closed log. size and root = the newest head of it that they hold.
CREATE TABLE exchange_recovery (
  peer     TEXT    NOT NULL,
  origin   TEXT    NOT NULL,
  size     INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  ms       INTEGER NOT NULL,
  PRIMARY KEY (peer, origin)
) STRICT, WITHOUT ROWID;

-- Messages of a closed log that were lost here and given back by who has them. idx = own record that holds one.
CREATE TABLE exchange_recovered (
  origin TEXT    NOT NULL,
  lost   INTEGER NOT NULL,
  idx    INTEGER NOT NULL,
  PRIMARY KEY (origin, lost)
) STRICT, WITHOUT ROWID;
