-- Messages of the bus that could not be processed, or not published.

-- +goose Up

CREATE TABLE dead_letters (
  id       TEXT PRIMARY KEY,
  consumer TEXT NOT NULL,
  stream   TEXT NOT NULL,
  msg_id   TEXT NOT NULL,
  subject  TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  payload  {{blob}} NOT NULL,
  attempts BIGINT NOT NULL,
  poison   BIGINT NOT NULL,
  cause    TEXT NOT NULL,
  state    TEXT NOT NULL,
  retries  BIGINT NOT NULL,
  created  BIGINT NOT NULL,
  updated  BIGINT NOT NULL
);
CREATE INDEX dead_letters_state ON dead_letters (state, created, id);

-- Until now a message that the bus didn't take was kept in the outbox alone.
INSERT INTO dead_letters (id, consumer, stream, msg_id, subject, sequence, payload, attempts, poison, cause, state, retries, created, updated)
  SELECT 'outbox-' || id, 'relay', stream, msg_id, subject, sequence, payload, 0, 1, 'the bus did not take it', 'open', 0, published, published
  FROM outbox WHERE published > 0 AND bus_sequence = 0 AND ref_id = '';
