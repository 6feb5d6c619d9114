-- Written by a test from the migrations; not to be edited.

CREATE TABLE account_spending (
  account TEXT NOT NULL,
  unit    TEXT NOT NULL,
  period  TEXT NOT NULL,
  spent   BIGINT NOT NULL,
  PRIMARY KEY (account, unit, period)
) WITHOUT ROWID;
CREATE TABLE accounts (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  type      TEXT NOT NULL,
  name      TEXT NOT NULL,
  settings  TEXT NOT NULL,
  secrets   TEXT NOT NULL,
  expires   BIGINT NOT NULL,
  revision  BIGINT NOT NULL,
  condition TEXT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE TABLE addresses (
  id       TEXT PRIMARY KEY,
  source   TEXT NOT NULL,
  url      TEXT NOT NULL,
  host     TEXT NOT NULL,
  added    BIGINT NOT NULL,
  pasted   TEXT NOT NULL,
  state    TEXT NOT NULL,
  document TEXT NOT NULL,
  tries    BIGINT NOT NULL,
  due      BIGINT NOT NULL,
  fault    TEXT NOT NULL,
  created  BIGINT NOT NULL,
  finished BIGINT NOT NULL
);
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
CREATE TABLE attempts (
  delivery TEXT NOT NULL,
  number   BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  took     BIGINT NOT NULL,
  status   BIGINT NOT NULL,
  reason   TEXT NOT NULL,
  error    TEXT NOT NULL,
  answer   TEXT NOT NULL, code TEXT NOT NULL DEFAULT '', params TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (delivery, number)
);
CREATE TABLE audit (
  n         INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace TEXT NOT NULL,
  at        BIGINT NOT NULL,
  actor     TEXT NOT NULL,
  action    TEXT NOT NULL,
  object    TEXT NOT NULL,
  detail    TEXT NOT NULL
);
CREATE TABLE bodies (
  arrival    BIGINT PRIMARY KEY,
  body BLOB NOT NULL
);
CREATE TABLE brand_search_sources (
  workspace TEXT NOT NULL,
  brand     TEXT NOT NULL,
  type      TEXT NOT NULL,
  source    TEXT NOT NULL,
  added     BIGINT NOT NULL,
  PRIMARY KEY (workspace, brand, type, source)
);
CREATE TABLE brand_searches (
  workspace TEXT NOT NULL,
  brand     TEXT NOT NULL,
  type      TEXT NOT NULL,
  active    BIGINT NOT NULL,
  PRIMARY KEY (workspace, brand, type)
);
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
CREATE TABLE channels (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  name      TEXT NOT NULL,
  type      TEXT NOT NULL,
  active    BIGINT NOT NULL,
  revision  BIGINT NOT NULL,
  data      TEXT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
, settings TEXT NOT NULL DEFAULT '', secrets TEXT NOT NULL DEFAULT '');
CREATE TABLE click_writers (
  writer TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  at     BIGINT NOT NULL
);
CREATE TABLE clicks (
  link  TEXT NOT NULL,
  start BIGINT NOT NULL,
  span  TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (link, start, span)
);
CREATE TABLE cluster_keys (
  key       BIGINT NOT NULL,
  document  BIGINT NOT NULL,
  published BIGINT NOT NULL,
  PRIMARY KEY (key, document)
) WITHOUT ROWID;
CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
CREATE TABLE dead_letters (
  id       TEXT PRIMARY KEY,
  consumer TEXT NOT NULL,
  stream   TEXT NOT NULL,
  msg_id   TEXT NOT NULL,
  subject  TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  payload  BLOB NOT NULL,
  attempts BIGINT NOT NULL,
  poison   BIGINT NOT NULL,
  cause    TEXT NOT NULL,
  state    TEXT NOT NULL,
  retries  BIGINT NOT NULL,
  created  BIGINT NOT NULL,
  updated  BIGINT NOT NULL
);
CREATE TABLE deliveries (
  id           TEXT PRIMARY KEY,
  workspace    TEXT NOT NULL,
  channel      TEXT NOT NULL,
  rules        TEXT NOT NULL,
  body         BLOB NOT NULL,
  state        TEXT NOT NULL,
  attempts     BIGINT NOT NULL,
  not_before   BIGINT NOT NULL,
  created      BIGINT NOT NULL,
  finished     BIGINT NOT NULL,
  error        TEXT NOT NULL,
  lease_holder TEXT NOT NULL DEFAULT '',
  lease_until  BIGINT NOT NULL DEFAULT 0
, media_type TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL DEFAULT 'new', reply_to TEXT NOT NULL DEFAULT '', ref TEXT NOT NULL DEFAULT '');
CREATE TABLE delivery_items (
  delivery TEXT NOT NULL,
  position BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  event    TEXT NOT NULL,
  revision BIGINT NOT NULL, headline TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (delivery, kind, subject)
);
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
) WITHOUT ROWID;
CREATE TABLE document_alternates (
  source    TEXT NOT NULL,
  alternate TEXT NOT NULL,
  document  TEXT NOT NULL,
  PRIMARY KEY (source, alternate)
);
CREATE TABLE document_fingerprints (
  document    BIGINT PRIMARY KEY,
  published   BIGINT NOT NULL,
  fingerprint BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE document_sources (
  document TEXT NOT NULL,
  source   TEXT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (document, source)
);
CREATE TABLE document_twins (
  document   TEXT PRIMARY KEY,
  twin       TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  reason     TEXT NOT NULL,
  offered    TEXT NOT NULL,
  created    BIGINT NOT NULL
);
CREATE TABLE documents (
  arrival                 INTEGER PRIMARY KEY AUTOINCREMENT,
  id                TEXT NOT NULL UNIQUE,
  revision          TEXT NOT NULL,
  head_revision              TEXT NOT NULL,
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
  backfill          BIGINT NOT NULL,
  body_size         BIGINT NOT NULL,
  created           BIGINT NOT NULL,
  updated           BIGINT NOT NULL,
  detected_revision TEXT NOT NULL DEFAULT '',
  detected_brands   BIGINT NOT NULL DEFAULT 0
, corrupt TEXT NOT NULL DEFAULT '', handle TEXT NOT NULL DEFAULT '', thread TEXT NOT NULL DEFAULT '', cluster TEXT NOT NULL DEFAULT '', text_from TEXT NOT NULL DEFAULT '', synthetic TEXT NOT NULL DEFAULT '', shift DOUBLE PRECISION NOT NULL DEFAULT 0);
CREATE TABLE hub_subscriptions (
  id      TEXT PRIMARY KEY,
  source  TEXT NOT NULL,
  hub     TEXT NOT NULL,
  topic   TEXT NOT NULL,
  secret  TEXT NOT NULL,
  wanted  BIGINT NOT NULL,
  pending BIGINT NOT NULL,
  tries   BIGINT NOT NULL,
  due     BIGINT NOT NULL,
  asked   BIGINT NOT NULL,
  alive   BIGINT NOT NULL,
  told    BIGINT NOT NULL,
  error   TEXT NOT NULL,
  code    TEXT NOT NULL
);
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
CREATE TABLE judgements (
  id      TEXT PRIMARY KEY,
  answer  TEXT NOT NULL,
  created BIGINT NOT NULL
);
CREATE TABLE lead_aliases (
  id         TEXT NOT NULL,
  lead       TEXT NOT NULL,
  workspace  TEXT NOT NULL,
  wording    TEXT NOT NULL,
  show_name  TEXT NOT NULL,
  person     TEXT NOT NULL,
  created    BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (id, lead)
);
CREATE TABLE lead_matches (
  lead       TEXT PRIMARY KEY,
  workspace  TEXT NOT NULL,
  tier       TEXT NOT NULL,
  mention    TEXT NOT NULL,
  show_name  TEXT NOT NULL,
  candidates TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  reason     TEXT NOT NULL,
  said_in    TEXT NOT NULL,
  judged     BIGINT NOT NULL,
  judged_by  TEXT NOT NULL,
  matched    BIGINT NOT NULL
, reasons TEXT NOT NULL DEFAULT '[]');
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
, match_due BIGINT NOT NULL DEFAULT 0, written TEXT NOT NULL DEFAULT '', written_of BIGINT NOT NULL DEFAULT 0);
CREATE TABLE leases (
  name   TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until  BIGINT NOT NULL
);
CREATE TABLE links (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  slug      TEXT NOT NULL,
  skeleton  TEXT NOT NULL,
  name      TEXT NOT NULL,
  target    TEXT NOT NULL,
  utm       TEXT NOT NULL,
  mention   TEXT NOT NULL,
  source    TEXT NOT NULL,
  service   TEXT NOT NULL,
  address   TEXT NOT NULL,
  revision  BIGINT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE TABLE matching (
  workspace TEXT PRIMARY KEY,
  since     BIGINT NOT NULL,
  revision  BIGINT NOT NULL,
  whole     BIGINT NOT NULL,
  version   TEXT NOT NULL
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
, hits_total BIGINT NOT NULL DEFAULT 0, cluster TEXT NOT NULL DEFAULT '', lead BIGINT NOT NULL DEFAULT 1);
CREATE TABLE objections (
  id      TEXT PRIMARY KEY,
  network TEXT NOT NULL,
  who     TEXT NOT NULL,
  note    TEXT NOT NULL,
  created BIGINT NOT NULL
);
CREATE TABLE "offsets" (
  consumer TEXT NOT NULL,
  stream   TEXT NOT NULL,
  sequence      BIGINT NOT NULL,
  updated  BIGINT NOT NULL,
  PRIMARY KEY (consumer, stream)
);
CREATE TABLE outbox (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  stream       TEXT NOT NULL,
  subject      TEXT NOT NULL,
  msg_id       TEXT NOT NULL,
  ref_id       TEXT NOT NULL,
  ref_revision TEXT NOT NULL,
  payload      BLOB NOT NULL,
  sequence          BIGINT NOT NULL DEFAULT 0,
  bus_sequence      BIGINT NOT NULL DEFAULT 0,
  created      BIGINT NOT NULL,
  published    BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE page_fetches (
  feed    TEXT NOT NULL,
  start   BIGINT NOT NULL,
  span    TEXT NOT NULL,
  kind    TEXT NOT NULL,
  name    TEXT NOT NULL,
  page    TEXT NOT NULL,
  proof   TEXT NOT NULL,
  fetches BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  PRIMARY KEY (feed, start, span, kind, name, page, proof)
) WITHOUT ROWID;
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
  lease_until  BIGINT NOT NULL DEFAULT 0, code TEXT NOT NULL DEFAULT '', params TEXT NOT NULL DEFAULT '', file TEXT NOT NULL DEFAULT '', priority INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (document, part)
);
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
CREATE TABLE rescans (
  id           TEXT PRIMARY KEY,
  workspace    TEXT NOT NULL,
  reason       TEXT NOT NULL,
  brands       TEXT NOT NULL,
  state        TEXT NOT NULL,
  position     BIGINT NOT NULL,
  done         BIGINT NOT NULL,
  total        BIGINT NOT NULL,
  appeared      BIGINT NOT NULL,
  changed      BIGINT NOT NULL,
  removed         BIGINT NOT NULL,
  error        TEXT NOT NULL,
  created      BIGINT NOT NULL,
  finished     BIGINT NOT NULL,
  lease_holder TEXT NOT NULL DEFAULT '',
  lease_until  BIGINT NOT NULL DEFAULT 0
, newest BIGINT NOT NULL DEFAULT 0);
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
) WITHOUT ROWID;
CREATE TABLE schema_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
CREATE TABLE sessions (
  hash      TEXT PRIMARY KEY,
  user_id   TEXT NOT NULL,
  created   BIGINT NOT NULL,
  last_used BIGINT NOT NULL,
  expires   BIGINT NOT NULL
);
CREATE TABLE settings (
  workspace TEXT NOT NULL,
  name      TEXT NOT NULL,
  value     TEXT NOT NULL,
  updated   BIGINT NOT NULL,
  PRIMARY KEY (workspace, name)
);
CREATE TABLE shares (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  report    TEXT NOT NULL,
  hash      TEXT NOT NULL,
  creator   TEXT NOT NULL,
  created   BIGINT NOT NULL,
  expires   BIGINT NOT NULL,
  revoked   BIGINT NOT NULL
);
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
CREATE TABLE source_twins (
  source  TEXT PRIMARY KEY,
  twin    TEXT NOT NULL,
  found   TEXT NOT NULL,
  created BIGINT NOT NULL,
  due     BIGINT NOT NULL
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
  title TEXT NOT NULL DEFAULT '', workspace TEXT NOT NULL DEFAULT '', query TEXT NOT NULL DEFAULT '', settings TEXT NOT NULL DEFAULT '', account TEXT NOT NULL DEFAULT '', secret TEXT NOT NULL DEFAULT '', removed BIGINT NOT NULL DEFAULT 0);
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
CREATE INDEX addresses_created ON addresses (created);
CREATE INDEX addresses_due ON addresses (due) WHERE state = 'waiting';
CREATE INDEX addresses_finished ON addresses (finished) WHERE state <> 'waiting';
CREATE INDEX addresses_source ON addresses (source, state, host);
CREATE INDEX annotations_day ON annotations (workspace, first_day, id);
CREATE INDEX audit_at ON audit (workspace, at);
CREATE INDEX brand_search_sources_source ON brand_search_sources (source);
CREATE INDEX channels_workspace ON channels (workspace);
CREATE INDEX dead_letters_state ON dead_letters (state, created, id);
CREATE INDEX deliveries_channel ON deliveries (channel, not_before, lease_until, id) WHERE state = 'pending';
CREATE INDEX deliveries_created ON deliveries (workspace, created, id);
CREATE INDEX deliveries_due ON deliveries (not_before, id) WHERE state = 'pending';
CREATE INDEX deliveries_gathering ON deliveries (channel, not_before) WHERE state = 'pending' AND media_type = '';
CREATE INDEX delivery_items_subject ON delivery_items (subject, event);
CREATE INDEX dismissed_hits_brand ON dismissed_hits (brand, surface);
CREATE INDEX document_alternates_document ON document_alternates (document);
CREATE INDEX document_sources_source ON document_sources (source);
CREATE UNIQUE INDEX document_twins_twin ON document_twins (twin);
CREATE INDEX documents_cluster ON documents (cluster, arrival);
CREATE INDEX documents_handle ON documents (network, handle) WHERE handle <> '';
CREATE INDEX documents_month ON documents (month);
CREATE INDEX documents_published ON documents (published, id);
CREATE INDEX documents_unreadable ON documents (arrival) WHERE corrupt <> '';
CREATE INDEX hub_subscriptions_due ON hub_subscriptions (due);
CREATE INDEX hub_subscriptions_source ON hub_subscriptions (source);
CREATE INDEX imports_created ON imports (workspace, created, id);
CREATE INDEX judgements_created ON judgements (created);
CREATE INDEX lead_aliases_lead ON lead_aliases (lead);
CREATE INDEX lead_aliases_workspace ON lead_aliases (workspace, wording);
CREATE INDEX lead_matches_mention ON lead_matches (mention) WHERE mention <> '';
CREATE INDEX lead_matches_tier ON lead_matches (workspace, tier, judged);
CREATE INDEX lead_sources_name ON lead_sources (workspace, site, name, id);
CREATE INDEX leads_match_due ON leads (match_due, id) WHERE match_due > 0;
CREATE INDEX leads_person ON leads (workspace, person) WHERE person <> '';
CREATE INDEX leads_source ON leads (source, time, id) WHERE erased = 0;
CREATE INDEX leads_time ON leads (workspace, time, id) WHERE erased = 0;
CREATE INDEX links_address ON links (workspace, address);
CREATE INDEX links_mention ON links (workspace, mention);
CREATE INDEX links_newest ON links (workspace, created, id);
CREATE UNIQUE INDEX links_skeleton ON links (skeleton);
CREATE INDEX links_source ON links (workspace, source);
CREATE INDEX mentions_brand ON mentions (workspace, brand, published, id);
CREATE INDEX mentions_cluster ON mentions (workspace, brand, cluster);
CREATE INDEX mentions_copies ON mentions (workspace, brand, cluster) WHERE lead = 0;
CREATE INDEX mentions_document ON mentions (document);
CREATE INDEX mentions_found ON mentions (workspace, found, id);
CREATE INDEX mentions_published ON mentions (workspace, published, id);
CREATE INDEX outbox_buried ON outbox (published) WHERE published > 0 AND bus_sequence = 0;
CREATE INDEX outbox_published ON outbox (published) WHERE published > 0;
CREATE INDEX outbox_stream ON outbox (stream, sequence);
CREATE INDEX outbox_waiting ON outbox (sequence, id) WHERE published = 0;
CREATE INDEX page_fetches_minutes ON page_fetches (start) WHERE span = 'minute';
CREATE INDEX parts_due ON parts (not_before, document, part) WHERE state = 'pending';
CREATE INDEX polls_due ON polls (subject_kind, due, subject) WHERE active = 1;
CREATE UNIQUE INDEX reports_cluster ON reports (workspace, brand, cluster);
CREATE INDEX reports_published ON reports (workspace, published, id);
CREATE INDEX rescans_created ON rescans (workspace, created, id);
CREATE INDEX rules_workspace ON rules (workspace);
CREATE INDEX sample_feeds_name ON sample_feeds (workspace, site, name, id);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX shares_expires ON shares (expires);
CREATE UNIQUE INDEX shares_hash ON shares (hash);
CREATE INDEX shares_report ON shares (workspace, report);
CREATE UNIQUE INDEX sites_name ON sites (workspace, name);
CREATE INDEX source_twins_due ON source_twins (due) WHERE due > 0;
CREATE INDEX source_twins_twin ON source_twins (twin);
CREATE INDEX sources_account ON sources (account) WHERE account <> '';
CREATE INDEX sources_name ON sources (name, id);
CREATE INDEX sources_removed ON sources (removed) WHERE removed > 0;
INSERT INTO schema_version (version_id, is_applied) VALUES (0, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (1, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (2, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (3, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (4, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (5, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (7, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (8, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (9, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (10, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (11, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (12, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (13, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (14, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (15, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (16, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (17, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (18, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (19, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (20, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (21, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (22, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (24, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (25, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (26, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (27, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (29, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (30, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (31, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (32, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (33, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (35, 1);
INSERT INTO schema_version (version_id, is_applied) VALUES (37, 1);
