-- People who object to being watched. What they wrote, and what they are the host of, is not stored. network is empty for
-- all networks; who is a handle or a name, folded.

-- +goose Up

CREATE TABLE objections (
  id      TEXT PRIMARY KEY,
  network TEXT NOT NULL,
  who     TEXT NOT NULL,
  note    TEXT NOT NULL,
  created BIGINT NOT NULL
);
