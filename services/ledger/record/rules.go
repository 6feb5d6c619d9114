package record

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

const ruleColumns = `id, workspace, name, active, revision, data`

func scanRule(scan query.Scan) (alerts.Rule, error) {
	var r, row alerts.Rule
	err := scan(&row.ID, &row.Workspace, &row.Name, query.Flag(&row.Active), &row.Revision, query.JSON(&r))
	r.ID, r.Workspace, r.Name, r.Active, r.Revision = row.ID, row.Workspace, row.Name, row.Active, row.Revision
	return r, err
}

// PutRule creates a rule whose Revision is 0, or changes one whose Revision is the stored one;
// otherwise [ledger.ErrConflict]. It returns the rule with its new revision.
func PutRule(ctx context.Context, tx *ledger.Tx, r alerts.Rule) (alerts.Rule, error) {
	r.Workspace = ledger.WorkspaceOrDefault(r.Workspace)
	expected := r.Revision
	r.Revision++
	var n int64
	var err error
	if expected == 0 {
		n, err = tx.Exec(ctx, `INSERT INTO rules (id, workspace, name, active, revision, data, created, updated)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, r.ID, r.Workspace, r.Name, r.Active, r.Revision, query.AsJSON(r), tx.Now(), tx.Now())
	} else {
		n, err = tx.Exec(ctx, `UPDATE rules SET name = ?, active = ?, revision = ?, data = ?, updated = ?
			WHERE workspace = ? AND id = ? AND revision = ?`,
			r.Name, r.Active, r.Revision, query.AsJSON(r), tx.Now(), r.Workspace, r.ID, expected)
	}
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, expected == 0, `SELECT COUNT(*) FROM rules WHERE workspace = ? AND id = ?`, r.Workspace, r.ID)
	}
	if err != nil {
		return r, fmt.Errorf("saving rule %s: %w", r.ID, err)
	}
	return r, nil
}

// DeleteRule deletes a rule; a revision of 0 deletes any revision.
func DeleteRule(ctx context.Context, tx *ledger.Tx, workspace, id string, revision int64) error {
	workspace = ledger.WorkspaceOrDefault(workspace)
	n, err := tx.Exec(ctx, `DELETE FROM rules WHERE workspace = ? AND id = ? AND (revision = ? OR CAST(? AS BIGINT) = 0)`,
		workspace, id, revision, revision)
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, false, `SELECT COUNT(*) FROM rules WHERE workspace = ? AND id = ?`, workspace, id)
	}
	if err != nil {
		return fmt.Errorf("deleting rule %s: %w", id, err)
	}
	return nil
}

// GetRule returns one rule of a workspace.
func GetRule(ctx context.Context, r ledger.Reader, workspace, id string) (alerts.Rule, error) {
	found, err := selectRules(ctx, r, " WHERE workspace = ? AND id = ?", ledger.WorkspaceOrDefault(workspace), id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("rule %s: %w", id, ledger.ErrNotFound)
	}
	if err != nil {
		return alerts.Rule{}, err
	}
	return found[0], nil
}

// ListRules lists the rules of a workspace by name; of all workspaces if it is empty.
func ListRules(ctx context.Context, r ledger.Reader, workspace string) ([]alerts.Rule, error) {
	return selectRules(ctx, r, " WHERE (workspace = ? OR ? = '') ORDER BY LOWER(name), id", workspace, workspace)
}

func selectRules(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]alerts.Rule, error) {
	out := []alerts.Rule{}
	err := r.Each(ctx, `SELECT `+ruleColumns+` FROM rules`+tail, args, func(scan query.Scan) error {
		rule, err := scanRule(scan)
		out = append(out, rule)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading rules: %w", err)
	}
	return out, nil
}
