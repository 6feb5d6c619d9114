package evidence

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Matching is what is to be matched again in a workspace. A lead that is due by itself is not in it.
type Matching struct {
	Workspace string
	Since     time.Time // leads from this time on, if Again
	Again     bool
	Revision  int64     // raised with every change of what answers are matched to
	Whole     time.Time // when all leads were last made due
	Version   string    // of the matcher by then
}

// never is stored where nothing is to be matched again.
const never = -1

// RematchFrom makes the leads of a workspace from a time on be matched again, because a mention that was published then
// came, changed or went. The zero time means all leads.
func RematchFrom(ctx context.Context, tx *ledger.Tx, workspace string, since time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO matching (workspace, since, revision, whole, version) VALUES (?, ?, 1, 0, '')
		ON CONFLICT (workspace) DO UPDATE SET revision = matching.revision + 1,
			since = CASE WHEN matching.since = -1 OR matching.since > excluded.since THEN excluded.since ELSE matching.since END`,
		ledger.WorkspaceOrDefault(workspace), since)
	if err != nil {
		return fmt.Errorf("making leads due to be matched: %w", err)
	}
	return nil
}

// rematchEverywhere makes all leads be matched again: a wording is no longer an alias.
func rematchEverywhere(ctx context.Context, tx *ledger.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE matching SET since = 0, revision = revision + 1`)
	return err
}

// MatchingOf returns what is to be matched again in the workspaces that have leads, by workspace.
func MatchingOf(ctx context.Context, r ledger.Reader) ([]Matching, error) {
	var out []Matching
	err := r.Each(ctx, `SELECT w.workspace, COALESCE(m.since, -1), COALESCE(m.revision, 0), COALESCE(m.whole, 0), COALESCE(m.version, '')
		FROM (SELECT DISTINCT workspace FROM lead_sources) w LEFT JOIN matching m ON m.workspace = w.workspace ORDER BY w.workspace`, nil, func(scan query.Scan) error {
		var m Matching
		var since int64
		err := scan(&m.Workspace, &since, &m.Revision, query.Time(&m.Whole), &m.Version)
		m.Again = since != never
		m.Since = query.FromMicros(max(since, 0))
		out = append(out, m)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading what is to be matched: %w", err)
	}
	return out, nil
}

// MakeMatchesDue makes the leads of a workspace from a time on due, and forgets that they were to become so, unless more
// was added meanwhile. A whole round is recorded with the matcher's version.
func MakeMatchesDue(ctx context.Context, tx *ledger.Tx, m Matching, version string) error {
	since, whole := m.Since, m.Whole
	if version != "" {
		since, whole = time.Time{}, tx.Now()
	} else {
		version = m.Version
	}
	_, err := tx.Exec(ctx, `UPDATE leads SET match_due = ? WHERE workspace = ? AND erased = 0 AND time >= ? AND (answer <> '' OR note <> '')
		AND id NOT IN (SELECT lead FROM lead_matches WHERE workspace = ? AND judged > 0)`, tx.Now(), m.Workspace, since, m.Workspace)
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO matching (workspace, since, revision, whole, version) VALUES (?, -1, ?, ?, ?)
			ON CONFLICT (workspace) DO UPDATE SET whole = excluded.whole, version = excluded.version,
				since = CASE WHEN matching.revision = excluded.revision THEN -1 ELSE matching.since END`, m.Workspace, m.Revision, whole, version)
	}
	if err != nil {
		return fmt.Errorf("making leads due to be matched: %w", err)
	}
	return nil
}

// DueMatch is a lead that is due to be matched.
type DueMatch struct {
	Lead, Workspace, Source string
	Time, Due               time.Time
	Answer, Note            string
}

// DueMatches lists leads that are due to be matched, the longest due first.
func DueMatches(ctx context.Context, r ledger.Reader, limit int) ([]DueMatch, error) {
	var out []DueMatch
	err := r.Each(ctx, `SELECT id, workspace, source, time, match_due, answer, note FROM leads WHERE match_due > 0 ORDER BY match_due, id LIMIT ?`, []any{limit}, func(scan query.Scan) error {
		var d DueMatch
		err := scan(&d.Lead, &d.Workspace, &d.Source, query.Time(&d.Time), query.Time(&d.Due), &d.Answer, &d.Note)
		out = append(out, d)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the leads that are due to be matched: %w", err)
	}
	return out, nil
}

// SaveMatches saves the matches of due leads, and returns how many changed. What a person judged stays. A lead that changed
// since it was read stays due. A match without a tier deletes what is stored: the lead says nothing any more.
func SaveMatches(ctx context.Context, tx *ledger.Tx, due []DueMatch, found []LeadMatch) (changed int, err error) {
	ids := make([]string, len(due))
	for i, d := range due {
		ids[i] = d.Lead
	}
	stored, err := MatchesOf(ctx, tx, ids)
	if err != nil {
		return 0, err
	}
	var sources []string
	for i, d := range due {
		// Whoever erased or changed the lead meanwhile was first.
		n, err := tx.Exec(ctx, `UPDATE leads SET match_due = 0 WHERE id = ? AND match_due = ?`, d.Lead, d.Due)
		if err != nil {
			return changed, fmt.Errorf("saving the match of lead %s: %w", d.Lead, err)
		}
		before, known := stored[d.Lead]
		m := found[i]
		if n == 0 || !before.Judged.IsZero() || m.Tier == "" && !known || known && before.Same(m) {
			continue
		}
		if m.Tier == "" {
			_, err = tx.Exec(ctx, `DELETE FROM lead_matches WHERE lead = ?`, d.Lead)
		} else {
			err = putMatch(ctx, tx, d.Workspace, m)
		}
		if err != nil {
			return changed, fmt.Errorf("saving the match of lead %s: %w", d.Lead, err)
		}
		changed++
		if counts := m.Tier != NoTier || known && before.Tier != NoTier; counts && !slices.Contains(sources, d.Source) {
			sources = append(sources, d.Source)
		}
	}
	for _, s := range sources {
		if err := setLeadsDue(ctx, tx, s, tx.Now()); err != nil {
			return changed, fmt.Errorf("making reports due: %w", err)
		}
	}
	return changed, nil
}
