-- Cosignatures of witnesses that are no members, by their name in the policy; beside the log and never in it.
CREATE TABLE exchange_foreign_cosignature (
  witness TEXT    PRIMARY KEY,
  size    INTEGER NOT NULL,
  note    BLOB    NOT NULL,
  time_s  INTEGER NOT NULL
) STRICT;
