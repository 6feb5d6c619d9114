-- Which mention the answer of each lead means, as the matcher or a person says, and the wordings that
-- people confirmed. Nothing here holds a lead's text except an alias, which goes with its lead.

-- +goose Up

CREATE TABLE lead_matches (
  lead       TEXT PRIMARY KEY,
  workspace  TEXT NOT NULL,
  tier       TEXT NOT NULL,
  mention    TEXT NOT NULL,
  show_name  TEXT NOT NULL,
  candidates TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  reason     TEXT NOT NULL,
  said_in    TEXT NOT NULL,
  judged     BIGINT NOT NULL,
  judged_by  TEXT NOT NULL,
  matched    BIGINT NOT NULL
);
CREATE INDEX lead_matches_tier ON lead_matches (workspace, tier, judged);
CREATE INDEX lead_matches_mention ON lead_matches (mention) WHERE mention <> '';

-- One row for each lead whose wording was confirmed: an alias that two leads have outlives one of them.
CREATE TABLE lead_aliases (
  id         TEXT NOT NULL,
  lead       TEXT NOT NULL,
  workspace  TEXT NOT NULL,
  wording    TEXT NOT NULL,
  show_name  TEXT NOT NULL,
  person     TEXT NOT NULL,
  created    BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (id, lead)
);
CREATE INDEX lead_aliases_workspace ON lead_aliases (workspace, wording);
CREATE INDEX lead_aliases_lead ON lead_aliases (lead);

-- What is to be matched again: all leads from a time on (since; -1 is none). Revision is raised with every
-- change of what answers are matched to.
CREATE TABLE matching (
  workspace TEXT PRIMARY KEY,
  since     BIGINT NOT NULL,
  revision  BIGINT NOT NULL,
  whole     BIGINT NOT NULL,
  version   TEXT NOT NULL
);

-- When a lead was last made due to be matched; 0 if it is not due.
ALTER TABLE leads ADD COLUMN match_due BIGINT NOT NULL DEFAULT 0;
UPDATE leads SET match_due = 1 WHERE erased = 0 AND (answer <> '' OR note <> '');
CREATE INDEX leads_match_due ON leads (match_due, id) WHERE match_due > 0;
