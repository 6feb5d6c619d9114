-- Links by which a report is read without signing in. Only the hash of the link's token is
-- stored; the link itself is shown once.

-- +goose Up

CREATE TABLE shares (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  report    TEXT NOT NULL,
  hash      TEXT NOT NULL,
  creator   TEXT NOT NULL,
  created   BIGINT NOT NULL,
  expires   BIGINT NOT NULL,
  revoked   BIGINT NOT NULL
);
CREATE UNIQUE INDEX shares_hash ON shares (hash);
CREATE INDEX shares_report ON shares (workspace, report);
CREATE INDEX shares_expires ON shares (expires);
