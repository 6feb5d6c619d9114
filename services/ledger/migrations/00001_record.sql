-- The record. Times are microseconds since 1970, UTC, 0 for never. Flags are 0 or 1.
-- Lists and small objects that are never searched are JSON in TEXT columns.
-- {{serial}} and {{blob}} are the only words that differ between the two databases.

-- +goose Up

CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);

CREATE TABLE settings (
  workspace TEXT NOT NULL,
  name      TEXT NOT NULL,
  value     TEXT NOT NULL,
  updated   BIGINT NOT NULL,
  PRIMARY KEY (workspace, name)
);

CREATE TABLE sources (
  id           TEXT PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  address      TEXT NOT NULL UNIQUE,
  type         TEXT NOT NULL,
  url          TEXT NOT NULL,
  name         TEXT NOT NULL,
  site         TEXT NOT NULL,
  language     TEXT NOT NULL,
  author       TEXT NOT NULL,
  image        TEXT NOT NULL,
  paused       BIGINT NOT NULL,
  created      BIGINT NOT NULL,
  updated      BIGINT NOT NULL,
  due          BIGINT NOT NULL,
  health       TEXT NOT NULL,
  failures     BIGINT NOT NULL,
  error        TEXT NOT NULL,
  last_read    BIGINT NOT NULL,
  cursor       TEXT NOT NULL,
  lease_holder TEXT NOT NULL DEFAULT '',
  lease_until  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sources_due ON sources (due, id) WHERE paused = 0 AND type <> 'import';
CREATE INDEX sources_name ON sources (name, id);

-- n is the order of arrival: scans of the archive follow it, and the bodies lie in it.
CREATE TABLE documents (
  n                 {{serial}},
  id                TEXT NOT NULL UNIQUE,
  revision          TEXT NOT NULL,
  head              TEXT NOT NULL,
  month             TEXT NOT NULL,
  kind              TEXT NOT NULL,
  network           TEXT NOT NULL,
  key               TEXT NOT NULL,
  source            TEXT NOT NULL,
  url               TEXT NOT NULL,
  title             TEXT NOT NULL,
  notes             TEXT NOT NULL,
  chapters          TEXT NOT NULL,
  author            TEXT NOT NULL,
  people            TEXT NOT NULL,
  language          TEXT NOT NULL,
  published         BIGINT NOT NULL,
  undated           BIGINT NOT NULL,
  fetched           BIGINT NOT NULL,
  duration          DOUBLE PRECISION NOT NULL,
  audio             TEXT NOT NULL,
  audio_type        TEXT NOT NULL,
  origin            TEXT NOT NULL,
  engagement        TEXT NOT NULL,
  transcripts       TEXT NOT NULL,
  backfill          BIGINT NOT NULL,
  body_size         BIGINT NOT NULL,
  created           BIGINT NOT NULL,
  updated           BIGINT NOT NULL,
  detected_revision TEXT NOT NULL DEFAULT '',
  detected_brands   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX documents_month ON documents (month);
CREATE INDEX documents_published ON documents (published, id);

-- What was said: a format byte, then zstd. Apart from the documents, so that lists
-- of titles don't drag transcripts through the cache.
CREATE TABLE bodies (
  n    BIGINT PRIMARY KEY,
  body {{blob}} NOT NULL
);

CREATE TABLE document_sources (
  document TEXT NOT NULL,
  source   TEXT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (document, source)
);
CREATE INDEX document_sources_source ON document_sources (source);

-- Other names under which a source may list the same document after its guid changed.
CREATE TABLE document_alternates (
  source    TEXT NOT NULL,
  alternate TEXT NOT NULL,
  document  TEXT NOT NULL,
  PRIMARY KEY (source, alternate)
);
CREATE INDEX document_alternates_document ON document_alternates (document);

-- Transcripts still to be fetched.
CREATE TABLE texts (
  document     TEXT PRIMARY KEY,
  source       TEXT NOT NULL,
  refs         TEXT NOT NULL,
  state        TEXT NOT NULL,
  not_before   BIGINT NOT NULL,
  attempts     BIGINT NOT NULL,
  error        TEXT NOT NULL,
  created      BIGINT NOT NULL,
  lease_holder TEXT NOT NULL DEFAULT '',
  lease_until  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX texts_due ON texts (not_before, document) WHERE state = 'pending';

CREATE TABLE brands (
  workspace     TEXT NOT NULL,
  id            TEXT NOT NULL,
  name          TEXT NOT NULL,
  own           BIGINT NOT NULL,
  competes_with TEXT NOT NULL,
  active        BIGINT NOT NULL,
  deleted       BIGINT NOT NULL,
  revision      BIGINT NOT NULL,
  data          TEXT NOT NULL,
  created       BIGINT NOT NULL,
  updated       BIGINT NOT NULL,
  PRIMARY KEY (workspace, id)
);

CREATE TABLE mentions (
  id         TEXT PRIMARY KEY,
  workspace  TEXT NOT NULL,
  brand      TEXT NOT NULL,
  document   TEXT NOT NULL,
  revision   BIGINT NOT NULL,
  type       TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  unsure     BIGINT NOT NULL,
  backfill   BIGINT NOT NULL,
  state      TEXT NOT NULL,
  reason     TEXT NOT NULL,
  starred    BIGINT NOT NULL,
  assignee   TEXT NOT NULL,
  note       TEXT NOT NULL,
  removed    BIGINT NOT NULL,
  hits       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  network    TEXT NOT NULL,
  source     TEXT NOT NULL,
  language   TEXT NOT NULL,
  published  BIGINT NOT NULL,
  found      BIGINT NOT NULL,
  updated    BIGINT NOT NULL
);
CREATE INDEX mentions_published ON mentions (workspace, published, id);
CREATE INDEX mentions_found ON mentions (workspace, found, id);
CREATE INDEX mentions_brand ON mentions (workspace, brand, published, id);
CREATE INDEX mentions_document ON mentions (document);

-- published 0 is what the relay still has to send. Rows are found by that, never by
-- "id above the last one seen": PostgreSQL hands out ids before it commits them.
CREATE TABLE outbox (
  id           {{serial}},
  stream       TEXT NOT NULL,
  subject      TEXT NOT NULL,
  msg_id       TEXT NOT NULL,
  ref_id       TEXT NOT NULL,
  ref_revision TEXT NOT NULL,
  payload      {{blob}} NOT NULL,
  seq          BIGINT NOT NULL DEFAULT 0,
  bus_seq      BIGINT NOT NULL DEFAULT 0,
  created      BIGINT NOT NULL,
  published    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX outbox_waiting ON outbox (seq, id) WHERE published = 0;
CREATE INDEX outbox_stream ON outbox (stream, seq);
CREATE INDEX outbox_published ON outbox (published) WHERE published > 0;

CREATE TABLE marks (
  consumer TEXT NOT NULL,
  stream   TEXT NOT NULL,
  seq      BIGINT NOT NULL,
  updated  BIGINT NOT NULL,
  PRIMARY KEY (consumer, stream)
);

CREATE TABLE leases (
  name   TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until  BIGINT NOT NULL
);

CREATE TABLE rules (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  name      TEXT NOT NULL,
  active    BIGINT NOT NULL,
  revision  BIGINT NOT NULL,
  data      TEXT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE INDEX rules_workspace ON rules (workspace);

CREATE TABLE channels (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  name      TEXT NOT NULL,
  type      TEXT NOT NULL,
  active    BIGINT NOT NULL,
  revision  BIGINT NOT NULL,
  secret    TEXT NOT NULL,
  data      TEXT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE INDEX channels_workspace ON channels (workspace);

CREATE TABLE deliveries (
  id           TEXT PRIMARY KEY,
  workspace    TEXT NOT NULL,
  channel      TEXT NOT NULL,
  rules        TEXT NOT NULL,
  mention      TEXT NOT NULL,
  event        TEXT NOT NULL,
  body         {{blob}} NOT NULL,
  state        TEXT NOT NULL,
  attempts     BIGINT NOT NULL,
  not_before   BIGINT NOT NULL,
  created      BIGINT NOT NULL,
  finished     BIGINT NOT NULL,
  error        TEXT NOT NULL,
  lease_holder TEXT NOT NULL DEFAULT '',
  lease_until  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX deliveries_due ON deliveries (not_before, id) WHERE state = 'pending';
CREATE INDEX deliveries_channel ON deliveries (channel, not_before, lease_until, id) WHERE state = 'pending';
CREATE INDEX deliveries_created ON deliveries (workspace, created, id);
CREATE INDEX deliveries_mention ON deliveries (mention);

CREATE TABLE attempts (
  delivery TEXT NOT NULL,
  number   BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  took     BIGINT NOT NULL,
  status   BIGINT NOT NULL,
  reason   TEXT NOT NULL,
  error    TEXT NOT NULL,
  answer   TEXT NOT NULL,
  PRIMARY KEY (delivery, number)
);

CREATE TABLE rescans (
  id           TEXT PRIMARY KEY,
  workspace    TEXT NOT NULL,
  reason       TEXT NOT NULL,
  brands       TEXT NOT NULL,
  state        TEXT NOT NULL,
  position     BIGINT NOT NULL,
  done         BIGINT NOT NULL,
  total        BIGINT NOT NULL,
  appears      BIGINT NOT NULL,
  changes      BIGINT NOT NULL,
  goes         BIGINT NOT NULL,
  error        TEXT NOT NULL,
  created      BIGINT NOT NULL,
  finished     BIGINT NOT NULL,
  lease_holder TEXT NOT NULL DEFAULT '',
  lease_until  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX rescans_created ON rescans (workspace, created, id);

CREATE TABLE imports (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  kind      TEXT NOT NULL,
  name      TEXT NOT NULL,
  state     TEXT NOT NULL,
  counts    TEXT NOT NULL,
  refused   TEXT NOT NULL,
  created   BIGINT NOT NULL,
  finished  BIGINT NOT NULL
);
CREATE INDEX imports_created ON imports (workspace, created, id);

CREATE TABLE users (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  email     TEXT NOT NULL UNIQUE,
  name      TEXT NOT NULL,
  password  TEXT NOT NULL,
  role      TEXT NOT NULL,
  created   BIGINT NOT NULL,
  disabled  BIGINT NOT NULL
);

CREATE TABLE sessions (
  hash      TEXT PRIMARY KEY,
  user_id   TEXT NOT NULL,
  created   BIGINT NOT NULL,
  last_used BIGINT NOT NULL,
  expires   BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE tokens (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  name      TEXT NOT NULL,
  hash      TEXT NOT NULL UNIQUE,
  scopes    TEXT NOT NULL,
  created   BIGINT NOT NULL,
  last_used BIGINT NOT NULL,
  expires   BIGINT NOT NULL,
  revoked   BIGINT NOT NULL
);

CREATE TABLE audit (
  n         {{serial}},
  workspace TEXT NOT NULL,
  at        BIGINT NOT NULL,
  actor     TEXT NOT NULL,
  action    TEXT NOT NULL,
  object    TEXT NOT NULL,
  detail    TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (workspace, at);
