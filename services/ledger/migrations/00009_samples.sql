-- Visits: where they are counted, and the numbers. How far a feed was read is in polls, with
-- the subject kind "visits".

-- +goose Up

CREATE TABLE sample_feeds (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  site      TEXT NOT NULL,
  type      TEXT NOT NULL,
  name      TEXT NOT NULL,
  url       TEXT NOT NULL,
  zone      TEXT NOT NULL,
  paused    BIGINT NOT NULL,
  settings  TEXT NOT NULL,
  secret    TEXT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE INDEX sample_feeds_name ON sample_feeds (workspace, site, name, id);

CREATE TABLE samples (
  feed    TEXT NOT NULL,
  start   BIGINT NOT NULL,
  span    TEXT NOT NULL,
  metric  TEXT NOT NULL,
  channel TEXT NOT NULL,
  landing TEXT NOT NULL,
  country TEXT NOT NULL,
  value   DOUBLE PRECISION NOT NULL,
  state   TEXT NOT NULL,
  PRIMARY KEY (feed, start, span, metric, channel, landing, country)
){{clustered}};
