package evidence

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// StoredLead is a lead with the source that it came from.
type StoredLead struct {
	feeds.Lead
	Source  string
	Created time.Time // when it was stored
}

// LeadChanges counts what saving leads changed. Erased are those that were erased before, which stay so.
type LeadChanges struct{ Added, Changed, Unchanged, Erased int }

// Add adds other counts.
func (c *LeadChanges) Add(o LeadChanges) {
	c.Added, c.Changed, c.Unchanged, c.Erased = c.Added+o.Added, c.Changed+o.Changed, c.Unchanged+o.Unchanged, c.Erased+o.Erased
}

const leadColumns = `id, source, lead_key, time, changed, stage, value, answer, note, cut, landing, person, address, imported, test, created`

func scanLead(scan query.Scan) (StoredLead, error) {
	var l StoredLead
	var value sql.NullFloat64
	err := scan(&l.ID, &l.Source, &l.Key, query.Time(&l.Time), query.Time(&l.Updated), &l.Stage, &value, &l.Answer, &l.Note, query.Flag(&l.Cut), &l.Landing,
		&l.Person, &l.Address, query.Flag(&l.Imported), query.Flag(&l.Test), query.Time(&l.Created))
	if value.Valid {
		l.Value = &value.Float64
	}
	return l, err
}

// LeadsOptions say how leads are saved.
type LeadsOptions struct {
	// KeepTime keeps the time of a lead that is stored already. It is for leads whose time is that of
	// the request: a request that is sent again is not a later lead.
	KeepTime bool
	Due      time.Time // by when the reports of the site are looked at, if anything changed
}

// leadRows is how many leads one statement writes.
const leadRows = 32

// PutLeads saves leads of a source. A lead with an id that is stored replaces that lead, and one that is the
// same is not written again. Leads that were erased stay erased.
func PutLeads(ctx context.Context, tx *ledger.Tx, src feeds.LeadSource, leads []feeds.Lead, o LeadsOptions) (LeadChanges, error) {
	var n LeadChanges
	for part := range query.Chunks(leads) {
		write, counts, err := changedLeads(ctx, tx, part, o)
		if err != nil {
			return n, fmt.Errorf("reading the leads of source %s: %w", src.ID, err)
		}
		n.Add(counts)
		for rows := range slices.Chunk(write, leadRows) {
			if err := writeLeads(ctx, tx, src, rows); err != nil {
				return n, fmt.Errorf("saving leads of source %s: %w", src.ID, err)
			}
		}
	}
	if n.Added+n.Changed > 0 {
		if err := setLeadsDue(ctx, tx, src.ID, o.Due); err != nil {
			return n, fmt.Errorf("saving leads of source %s: %w", src.ID, err)
		}
	}
	return n, nil
}

// changedLeads returns the leads that are not stored as they are. Of several with one id, the last one counts.
func changedLeads(ctx context.Context, tx *ledger.Tx, leads []feeds.Lead, o LeadsOptions) ([]feeds.Lead, LeadChanges, error) {
	var n LeadChanges
	ids := make([]string, len(leads))
	last := map[string]int{}
	for i, l := range leads {
		ids[i], last[l.ID] = l.ID, i
	}
	held, erased := map[string]feeds.Lead{}, map[string]bool{}
	list, args := query.In(ids)
	err := tx.Each(ctx, `SELECT `+leadColumns+` FROM leads WHERE erased = 0 AND id IN `+list, args, func(scan query.Scan) error {
		l, err := scanLead(scan)
		held[l.ID] = l.Lead
		return err
	})
	if err != nil {
		return nil, n, err
	}
	gone, err := tx.Column(ctx, `SELECT id FROM leads WHERE erased > 0 AND id IN `+list, args...)
	if err != nil {
		return nil, n, err
	}
	for _, id := range gone {
		erased[id] = true
	}
	var write []feeds.Lead
	for i, l := range leads {
		l.Time, l.Updated = l.Time.UTC().Truncate(time.Microsecond), l.Updated.UTC().Truncate(time.Microsecond)
		before, there := held[l.ID]
		if there && o.KeepTime {
			l.Time = before.Time
		}
		switch {
		case last[l.ID] != i:
			continue
		case erased[l.ID]:
			n.Erased++
			continue
		case !there:
			n.Added++
		case !reflect.DeepEqual(before, l):
			n.Changed++
		default:
			n.Unchanged++
			continue
		}
		write = append(write, l)
	}
	return write, n, nil
}

