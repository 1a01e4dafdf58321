-- What contradicts a log, or may.

-- Proofs that a log told two stories (tlog-fork/v1). What comes from that origin is refused for good.
CREATE TABLE exchange_fork (
  origin   TEXT    PRIMARY KEY,
  member   TEXT    NOT NULL,
  evidence BLOB    NOT NULL,
  ms       INTEGER NOT NULL
) STRICT;

-- Heads of members' logs, signed by them, that came by way of others and whose owner has not shown yet how they belong to the head
-- held here. via = who told; ms = when it was first heard of.
CREATE TABLE exchange_unproven (
  origin TEXT    NOT NULL,
  size   INTEGER NOT NULL,
  root   BLOB    NOT NULL,
  member TEXT    NOT NULL,
  note   BLOB    NOT NULL,
  via    TEXT    NOT NULL,
  ms     INTEGER NOT NULL,
  PRIMARY KEY (origin, size, root)
) STRICT;

-- Heads with our own signature that our log does not have, and who showed them.
CREATE TABLE exchange_own_sighting (
  size INTEGER NOT NULL,
  root BLOB    NOT NULL,
  note BLOB    NOT NULL,
  via  TEXT    NOT NULL,
  ms   INTEGER NOT NULL,
  PRIMARY KEY (size, root)
) STRICT;
