-- Single hits that a person dismissed. Each is kept whole, so that it can be restored, and a
-- rescan leaves it out again.

-- +goose Up

CREATE TABLE dismissed_hits (
  mention   TEXT NOT NULL,
  hit       TEXT NOT NULL,
  workspace TEXT NOT NULL,
  brand     TEXT NOT NULL,
  surface   TEXT NOT NULL,
  is_name   BIGINT NOT NULL,
  data      TEXT NOT NULL,
  created   BIGINT NOT NULL,
  PRIMARY KEY (mention, hit)
){{clustered}};
CREATE INDEX dismissed_hits_brand ON dismissed_hits (brand, surface);

-- A rescan may be limited to the newest documents that mention its brands; 0 is no limit.
ALTER TABLE rescans ADD COLUMN newest BIGINT NOT NULL DEFAULT 0;
