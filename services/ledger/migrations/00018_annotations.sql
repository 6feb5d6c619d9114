-- What a team knows about its own days: releases, campaigns, outages. Days are dates in the
-- time zone of the site, the last one included.

-- +goose Up

CREATE TABLE annotations (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  site      TEXT NOT NULL,
  name      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day  TEXT NOT NULL,
  counting  TEXT NOT NULL,
  revision  BIGINT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE INDEX annotations_day ON annotations (workspace, first_day, id);
