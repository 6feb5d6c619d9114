-- What a feed calls itself, beside the name that is shown: the two differ where a user
-- gave the name, and a name of the user's own stays. So far every name came from the feed.

-- +goose Up

ALTER TABLE sources ADD COLUMN title TEXT NOT NULL DEFAULT '';
UPDATE sources SET title = name;
