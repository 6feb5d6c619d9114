package record

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// AuditEntry is one act: who did what to which object, and when.
type AuditEntry struct {
	N         int64     `json:"n"`
	Workspace string    `json:"workspace,omitempty"`
	At        time.Time `json:"at"`
	Actor     string    `json:"actor"`
	Action    string    `json:"action"`
	Object    string    `json:"object"`
	Detail    string    `json:"detail,omitempty"`
}

// Audit records an act. Call it in the transaction of the act itself.
func Audit(ctx context.Context, tx *ledger.Tx, e AuditEntry) error {
	_, err := tx.Exec(ctx, `INSERT INTO audit (workspace, at, actor, action, object, detail) VALUES (?, ?, ?, ?, ?, ?)`,
		ledger.WorkspaceOrDefault(e.Workspace), tx.Now(), e.Actor, e.Action, e.Object, e.Detail)
	if err != nil {
		return fmt.Errorf("recording %s of %s: %w", e.Action, e.Object, err)
	}
	return nil
}

// ListAudit lists the acts in a workspace, newest first, before number n (0: from the latest).
func ListAudit(ctx context.Context, r ledger.Reader, workspace string, before int64, limit int) ([]AuditEntry, error) {
	out := []AuditEntry{}
	err := r.Each(ctx, `SELECT n, workspace, at, actor, action, object, detail FROM audit
		WHERE workspace = ? AND (n < ? OR CAST(? AS BIGINT) = 0) ORDER BY n DESC LIMIT ?`, []any{ledger.WorkspaceOrDefault(workspace), before, before, limit},
		func(scan query.Scan) error {
			var e AuditEntry
			err := scan(&e.N, &e.Workspace, query.Time(&e.At), &e.Actor, &e.Action, &e.Object, &e.Detail)
			out = append(out, e)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("reading the audit trail: %w", err)
	}
	return out, nil
}
