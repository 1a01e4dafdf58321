-- Peers and their cards. Only package directory reads and writes these tables.

-- Every card that was ever taken, our own included, under the SHA-256 of its bytes.
CREATE TABLE directory_card (
  digest    BLOB    NOT NULL PRIMARY KEY,
  member    TEXT    NOT NULL,
  taken_ms  INTEGER NOT NULL,
  log_index INTEGER NOT NULL,
  bytes     BLOB    NOT NULL
) STRICT;

-- One row a member that was ever recognised. Times are milliseconds since 1970.
CREATE TABLE directory_peer (
  member   TEXT    NOT NULL PRIMARY KEY,
  state    TEXT    NOT NULL CHECK (state IN ('recognised', 'withdrawn')),
  since_ms INTEGER NOT NULL,
  card     BLOB    NOT NULL REFERENCES directory_card (digest)
) STRICT;

-- What belongs to one member only: TLS pins, log origins, log keys. Two members with the same key could not be told apart.
CREATE TABLE directory_claim (
  claim  TEXT NOT NULL PRIMARY KEY,
  member TEXT NOT NULL
) STRICT;

CREATE INDEX directory_claim_member ON directory_claim (member);

-- The card that this node issued last.
CREATE TABLE directory_own (
  id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  card BLOB    NOT NULL REFERENCES directory_card (digest)
) STRICT;

-- Pings that this node sent; answered_ms stays null until the answer verified.
CREATE TABLE directory_ping (
  challenge   BLOB    NOT NULL PRIMARY KEY,
  member      TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  sent_ms     INTEGER NOT NULL,
  answered_ms INTEGER,
  claimed_ms  INTEGER
) STRICT;

CREATE INDEX directory_ping_member ON directory_ping (member, sent_ms);
