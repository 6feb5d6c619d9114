-- Searches that follow a brand: for which networks its owner wants them, and which sources they are. added is 1 for a
-- source that was added for the brand, which goes when no brand needs it.

-- +goose Up

CREATE TABLE brand_searches (
  workspace TEXT NOT NULL,
  brand     TEXT NOT NULL,
  type      TEXT NOT NULL,
  active    BIGINT NOT NULL,
  PRIMARY KEY (workspace, brand, type)
);

CREATE TABLE brand_search_sources (
  workspace TEXT NOT NULL,
  brand     TEXT NOT NULL,
  type      TEXT NOT NULL,
  source    TEXT NOT NULL,
  added     BIGINT NOT NULL,
  PRIMARY KEY (workspace, brand, type, source)
);
CREATE INDEX brand_search_sources_source ON brand_search_sources (source);
