-- Evidence: items in the vault, their custody, offers to members, fetches from members.
-- Times are milliseconds since 1970, made by the application. "blob" is bytea elsewhere.
-- What would name content (names, digests, keys, terms) lies in sealed columns, under the key of the case.

CREATE TABLE evidence_item (
  item TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sealed', 'damaged', 'erased')),
  content BLOB NOT NULL,            -- address in the blob store of payload nonce and chunks
  cipher_length INTEGER NOT NULL,   -- of the whole age file, header included
  piece_root BLOB NOT NULL,         -- over the whole age file
  header BLOB NOT NULL,             -- age header, sealed and empty once erased
  detail BLOB NOT NULL,             -- name, media type, digest, length, source and terms, sealed and empty once erased
  made_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX evidence_item_case ON evidence_item (case_id, made_ms);

CREATE TABLE evidence_custody (
  item TEXT NOT NULL,
  number INTEGER NOT NULL,          -- from 1 without gaps
  event TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  log_index INTEGER NOT NULL,
  entry BLOB NOT NULL,
  case_id TEXT NOT NULL,
  detail BLOB NOT NULL,             -- who, where, tool, legal basis, sealed
  PRIMARY KEY (item, number)
) STRICT;

CREATE TABLE evidence_outgoing (
  piece_root BLOB PRIMARY KEY,
  item TEXT NOT NULL REFERENCES evidence_item (item),
  recipient TEXT NOT NULL,
  cipher_length INTEGER NOT NULL,
  sealing BLOB NOT NULL,            -- file key, nonce and header of the outgoing file, sealed and empty once withdrawn
  pieces BLOB NOT NULL,             -- 32 bytes a piece
  state TEXT NOT NULL CHECK (state IN ('open', 'verified', 'damaged', 'withdrawn')),
  message_index INTEGER NOT NULL,
  offered_ms INTEGER NOT NULL,
  verified_ms INTEGER
) STRICT;

CREATE INDEX evidence_outgoing_item ON evidence_outgoing (item);

CREATE TABLE evidence_fetch (
  piece_root BLOB PRIMARY KEY,
  offerer TEXT NOT NULL,
  case_id TEXT NOT NULL,
  item TEXT,                        -- this node's own item, once the file is complete
  state TEXT NOT NULL CHECK (state IN ('offered', 'running', 'suspended', 'done', 'declined')),
  cipher_length INTEGER NOT NULL,
  offer BLOB NOT NULL,              -- the offer and where it stands in the offerer's log, sealed
  header BLOB NOT NULL,             -- age header of the incoming file, sealed and empty until its first piece came
  pieces BLOB NOT NULL,             -- the checked piece list and empty until it came
  complete BLOB NOT NULL,           -- one bit a piece that is on disk, lowest bit of the first byte first
  strikes INTEGER NOT NULL,         -- bad answers so far
  reason TEXT NOT NULL,             -- why it was suspended or declined, or empty
  offered_ms INTEGER NOT NULL,
  changed_ms INTEGER NOT NULL,
  answer_index INTEGER              -- this node's evidence.verified message
) STRICT;

CREATE INDEX evidence_fetch_state ON evidence_fetch (state);
