-- Fetches of pages by chats that draw previews, by AI assistants and by crawlers: by minute for a week, by hour after
-- that. Feed is a feed of visits, or links: and the id of a site for its short links. Minutes is in how many minutes
-- there was at least one.

-- +goose Up

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
){{clustered}};
CREATE INDEX page_fetches_minutes ON page_fetches (start) WHERE span = 'minute';
