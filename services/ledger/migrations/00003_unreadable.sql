-- Why a document's stored text can't be read, or nothing. Detection passes such a document
-- over, rather than waiting for it for ever, until it has another text.

-- +goose Up

ALTER TABLE documents ADD COLUMN unreadable TEXT NOT NULL DEFAULT '';
