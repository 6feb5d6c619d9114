-- Leads: where they come from, and who showed interest. How far a source was read is in polls,
-- with the subject kind "leads".

-- +goose Up

CREATE TABLE lead_sources (
  id           TEXT PRIMARY KEY,
  workspace    TEXT NOT NULL,
  site         TEXT NOT NULL,
  type         TEXT NOT NULL,
  name         TEXT NOT NULL,
  url          TEXT NOT NULL,
  zone         TEXT NOT NULL,
  paused       BIGINT NOT NULL,
  settings     TEXT NOT NULL,
  secrets      TEXT NOT NULL,
  keep_address BIGINT NOT NULL,
  arrival      TEXT NOT NULL,
  created      BIGINT NOT NULL,
  updated      BIGINT NOT NULL
);
CREATE INDEX lead_sources_name ON lead_sources (workspace, site, name, id);

-- An erased lead keeps its id only, so that it doesn't come back when it is read again.
CREATE TABLE leads (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  source    TEXT NOT NULL,
  lead_key  TEXT NOT NULL,
  time      BIGINT NOT NULL,
  changed   BIGINT NOT NULL,
  stage     TEXT NOT NULL,
  value     DOUBLE PRECISION,
  answer    TEXT NOT NULL,
  note      TEXT NOT NULL,
  cut       BIGINT NOT NULL,
  landing   TEXT NOT NULL,
  person    TEXT NOT NULL,
  address   TEXT NOT NULL,
  imported  BIGINT NOT NULL,
  test      BIGINT NOT NULL,
  erased    BIGINT NOT NULL,
  created   BIGINT NOT NULL
);
CREATE INDEX leads_time ON leads (workspace, time, id) WHERE erased = 0;
CREATE INDEX leads_source ON leads (source, time, id) WHERE erased = 0;
CREATE INDEX leads_person ON leads (workspace, person) WHERE person <> '';
