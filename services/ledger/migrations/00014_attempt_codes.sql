-- Why an attempt failed, as a code with its parameters, for the desk to phrase in the user's
-- language. error is the same in English.

-- +goose Up

ALTER TABLE attempts ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN params TEXT NOT NULL DEFAULT '';
