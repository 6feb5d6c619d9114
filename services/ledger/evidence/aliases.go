package evidence

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Alias is a wording that people confirmed as one for a show, or for a person in a show.
type Alias struct {
	ID      string
	Wording string
	Show    string // empty if it is a person's
	Person  string
	Leads   int // from which it was learnt; 0 if somebody wrote it
	Created time.Time
	By      string // who confirmed it first
}

// AliasID returns the id of an alias.
func AliasID(workspace, wording, show, person string) string {
	return feeds.ID("alias", ledger.WorkspaceOrDefault(workspace), strings.ToLower(strings.TrimSpace(wording)), show, person)
}

// AddAlias adds a wording that was learnt from a lead. It goes with that lead, unless another has it too. Without a
// lead, a person wrote it, and it stays until somebody removes it.
func AddAlias(ctx context.Context, tx *ledger.Tx, workspace, lead string, a Alias) error {
	a.Wording = strings.TrimSpace(a.Wording)
	_, err := tx.Exec(ctx, `INSERT INTO lead_aliases (id, lead, workspace, wording, show_name, person, created, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		AliasID(workspace, a.Wording, a.Show, a.Person), lead, ledger.WorkspaceOrDefault(workspace), a.Wording, a.Show, a.Person, tx.Now(), a.By)
	if err == nil {
		err = RematchFrom(ctx, tx, workspace, time.Time{})
	}
	if err != nil {
		return fmt.Errorf("adding an alias: %w", err)
	}
	return nil
}

// RemoveAlias removes a wording. Leads that a person judged keep their match.
func RemoveAlias(ctx context.Context, tx *ledger.Tx, workspace, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM lead_aliases WHERE workspace = ? AND id = ?`, ledger.WorkspaceOrDefault(workspace), id)
	if err == nil && n == 0 {
		err = ledger.ErrNotFound
	}
	if err == nil {
		err = RematchFrom(ctx, tx, workspace, time.Time{})
	}
	if err != nil {
		return fmt.Errorf("removing alias %s: %w", id, err)
	}
	return nil
}

// mostAliases is how many aliases of a workspace are used.
const mostAliases = 5000

// ListAliases lists the aliases of a workspace by show and wording.
func ListAliases(ctx context.Context, r ledger.Reader, workspace string) ([]Alias, error) {
	out := []Alias{}
	err := r.Each(ctx, `SELECT id, MIN(wording), MIN(show_name), MIN(person), SUM(CASE WHEN lead <> '' THEN 1 ELSE 0 END), MIN(created), MIN(created_by) FROM lead_aliases WHERE workspace = ?
		GROUP BY id ORDER BY 3, 4, 2, 1 LIMIT ?`, []any{ledger.WorkspaceOrDefault(workspace), mostAliases}, func(scan query.Scan) error {
		var a Alias
		err := scan(&a.ID, &a.Wording, &a.Show, &a.Person, &a.Leads, query.Time(&a.Created), &a.By)
		out = append(out, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing aliases: %w", err)
	}
	return out, nil
}

// LearntFrom returns the wording that was learnt from each of some leads, by lead.
func LearntFrom(ctx context.Context, r ledger.Reader, leads []string) (map[string]string, error) {
	out := map[string]string{}
	for part := range query.Chunks(leads) {
		in, args := query.In(part)
		err := r.Each(ctx, `SELECT lead, wording FROM lead_aliases WHERE lead IN `+in, args, func(scan query.Scan) error {
			var lead, wording string
			err := scan(&lead, &wording)
			out[lead] = wording
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading what was learnt from leads: %w", err)
		}
	}
	return out, nil
}
