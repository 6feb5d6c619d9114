-- What a report said when it was sent to a channel: its grade and its range, as JSON. A revised report
-- is sent only if it says something else. Empty for mentions.

-- +goose Up

ALTER TABLE delivery_items ADD COLUMN headline TEXT NOT NULL DEFAULT '';
