-- Since when this node opens parcels with a key, so that it can say when the key is due to change. key = SHA-256 of the recipient.
CREATE TABLE exchange_parcel_key (
  key BLOB    PRIMARY KEY,
  ms  INTEGER NOT NULL
) STRICT;
