-- Addresses of posts and pages that are read once. added is 1 for those that a person added or pasted, which belong to the
-- source of single posts and pages; the others were found by their source. due of one that is being read is when
-- another process may take it.

-- +goose Up

CREATE TABLE addresses (
  id       TEXT PRIMARY KEY,
  source   TEXT NOT NULL,
  url      TEXT NOT NULL,
  host     TEXT NOT NULL,
  added    BIGINT NOT NULL,
  pasted   TEXT NOT NULL,
  state    TEXT NOT NULL,
  document TEXT NOT NULL,
  tries    BIGINT NOT NULL,
  due      BIGINT NOT NULL,
  fault    TEXT NOT NULL,
  created  BIGINT NOT NULL,
  finished BIGINT NOT NULL
);
CREATE INDEX addresses_due ON addresses (due) WHERE state = 'waiting';
CREATE INDEX addresses_source ON addresses (source, state, host);
CREATE INDEX addresses_created ON addresses (created);
CREATE INDEX addresses_finished ON addresses (finished) WHERE state <> 'waiting';
