-- The node's own log. Only package ledger reads and writes these tables.

-- One row: the newest committed head. Its size and root change together, by compare-and-set.
CREATE TABLE ledger_head (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  origin     TEXT    NOT NULL,
  generation INTEGER NOT NULL,
  size       INTEGER NOT NULL,
  root       BLOB    NOT NULL,
  frontier   BLOB    NOT NULL,
  last_ms    INTEGER NOT NULL
) STRICT;

-- One row a leaf. sealed = salt and record under the case's key; gone when erased, while the entry stays for ever.
CREATE TABLE ledger_leaf (
  idx       INTEGER PRIMARY KEY,
  entry     BLOB    NOT NULL,
  kind      TEXT    NOT NULL,
  lane      INTEGER NOT NULL,
  recipient TEXT,
  seq       INTEGER NOT NULL,
  ms        INTEGER NOT NULL,
  case_id   TEXT    NOT NULL,
  sealed    BLOB
) STRICT;

-- Roots of complete subtrees: level L, position i covers leaves [i * 256^L, (i + 1) * 256^L). Level 0 is computed from entries.
CREATE TABLE ledger_tile (
  level INTEGER NOT NULL,
  idx   INTEGER NOT NULL,
  hash  BLOB    NOT NULL,
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- The next sequence of each recipient and lane.
CREATE TABLE ledger_sequence (
  recipient TEXT    NOT NULL,
  lane      INTEGER NOT NULL,
  next      INTEGER NOT NULL,
  PRIMARY KEY (recipient, lane)
) STRICT, WITHOUT ROWID;

-- The key under which the records of a case lie at rest, wrapped under the storage key. To erase a case is to destroy its row.
CREATE TABLE ledger_case_key (
  case_id TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest signed checkpoint: a cache, it can be signed again.
CREATE TABLE ledger_checkpoint (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  note BLOB    NOT NULL
) STRICT;

CREATE INDEX ledger_leaf_case ON ledger_leaf (case_id, idx) WHERE case_id <> '';
