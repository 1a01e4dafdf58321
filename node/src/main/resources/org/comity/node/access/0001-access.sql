-- Officers, their keys and the tokens of their programs. Only package access reads and writes these tables.

-- Times are milliseconds since 1970. Roles are words with one space between them, in their fixed order.
CREATE TABLE access_officer (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL,
  roles      TEXT    NOT NULL,
  since_ms   INTEGER NOT NULL,
  retired_ms INTEGER
) STRICT;

-- Public keys stay for ever, so that old approvals can be checked; until_ms ends their use.
CREATE TABLE access_officer_key (
  key_id     BLOB    NOT NULL PRIMARY KEY,
  officer    TEXT    NOT NULL REFERENCES access_officer (id),
  algorithm  INTEGER NOT NULL,
  public_key BLOB    NOT NULL,
  roles      TEXT    NOT NULL,
  from_ms    INTEGER NOT NULL,
  until_ms   INTEGER NOT NULL
) STRICT;

CREATE INDEX access_officer_key_officer ON access_officer_key (officer);

-- The token itself is shown once and never stored; digest is its SHA-256.
CREATE TABLE access_token (
  id         TEXT    NOT NULL PRIMARY KEY,
  digest     BLOB    NOT NULL UNIQUE,
  officer    TEXT    NOT NULL REFERENCES access_officer (id),
  roles      TEXT    NOT NULL,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  revoked_ms INTEGER
) STRICT;