func writeLeads(ctx context.Context, tx *ledger.Tx, src feeds.LeadSource, leads []feeds.Lead) error {
	if len(leads) < leadRows && len(leads) > 1 { // so that two statements are prepared, and not 32
		for _, l := range leads {
			if err := writeLeads(ctx, tx, src, []feeds.Lead{l}); err != nil {
				return err
			}
		}
		return nil
	}
	args := make([]any, 0, 19*len(leads)+1)
	for _, l := range leads {
		due := time.Time{}
		if l.Answer != "" || l.Note != "" {
			due = tx.Now()
		}
		args = append(args, l.ID, src.ID, l.Key, l.Time, l.Updated, l.Stage, l.Value, l.Answer, l.Note, l.Cut, l.Landing, l.Person, l.Address,
			l.Imported, l.Test, tx.Now(), ledger.WorkspaceOrDefault(src.Workspace), 0, due)
	}
	args = append(args, tx.Now())
	rows := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?),", len(leads)), ",")
	_, err := tx.Exec(ctx, `INSERT INTO leads (`+leadColumns+`, workspace, erased, match_due) VALUES `+rows+`
		ON CONFLICT (id) DO UPDATE SET time = excluded.time, changed = excluded.changed, stage = excluded.stage, value = excluded.value, answer = excluded.answer,
			note = excluded.note, cut = excluded.cut, landing = excluded.landing, person = excluded.person, address = excluded.address,
			imported = excluded.imported, test = excluded.test,
			match_due = CASE WHEN leads.answer <> excluded.answer OR leads.note <> excluded.note OR leads.time <> excluded.time
				THEN CAST(? AS BIGINT) ELSE leads.match_due END
		WHERE leads.erased = 0`, args...)
	return err
}

// EraseLeads erases the leads of a source with these keys, also ones that were not stored yet: they don't
// come back when they are read again.
func EraseLeads(ctx context.Context, tx *ledger.Tx, src feeds.LeadSource, keys []string) error {
	for _, key := range keys {
		id := src.Lead(key, time.Time{}).ID
		_, err := tx.Exec(ctx, `INSERT INTO leads (`+leadColumns+`, workspace, erased) VALUES (?, ?, '', 0, 0, '', NULL, '', '', 0, '', '', '', 0, 0, ?, ?, ?) ON CONFLICT DO NOTHING`,
			id, src.ID, tx.Now(), ledger.WorkspaceOrDefault(src.Workspace), tx.Now())
		if err == nil {
			err = eraseLead(ctx, tx, id)
		}
		if err != nil {
			return fmt.Errorf("erasing leads of source %s: %w", src.ID, err)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return setLeadsDue(ctx, tx, src.ID, tx.Now())
}

func eraseLead(ctx context.Context, tx *ledger.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE leads SET lead_key = '', time = 0, changed = 0, stage = '', value = NULL, answer = '', note = '', cut = 0, landing = '',
		person = '', address = '', imported = 0, test = 0, match_due = 0, written = '', written_of = 0, erased = ? WHERE id = ? AND erased = 0`, tx.Now(), id)
	if err == nil {
		err = dropMatches(ctx, tx, `= ?`, id)
	}
	return err
}

// DeleteLead erases one lead of a workspace.
func DeleteLead(ctx context.Context, tx *ledger.Tx, workspace, id string) error {
	l, err := GetLead(ctx, tx, workspace, id)
	if err != nil {
		return err
	}
	if err := eraseLead(ctx, tx, id); err != nil {
		return fmt.Errorf("erasing lead %s: %w", id, err)
	}
	return setLeadsDue(ctx, tx, l.Source, tx.Now())
}

// GetLead returns one lead of a workspace.
func GetLead(ctx context.Context, r ledger.Reader, workspace, id string) (StoredLead, error) {
	var l StoredLead
	found := false
	err := r.Each(ctx, `SELECT `+leadColumns+` FROM leads WHERE workspace = ? AND id = ? AND erased = 0`, []any{ledger.WorkspaceOrDefault(workspace), id}, func(scan query.Scan) (err error) {
		found = true
		l, err = scanLead(scan)
		return err
	})
	if err == nil && !found {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return l, fmt.Errorf("lead %s: %w", id, err)
	}
	return l, nil
}
