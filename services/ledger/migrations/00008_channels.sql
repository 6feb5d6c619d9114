-- Channels of any type have settings and secrets by name; a delivery holds items, one for each
-- mention it tells of, and the media type of its bytes: empty while it isn't rendered.
-- What was rendered before goes out as it is, under the id it has.

-- +goose Up

ALTER TABLE channels ADD COLUMN settings TEXT NOT NULL DEFAULT '';
ALTER TABLE channels ADD COLUMN secrets TEXT NOT NULL DEFAULT '';
UPDATE channels SET settings = {{object}}('url', {{data.url}}) {{as text}} WHERE type = 'webhook';
UPDATE channels SET secrets = {{object}}('secret', secret) {{as text}} WHERE secret <> '';
ALTER TABLE channels DROP COLUMN secret;

CREATE TABLE delivery_items (
  delivery TEXT NOT NULL,
  position BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  event    TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (delivery, kind, subject)
);
CREATE INDEX delivery_items_subject ON delivery_items (subject, event);

INSERT INTO delivery_items (delivery, position, kind, subject, event, revision)
SELECT id, 0, 'mention', mention, event, {{body.data.revision}} FROM deliveries;

ALTER TABLE deliveries ADD COLUMN media_type TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN purpose TEXT NOT NULL DEFAULT 'new';
ALTER TABLE deliveries ADD COLUMN reply_to TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN ref TEXT NOT NULL DEFAULT '';
UPDATE deliveries SET media_type = 'application/cloudevents+json';

DROP INDEX deliveries_mention;
ALTER TABLE deliveries DROP COLUMN mention;
ALTER TABLE deliveries DROP COLUMN event;

CREATE INDEX deliveries_gathering ON deliveries (channel, not_before) WHERE state = 'pending' AND media_type = '';
