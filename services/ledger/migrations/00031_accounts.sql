-- Credentials that several sources of a network share, and what was used of their budgets. revision changes with every
-- write, so that a session which was made meanwhile doesn't replace what a person entered.

-- +goose Up

CREATE TABLE accounts (
  id        TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  type      TEXT NOT NULL,
  name      TEXT NOT NULL,
  settings  TEXT NOT NULL,
  secrets   TEXT NOT NULL,
  expires   BIGINT NOT NULL,
  revision  BIGINT NOT NULL,
  condition TEXT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE TABLE account_spending (
  account TEXT NOT NULL,
  unit    TEXT NOT NULL,
  period  TEXT NOT NULL,
  spent   BIGINT NOT NULL,
  PRIMARY KEY (account, unit, period)
){{clustered}};
CREATE INDEX sources_account ON sources (account) WHERE account <> '';
