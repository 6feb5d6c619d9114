-- How many seconds later everything is in the recording, as it is served now, than in the transcript.

-- +goose Up

ALTER TABLE documents ADD COLUMN shift DOUBLE PRECISION NOT NULL DEFAULT 0;
