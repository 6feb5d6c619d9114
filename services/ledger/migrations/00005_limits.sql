-- How often a brand was named, where not all of its hits are kept; 0 where they are. And what
-- was in work when the process ended without a word, more than once: it is set aside.

-- +goose Up

ALTER TABLE mentions ADD COLUMN hits_total BIGINT NOT NULL DEFAULT 0;

CREATE TABLE quarantine (
  kind    TEXT NOT NULL,   -- the work: detector, indexer, crawler, transcript
  id      TEXT NOT NULL,   -- of the document or the source
  size    BIGINT NOT NULL, -- bytes, as far as known
  deaths  BIGINT NOT NULL, -- how often the process ended over it
  held    BIGINT NOT NULL, -- it is not tried any more
  version TEXT NOT NULL,   -- the program's: another version tries again
  since   BIGINT NOT NULL,
  PRIMARY KEY (kind, id)
);
