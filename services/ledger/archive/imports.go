package archive

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Import is a file that was imported: OPML, documents or visits.
type Import struct {
	ID        string         `json:"id"`
	Workspace string         `json:"workspace,omitempty"`
	Kind      string         `json:"kind"`
	Name      string         `json:"name,omitempty"`
	State     string         `json:"state"` // running, done, failed
	Counts    map[string]int `json:"counts,omitempty"`
	Refused   []RefusedLine  `json:"refused,omitempty"`
	Created   time.Time      `json:"created"`
	Finished  time.Time      `json:"finished,omitzero"`
}

// RefusedLine is a line of an imported file that could not be read, and why.
type RefusedLine struct {
	Line   int               `json:"line"`
	Text   string            `json:"text,omitempty"`
	Reason string            `json:"reason"` // in English
	Code   string            `json:"code,omitempty"`
	Params map[string]string `json:"params,omitempty"`
}

// PutImport saves the state of an import. A state other than running finishes it.
func PutImport(ctx context.Context, tx *ledger.Tx, i Import) error {
	if i.State != "running" && i.Finished.IsZero() {
		i.Finished = tx.Now()
	}
	_, err := tx.Exec(ctx, `INSERT INTO imports (id, workspace, kind, name, state, counts, refused, created, finished)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, counts = excluded.counts, refused = excluded.refused, finished = excluded.finished`,
		i.ID, ledger.WorkspaceOrDefault(i.Workspace), i.Kind, i.Name, i.State, query.AsJSON(i.Counts), query.AsJSON(i.Refused), tx.Now(), i.Finished)
	if err != nil {
		return fmt.Errorf("recording import %s: %w", i.ID, err)
	}
	return nil
}

func selectImports(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Import, error) {
	out := []Import{}
	err := r.Each(ctx, `SELECT id, workspace, kind, name, state, counts, refused, created, finished FROM imports`+tail, args,
		func(scan query.Scan) error {
			var i Import
			err := scan(&i.ID, &i.Workspace, &i.Kind, &i.Name, &i.State, query.JSON(&i.Counts), query.JSON(&i.Refused),
				query.Time(&i.Created), query.Time(&i.Finished))
			out = append(out, i)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("reading imports: %w", err)
	}
	return out, nil
}

// GetImport returns one import of a workspace.
func GetImport(ctx context.Context, r ledger.Reader, workspace, id string) (Import, error) {
	return ledger.First(selectImports(ctx, r, ` WHERE workspace = ? AND id = ?`, ledger.WorkspaceOrDefault(workspace), id))
}

// ListImports lists a workspace's latest imports, newest first.
func ListImports(ctx context.Context, r ledger.Reader, workspace string, limit int) ([]Import, error) {
	return selectImports(ctx, r, ` WHERE workspace = ? ORDER BY created DESC, id DESC LIMIT ?`, ledger.WorkspaceOrDefault(workspace), limit)
}
