-- Addresses that are read once, because a source mentioned them. outcome is empty while an address waits.

-- +goose Up

CREATE TABLE found_addresses (
  id      TEXT PRIMARY KEY,
  source  TEXT NOT NULL,
  address TEXT NOT NULL,
  host    TEXT NOT NULL,
  outcome TEXT NOT NULL,
  tries   BIGINT NOT NULL,
  due     BIGINT NOT NULL,
  error   TEXT NOT NULL,
  code    TEXT NOT NULL,
  created BIGINT NOT NULL,
  done    BIGINT NOT NULL
);
CREATE INDEX found_addresses_due ON found_addresses (due) WHERE outcome = '';
CREATE INDEX found_addresses_source ON found_addresses (source, outcome, host);
CREATE INDEX found_addresses_done ON found_addresses (done) WHERE outcome <> '';
