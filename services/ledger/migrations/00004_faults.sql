-- What the health of the ledger is asked for, often, and what is seldom there: messages that no
-- bus took, and documents whose text can't be read.

-- +goose Up

CREATE INDEX outbox_buried ON outbox (published) WHERE published > 0 AND bus_seq = 0;
CREATE INDEX documents_unreadable ON documents (n) WHERE unreadable <> '';
