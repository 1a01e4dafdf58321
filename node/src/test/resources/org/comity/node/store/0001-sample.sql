-- Two tables; the semicolon in this comment ends nothing.
CREATE TABLE sample_one (
    id integer PRIMARY KEY,
    note text NOT NULL DEFAULT 'a;b'
) STRICT;

CREATE TABLE sample_two (id integer PRIMARY KEY) STRICT;
