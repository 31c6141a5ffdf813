"""The tables of the article database."""

from __future__ import annotations

# A number that changes with the tables, so that a folder of another format says so.
FORMAT = 1

# only of the newest versions; a rebuild fills a second table of the kind
PASSAGES = """
CREATE TABLE {name} (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    version TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    sentences TEXT NOT NULL
) WITHOUT ROWID"""
PASSAGES_BY_ARTICLE = "CREATE INDEX passages_by_article ON passages (article_id)"

SCHEMA = f"""
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    version TEXT NOT NULL,
    source TEXT,
    day INTEGER,
    publisher TEXT,
    -- the number of the article that this one is a copy of, or its own
    story INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX articles_by_source ON articles (source);
CREATE INDEX articles_by_story ON articles (story);
-- what near-duplicates share, to find them by
CREATE TABLE bands (value INTEGER, article INTEGER, PRIMARY KEY (value, article)) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article);
CREATE TABLE versions (
    number INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    version TEXT NOT NULL,
    content TEXT NOT NULL,
    added TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
    UNIQUE (article_id, version)
);
{PASSAGES.format(name="passages")};
{PASSAGES_BY_ARTICLE};
CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL
) WITHOUT ROWID;
-- articles being changed, with every passage that the other stores may hold because of it
CREATE TABLE journal (article_id TEXT PRIMARY KEY, passage_ids TEXT NOT NULL) WITHOUT ROWID;
"""
