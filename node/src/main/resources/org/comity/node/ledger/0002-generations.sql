-- Closed logs of this node. The next generation begins with the leaves that the closed one had at its end, so indices go on unbroken.
CREATE TABLE ledger_generation (
  generation INTEGER PRIMARY KEY,
  origin     TEXT    NOT NULL UNIQUE,
  size       INTEGER NOT NULL,
  root       BLOB    NOT NULL,
  reason     TEXT    NOT NULL,
  closed_ms  INTEGER NOT NULL
) STRICT;

-- Logs whose key was seen under a head that they do not have. They sign nothing more.
CREATE TABLE ledger_frozen (
  origin TEXT PRIMARY KEY,
  ms     INTEGER NOT NULL,
  why    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
