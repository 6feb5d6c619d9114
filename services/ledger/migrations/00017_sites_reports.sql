-- Sites get settings of their own, and mentions get reports. Until now a site was only a name
-- and a time zone in each of its feeds.

-- +goose Up

CREATE TABLE sites (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  name      TEXT NOT NULL,
  zone      TEXT NOT NULL,
  domains   TEXT NOT NULL,
  brands    TEXT NOT NULL,
  primaries TEXT NOT NULL,
  holidays  TEXT NOT NULL,
  revision  BIGINT NOT NULL,
  due       BIGINT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE UNIQUE INDEX sites_name ON sites (workspace, name);

-- The time zone of a site is that of its first feed. The id of a feed is as good an id as any,
-- and the same on every machine.
INSERT INTO sites (id, workspace, name, zone, domains, brands, primaries, holidays, revision, due, created, updated)
  SELECT f.id, f.workspace, f.site, f.zone, '', '', '', '', 1, 1, f.created, f.created FROM sample_feeds f
  WHERE f.id = (SELECT g.id FROM sample_feeds g WHERE g.workspace = f.workspace AND g.site = f.site ORDER BY g.created, g.id LIMIT 1);

CREATE TABLE reports (
  id         TEXT PRIMARY KEY,
  workspace  TEXT NOT NULL,
  brand      TEXT NOT NULL,
  cluster    TEXT NOT NULL,
  mention    TEXT NOT NULL,
  site       TEXT NOT NULL,
  title      TEXT NOT NULL,
  show       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  published  BIGINT NOT NULL,
  state      TEXT NOT NULL,
  verdict    TEXT NOT NULL,
  stands_out BIGINT NOT NULL,
  p          DOUBLE PRECISION NOT NULL,
  together   TEXT NOT NULL,
  input      TEXT NOT NULL,
  chosen     BIGINT NOT NULL,
  removed    BIGINT NOT NULL,
  revision   BIGINT NOT NULL,
  body       TEXT NOT NULL,
  method     TEXT NOT NULL,
  created    BIGINT NOT NULL,
  revised    BIGINT NOT NULL
);
CREATE UNIQUE INDEX reports_cluster ON reports (workspace, brand, cluster);
CREATE INDEX reports_published ON reports (workspace, published, id);
