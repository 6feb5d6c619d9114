package evidence

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Erased is a lead that was erased: its id, and where that belongs. It says nothing about a person.
type Erased struct {
	ID        string    `json:"id"`
	Workspace string    `json:"workspace"`
	Source    string    `json:"source"`
	At        time.Time `json:"at"`
}

// ErasePerson erases all leads of a person, by the hash of their address ([feeds.LeadSource.Person]), and returns how
// many there were. They don't come back when their sources are read again.
func ErasePerson(ctx context.Context, tx *ledger.Tx, workspace, person string) (int, error) {
	if person == "" {
		return 0, nil
	}
	workspace = ledger.WorkspaceOrDefault(workspace)
	ids, err := tx.Column(ctx, `SELECT id FROM leads WHERE workspace = ? AND person = ? AND erased = 0 ORDER BY id`, workspace, person)
	if err != nil {
		return 0, fmt.Errorf("looking for the leads of a person: %w", err)
	}
	for _, id := range ids {
		if err := DeleteLead(ctx, tx, workspace, id); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// ListErased lists all leads that were erased.
func ListErased(ctx context.Context, r ledger.Reader) ([]Erased, error) {
	var out []Erased
	err := r.Each(ctx, `SELECT id, workspace, source, erased FROM leads WHERE erased > 0 ORDER BY id`, nil, func(scan query.Scan) error {
		var e Erased
		err := scan(&e.ID, &e.Workspace, &e.Source, query.Time(&e.At))
		out = append(out, e)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing erased leads: %w", err)
	}
	return out, nil
}

// EraseAgain erases leads in a ledger that was restored from before their erasure. Those that came after the backup
// stay out too. It returns how many had come back.
func EraseAgain(ctx context.Context, tx *ledger.Tx, list []Erased) (int, error) {
	back := 0
	for _, e := range list {
		there, err := tx.Column(ctx, `SELECT id FROM leads WHERE id = ? AND erased = 0`, e.ID)
		if err == nil {
			back += len(there)
			_, err = tx.Exec(ctx, `INSERT INTO leads (`+leadColumns+`, workspace, erased) VALUES (?, ?, '', 0, 0, '', NULL, '', '', 0, '', '', '', 0, 0, ?, ?, ?) ON CONFLICT DO NOTHING`,
				e.ID, e.Source, tx.Now(), ledger.WorkspaceOrDefault(e.Workspace), e.At)
		}
		if err == nil {
			err = eraseLead(ctx, tx, e.ID)
		}
		if err == nil && len(there) > 0 {
			err = setLeadsDue(ctx, tx, e.Source, tx.Now())
		}
		if err != nil {
			return back, fmt.Errorf("erasing lead %s again: %w", e.ID, err)
		}
	}
	return back, nil
}
