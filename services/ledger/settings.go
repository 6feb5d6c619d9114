package ledger

import (
	"context"
	"errors"
	"fmt"
)

// Setting returns a workspace's setting, or "" where it was never set.
func (r Reads) Setting(ctx context.Context, workspace, name string) (string, error) {
	var v string
	err := r.row(ctx, `SELECT value FROM settings WHERE workspace = ? AND name = ?`, []any{workspaceOr(workspace), name}, &v)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return v, err
}

// Settings returns all that a workspace has set.
func (r Reads) Settings(ctx context.Context, workspace string) (map[string]string, error) {
	out := map[string]string{}
	err := r.each(ctx, `SELECT name, value FROM settings WHERE workspace = ?`, []any{workspaceOr(workspace)}, func(scan scanner) error {
		var name, value string
		err := scan(&name, &value)
		out[name] = value
		return err
	})
	return out, err
}

// PutSetting sets one; an empty value forgets it.
func (tx *Tx) PutSetting(ctx context.Context, workspace, name, value string) error {
	var err error
	if value == "" {
		_, err = tx.exec(ctx, `DELETE FROM settings WHERE workspace = ? AND name = ?`, workspaceOr(workspace), name)
	} else {
		_, err = tx.exec(ctx, `INSERT INTO settings (workspace, name, value, updated) VALUES (?, ?, ?, ?)
			ON CONFLICT (workspace, name) DO UPDATE SET value = excluded.value, updated = excluded.updated`,
			workspaceOr(workspace), name, value, tx.now)
	}
	if err != nil {
		return fmt.Errorf("saving the setting %s: %w", name, err)
	}
	return nil
}
