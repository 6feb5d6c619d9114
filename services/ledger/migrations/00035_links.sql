-- Short links to say aloud or print, and how often each was followed. Nothing is stored about who
-- followed one. Sent holds the last batch of each process that counts, so that a batch is added once.

-- +goose Up

CREATE TABLE links (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  slug      TEXT NOT NULL,
  skeleton  TEXT NOT NULL,
  name      TEXT NOT NULL,
  target    TEXT NOT NULL,
  utm       TEXT NOT NULL,
  mention   TEXT NOT NULL,
  source    TEXT NOT NULL,
  service   TEXT NOT NULL,
  address   TEXT NOT NULL,
  revision  BIGINT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE UNIQUE INDEX links_skeleton ON links (skeleton);
CREATE INDEX links_newest ON links (workspace, created, id);
CREATE INDEX links_mention ON links (workspace, mention);
CREATE INDEX links_source ON links (workspace, source);
CREATE INDEX links_address ON links (workspace, address);

CREATE TABLE clicks (
  link  TEXT NOT NULL,
  start BIGINT NOT NULL,
  span  TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (link, start, span)
);

CREATE TABLE click_writers (
  writer TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  at     BIGINT NOT NULL
);
