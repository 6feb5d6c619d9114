package ledger

import (
	"context"
	"errors"
	"fmt"
)

// Setting returns a setting of a workspace; empty if it was never set.
func (r Reads) Setting(ctx context.Context, workspace, name string) (string, error) {
	var v string
	err := r.Row(ctx, `SELECT value FROM settings WHERE workspace = ? AND name = ?`, []any{WorkspaceOrDefault(workspace), name}, &v)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return v, err
}

// PutSetting stores a setting; an empty value deletes it.
func (tx *Tx) PutSetting(ctx context.Context, workspace, name, value string) error {
	var err error
	if value == "" {
		_, err = tx.Exec(ctx, `DELETE FROM settings WHERE workspace = ? AND name = ?`, WorkspaceOrDefault(workspace), name)
	} else {
		_, err = tx.Exec(ctx, `INSERT INTO settings (workspace, name, value, updated) VALUES (?, ?, ?, ?)
			ON CONFLICT (workspace, name) DO UPDATE SET value = excluded.value, updated = excluded.updated`,
			WorkspaceOrDefault(workspace), name, value, tx.now)
	}
	if err != nil {
		return fmt.Errorf("saving the setting %s: %w", name, err)
	}
	return nil
}

// KeepSetting stores a setting that has none yet, and returns what is stored. Of several processes that
// do so at once, all get the same.
func (tx *Tx) KeepSetting(ctx context.Context, workspace, name, value string) (string, error) {
	workspace = WorkspaceOrDefault(workspace)
	_, err := tx.Exec(ctx, `INSERT INTO settings (workspace, name, value, updated) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, workspace, name, value, tx.now)
	if err != nil {
		return "", fmt.Errorf("saving the setting %s: %w", name, err)
	}
	return tx.Setting(ctx, workspace, name)
}
