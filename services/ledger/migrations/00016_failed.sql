-- A delivery that won't be tried again is "failed" everywhere else.

-- +goose Up

UPDATE deliveries SET state = 'failed' WHERE state = 'dead';
