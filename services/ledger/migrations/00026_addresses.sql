-- Addresses of single posts and pages that are read once: added by a person, pasted, or mentioned by a source.

-- +goose Up

CREATE TABLE addresses (
  id       TEXT PRIMARY KEY,
  url      TEXT NOT NULL,
  pasted   TEXT NOT NULL,
  found_by TEXT NOT NULL,
  state    TEXT NOT NULL,
  document TEXT NOT NULL,
  tries    BIGINT NOT NULL,
  due      BIGINT NOT NULL,
  fault    TEXT NOT NULL,
  created  BIGINT NOT NULL,
  finished BIGINT NOT NULL
);
CREATE INDEX addresses_due ON addresses (due) WHERE state = 'waiting';
CREATE INDEX addresses_created ON addresses (created);
