-- The hubs that tell when a feed has changed. wanted is 0 for a subscription that is being ended. pending is 1 from when the
-- hub was asked until it confirmed. alive is until when it tells.

-- +goose Up

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
CREATE INDEX hub_subscriptions_due ON hub_subscriptions (due);
CREATE INDEX hub_subscriptions_source ON hub_subscriptions (source);
