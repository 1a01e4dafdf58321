-- The newest card of a recognised member that is not taken without its officers and ours: it brings another log.
CREATE TABLE directory_offer (
  member     TEXT    NOT NULL PRIMARY KEY,
  offered_ms INTEGER NOT NULL,
  digest     BLOB    NOT NULL,
  bytes      BLOB    NOT NULL
) STRICT;
