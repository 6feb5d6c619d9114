-- What is recognised first: episodes whose notes name a brand, then new episodes.

-- +goose Up

ALTER TABLE parts ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
