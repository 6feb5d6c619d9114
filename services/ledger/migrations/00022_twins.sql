-- The YouTube channel that has the recordings of a podcast, and which of its videos is which episode. A video
-- belongs to one episode at most. due is when the two lists are compared again; zero means not before one
-- of them changes.

-- +goose Up

CREATE TABLE source_twins (
  source  TEXT PRIMARY KEY,
  twin    TEXT NOT NULL,
  found   TEXT NOT NULL,
  created BIGINT NOT NULL,
  due     BIGINT NOT NULL
);
CREATE INDEX source_twins_twin ON source_twins (twin);
CREATE INDEX source_twins_due ON source_twins (due) WHERE due > 0;

CREATE TABLE document_twins (
  document   TEXT PRIMARY KEY,
  twin       TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  reason     TEXT NOT NULL,
  offered    TEXT NOT NULL,
  created    BIGINT NOT NULL
);
CREATE UNIQUE INDEX document_twins_twin ON document_twins (twin);
