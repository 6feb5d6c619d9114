-- Why a part could not be had, so that it can be said in the user's language, and which file a
-- part was read from.

-- +goose Up

ALTER TABLE parts ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE parts ADD COLUMN params TEXT NOT NULL DEFAULT '';
ALTER TABLE parts ADD COLUMN file TEXT NOT NULL DEFAULT '';
