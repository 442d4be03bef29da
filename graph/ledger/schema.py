"""Which tables does the ledger have, and what does each row mean?

One SQLite file, STRICT tables. Content tables (`record`, `quote`, `body`, `document`, `statement`, `extraction`,
`catalogue`, `judgement`, `undoing`, `proposal`, `settlement`, `token`, `revocation`, `tombstone`) name in `run` or
`opened` the run that wrote the row; such a row is never changed again but by an erasure, only closed. Dictionary
tables (`term`, `predicate`, `aspect`) hold words and are proved by the digests of the statements that use them.
"""

from __future__ import annotations

__all__ = ["CREATE", "INDEXES", "STATEMENT_INDEXES", "VERSION"]

VERSION = 1  # PRAGMA user_version; raise it with every change of a table

CREATE = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- one row for everything that ever changed the ledger; the id is the revision
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,            -- load, judge, review, token, erase
    at TEXT NOT NULL,              -- UTC, never before the run before it
    part INTEGER REFERENCES part,
    by TEXT NOT NULL,
    note TEXT NOT NULL,            -- why
    fingerprint TEXT NOT NULL,
    counts TEXT NOT NULL,          -- JSON
    statements INTEGER NOT NULL,   -- the highest id in `statement` when it ended
    sections TEXT NOT NULL,        -- JSON: what this run wrote, {section: [rows, hash over their leaves]}
    hash BLOB NOT NULL             -- over the run before and all of the above
) STRICT;

CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE catalogue (           -- a source's entry, as it was from this run on
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    entry TEXT NOT NULL            -- JSON
) STRICT;
CREATE TABLE part (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source,
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL DEFAULT '',   -- of what was last loaded: saves parsing, proves nothing
    UNIQUE (source, name)
) STRICT;

CREATE TABLE term (                -- entity ids (datatype '') and values
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    datatype TEXT NOT NULL,
    lang TEXT NOT NULL,
    UNIQUE (text, datatype, lang)
) STRICT;
CREATE TABLE predicate (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE aspect (              -- how it is said
    id INTEGER PRIMARY KEY,
    mode TEXT NOT NULL,
    valid TEXT NOT NULL,           -- When.key, or ''
    qualifiers TEXT NOT NULL,      -- JSON list of pairs, or ''
    UNIQUE (mode, valid, qualifiers)
) STRICT;
CREATE TABLE extraction (          -- how surely, and who read it
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    confidence REAL NOT NULL,
    by TEXT NOT NULL,
    UNIQUE (confidence, by)
) STRICT;

CREATE TABLE record (              -- a row as it was read, or the address of a document
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    part INTEGER NOT NULL REFERENCES part,
    key TEXT NOT NULL,
    retrieved TEXT NOT NULL,
    row TEXT NOT NULL
) STRICT;
CREATE TABLE body (                -- the canonical text of documents
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE document (            -- a part showed this body under this title
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    opened INTEGER NOT NULL,
    closed INTEGER,
    part INTEGER NOT NULL REFERENCES part,
    body INTEGER NOT NULL REFERENCES body,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    media_type TEXT NOT NULL,
    url TEXT NOT NULL
) STRICT;
CREATE TABLE quote (               -- code points [start, end) of a body
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    body INTEGER NOT NULL REFERENCES body,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    occurrence INTEGER NOT NULL,
    UNIQUE (body, start, stop, occurrence)
) STRICT;

-- a row is one sighting: from run `opened` until run `closed` this part said it, in this place. The same digest
-- has a new row when it is seen elsewhere, said again after a pause, or said by another part as well; of the rows
-- open at a revision the one with the lowest id stands for all.
CREATE TABLE statement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL,
    opened INTEGER NOT NULL,
    closed INTEGER,
    part INTEGER NOT NULL REFERENCES part,
    record INTEGER NOT NULL REFERENCES record,
    subject INTEGER NOT NULL REFERENCES term,
    predicate INTEGER NOT NULL REFERENCES predicate,
    object INTEGER NOT NULL REFERENCES term,
    aspect INTEGER NOT NULL REFERENCES aspect,
    extraction INTEGER NOT NULL REFERENCES extraction,
    quote INTEGER REFERENCES quote,
    again INTEGER NOT NULL         -- 1 where an older row has the same digest
) STRICT;

CREATE TABLE judgement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    verdict TEXT NOT NULL,
    by TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
CREATE TABLE undoing (             -- of a judgement
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    judgement INTEGER NOT NULL UNIQUE REFERENCES judgement,
    by TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

CREATE TABLE proposal (            -- the one review queue
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    proposal TEXT NOT NULL,        -- JSON
    reasons TEXT NOT NULL,         -- JSON
    by TEXT NOT NULL,
    UNIQUE (kind, key)
) STRICT;
CREATE TABLE settlement (          -- the last one of a proposal gives its state; none is 'open'
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    proposal INTEGER NOT NULL REFERENCES proposal,
    state TEXT NOT NULL,
    by TEXT NOT NULL,
    why TEXT NOT NULL,
    correction TEXT NOT NULL       -- JSON
) STRICT;

CREATE TABLE token (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    role TEXT NOT NULL,
    label TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE revocation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    token INTEGER NOT NULL UNIQUE REFERENCES token
) STRICT;

-- what an erasure leaves: keyed hashes, no content
CREATE TABLE tombstone (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    kind TEXT NOT NULL,            -- entity, name, document, statement
    hash BLOB NOT NULL,
    scope INTEGER REFERENCES source,   -- name: the source it is blanked in
    words INTEGER,                 -- name: how many words
    hint INTEGER,                  -- name: 16 bits of the hash of its first word in order
    ranges TEXT                    -- document: JSON list of the ranges that were blanked
) STRICT;
CREATE TABLE erased (              -- the leaf that a removed or rewritten row had in the chain
    kind TEXT NOT NULL,            -- the row's table
    id INTEGER NOT NULL,
    run INTEGER NOT NULL,          -- the erasure
    born INTEGER NOT NULL,         -- the run that wrote the row
    closed INTEGER,                -- the run that closed it before, if one did
    gone INTEGER NOT NULL,         -- 1 removed, 0 rewritten
    leaf BLOB NOT NULL,
    PRIMARY KEY (kind, id, run)
) STRICT, WITHOUT ROWID;
"""

STATEMENT_INDEXES = {
    # Unique, so that what one load says twice is kept once.
    "statement_digest": "CREATE UNIQUE INDEX statement_digest ON statement (digest, part, opened)",
    "statement_subject": "CREATE INDEX statement_subject ON statement (subject)",
    "statement_object": "CREATE INDEX statement_object ON statement (object)",
    "statement_predicate": "CREATE INDEX statement_predicate ON statement (predicate)",
    "statement_open": "CREATE INDEX statement_open ON statement (part) WHERE closed IS NULL",
    "statement_closed": "CREATE INDEX statement_closed ON statement (closed) WHERE closed IS NOT NULL",
}
INDEXES = """
CREATE INDEX catalogue_source ON catalogue (source);
CREATE INDEX document_part ON document (part);
CREATE INDEX document_body ON document (body);
CREATE INDEX judgement_a ON judgement (a);
CREATE INDEX judgement_b ON judgement (b);
CREATE INDEX settlement_proposal ON settlement (proposal);
CREATE INDEX tombstone_hash ON tombstone (hash);
"""
