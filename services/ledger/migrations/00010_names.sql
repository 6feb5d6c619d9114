-- Tables and columns get the names that the code uses for the same things. This is the only
-- step that renames; later ones only add.

-- +goose Up

ALTER TABLE marks RENAME TO offsets;
ALTER TABLE offsets RENAME COLUMN seq TO sequence;
ALTER TABLE outbox RENAME COLUMN seq TO sequence;
ALTER TABLE outbox RENAME COLUMN bus_seq TO bus_sequence;

ALTER TABLE documents RENAME COLUMN n TO arrival;
ALTER TABLE documents RENAME COLUMN head TO head_revision;
ALTER TABLE documents RENAME COLUMN unreadable TO corrupt;
ALTER TABLE bodies RENAME COLUMN n TO arrival;

ALTER TABLE rescans RENAME COLUMN appears TO appeared;
ALTER TABLE rescans RENAME COLUMN changes TO changed;
ALTER TABLE rescans RENAME COLUMN goes TO removed;

-- What the judge answered was kept among the settings, under a prefix. An answer is used
-- for 180 days and then deleted.
CREATE TABLE judgements (
  id      TEXT PRIMARY KEY,
  answer  TEXT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX judgements_created ON judgements (created);
INSERT INTO judgements (id, answer, created)
  SELECT SUBSTR(name, 7), value, updated FROM settings WHERE workspace = 'default' AND name LIKE 'judge:%';
DELETE FROM settings WHERE workspace = 'default' AND name LIKE 'judge:%';
