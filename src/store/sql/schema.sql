-- Text of a statement is what the file's sqlite_schema must hold, byte by byte: no comments inside.
-- STRICT makes SQLite hold a column to its type, as other databases do anyway.

CREATE TABLE events (
    seq INTEGER NOT NULL PRIMARY KEY,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    type TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    salt TEXT NOT NULL,
    payload TEXT NOT NULL,
    leaf TEXT NOT NULL,
    UNIQUE (stream, version)
) STRICT;

CREATE TABLE workspace (
    seq INTEGER NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL
) STRICT;

CREATE TABLE workspace_key (
    use TEXT NOT NULL,
    from_seq INTEGER NOT NULL,
    vkey TEXT NOT NULL,
    until_seq INTEGER,
    PRIMARY KEY (use, from_seq)
) STRICT;

CREATE TABLE party (
    party TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT,
    seq INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
    person TEXT NOT NULL PRIMARY KEY,
    party TEXT,
    recorded_seq INTEGER NOT NULL,
    forgotten_seq INTEGER,
    hold_count INTEGER NOT NULL CHECK (hold_count >= 0),
    hold_seq INTEGER
) STRICT;

CREATE TABLE campaign (
    campaign TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    house TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT;

CREATE TABLE callsheet (
    campaign TEXT NOT NULL REFERENCES campaign (campaign),
    revision INTEGER NOT NULL,
    callsheet TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (campaign, revision)
) STRICT;

CREATE TABLE asset (
    campaign TEXT NOT NULL REFERENCES campaign (campaign),
    asset TEXT NOT NULL,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    submitted_seq INTEGER NOT NULL,
    screened_seq INTEGER,
    facts TEXT,
    verdict TEXT,
    revision INTEGER,
    erased_seq INTEGER,
    PRIMARY KEY (campaign, asset)
) STRICT;

CREATE INDEX asset_by_digest ON asset (asset);

CREATE TABLE settlement (
    seq INTEGER NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (campaign),
    kind TEXT NOT NULL,
    says TEXT,
    term TEXT,
    faces INTEGER,
    item TEXT,
    talent TEXT,
    dismissed TEXT,
    actor TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    reopened_seq INTEGER
) STRICT;

CREATE INDEX settlement_by_campaign ON settlement (campaign, kind);

CREATE TABLE raised (
    campaign TEXT NOT NULL REFERENCES campaign (campaign),
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    words TEXT NOT NULL,
    owner TEXT,
    due TEXT,
    change_requested INTEGER,
    asset TEXT NOT NULL,
    path TEXT,
    x_px INTEGER,
    y_px INTEGER,
    w_px INTEGER,
    h_px INTEGER,
    actor TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (campaign, id)
) STRICT;

CREATE TABLE raised_comment (
    seq INTEGER NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL,
    id TEXT NOT NULL,
    words TEXT NOT NULL,
    actor TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    FOREIGN KEY (campaign, id) REFERENCES raised (campaign, id)
) STRICT;

CREATE INDEX raised_comment_by_raised ON raised_comment (campaign, id);

CREATE TABLE inventory (
    seq INTEGER NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (campaign),
    actor TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX inventory_by_campaign ON inventory (campaign);

CREATE TABLE apparent_age (
    seq INTEGER NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (campaign),
    age TEXT NOT NULL,
    actor TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX apparent_age_by_campaign ON apparent_age (campaign);

CREATE TABLE place (
    seq INTEGER NOT NULL,
    place INTEGER NOT NULL,
    asset TEXT NOT NULL,
    path TEXT,
    x_px INTEGER,
    y_px INTEGER,
    w_px INTEGER,
    h_px INTEGER,
    PRIMARY KEY (seq, place)
) STRICT;
