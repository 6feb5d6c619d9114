-- Why an answer was matched as it was, as codes with parameters. Answers are matched again by the new version of the
-- matcher, which fills it in.

-- +goose Up

ALTER TABLE lead_matches ADD COLUMN reasons TEXT NOT NULL DEFAULT '[]';

-- What of a lead was written back to the system that it came from, and as of which change of its match.
ALTER TABLE leads ADD COLUMN written TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN written_of BIGINT NOT NULL DEFAULT 0;
