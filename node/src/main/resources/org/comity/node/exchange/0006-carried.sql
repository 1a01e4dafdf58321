-- Heads of the own log that a peer was shown in a file, or receipted messages under: a later file proves its head from each of them.
CREATE TABLE exchange_shown (
  peer   TEXT    NOT NULL,
  origin TEXT    NOT NULL,
  size   INTEGER NOT NULL,
  PRIMARY KEY (peer, origin, size)
) STRICT, WITHOUT ROWID;
