-- Whatever is polled or listened to shares one table: sources, streams, and later what
-- brings visits and leads. A document may wait for several parts at once.

-- +goose Up

CREATE TABLE polls (
  subject_kind TEXT NOT NULL,
  subject      TEXT NOT NULL,
  type         TEXT NOT NULL,
  active       BIGINT NOT NULL,
  due          BIGINT NOT NULL,
  health       TEXT NOT NULL,
  state        TEXT NOT NULL,
  condition    TEXT NOT NULL,
  position     TEXT NOT NULL,
  lease_holder TEXT NOT NULL DEFAULT '',
  lease_until  BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (subject_kind, subject)
);
CREATE INDEX polls_due ON polls (subject_kind, due, subject) WHERE active = 1;

-- The old cursor held all three under the same names: each reader takes what is its own, and
-- the rest goes with the next write.
INSERT INTO polls (subject_kind, subject, type, active, due, health, state, condition, position)
  SELECT 'source', id, type, 1 - paused, due, health, cursor, cursor, cursor FROM sources;

DROP INDEX sources_due;
ALTER TABLE sources DROP COLUMN due;
ALTER TABLE sources DROP COLUMN health;
ALTER TABLE sources DROP COLUMN failures;
ALTER TABLE sources DROP COLUMN error;
ALTER TABLE sources DROP COLUMN last_read;
ALTER TABLE sources DROP COLUMN cursor;
ALTER TABLE sources DROP COLUMN lease_holder;
ALTER TABLE sources DROP COLUMN lease_until;
ALTER TABLE sources ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN query TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN settings TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN account TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN secret TEXT NOT NULL DEFAULT '';
-- When it was removed: it can be brought back for an hour.
ALTER TABLE sources ADD COLUMN removed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX sources_removed ON sources (removed) WHERE removed > 0;

-- Which scheme an address speaks is found out when it is added, no longer at the first read.
UPDATE sources SET url = 'https:' || url WHERE url LIKE '//%';

CREATE TABLE parts (
  document     TEXT NOT NULL,
  part         TEXT NOT NULL,
  source       TEXT NOT NULL,
  cost         BIGINT NOT NULL,
  brings_text  BIGINT NOT NULL,
  offers       TEXT NOT NULL,
  state        TEXT NOT NULL,
  not_before   BIGINT NOT NULL,
  attempts     BIGINT NOT NULL,
  error        TEXT NOT NULL,
  work         TEXT NOT NULL DEFAULT '',
  progress     DOUBLE PRECISION NOT NULL DEFAULT 0,
  created      BIGINT NOT NULL,
  lease_holder TEXT NOT NULL DEFAULT '',
  lease_until  BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (document, part)
);
CREATE INDEX parts_due ON parts (not_before, document, part) WHERE state = 'pending';

-- The old list of files mixed transcripts with chapters, which had a type of their own.
INSERT INTO parts (document, part, source, cost, brings_text, offers, state, not_before, attempts, error, created)
  SELECT document, 'chapters', source, 0, 0, refs, CASE WHEN state = 'read' THEN 'settled' ELSE state END, not_before, attempts, error, created
  FROM texts WHERE refs LIKE '%application/json+chapters%' AND state <> 'read';
INSERT INTO parts (document, part, source, cost, brings_text, offers, state, not_before, attempts, error, created)
  SELECT document, 'transcript', source, 0, 1, refs, CASE WHEN state = 'read' THEN 'settled' ELSE state END, not_before, attempts, error, created
  FROM texts WHERE (LENGTH(refs) - LENGTH(REPLACE(refs, '"url":', ''))) / 6
    > (LENGTH(refs) - LENGTH(REPLACE(refs, 'application/json+chapters', ''))) / 25;
DROP TABLE texts;

ALTER TABLE documents DROP COLUMN transcripts;
ALTER TABLE documents ADD COLUMN handle TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN thread TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN cluster TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN text_from TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN synthetic TEXT NOT NULL DEFAULT '';
CREATE INDEX documents_handle ON documents (network, handle) WHERE handle <> '';
