package record

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// MentionDelays returns how long after publication the newest live mentions of a source were found.
// Back catalogue doesn't count, nor do documents without a date of their own or with one that lies
// after the mention.
func MentionDelays(ctx context.Context, r ledger.Reader, workspace, source string, newest int) ([]time.Duration, error) {
	var out []time.Duration
	err := r.Each(ctx, `SELECT m.found, d.published FROM mentions m JOIN documents d ON d.id = m.document
		WHERE m.workspace = ? AND m.backfill = 0 AND m.removed = 0 AND d.undated = 0 AND d.published <= m.found
			AND EXISTS (SELECT 1 FROM document_sources x WHERE x.document = m.document AND x.source = ?)
		ORDER BY m.found DESC, m.id LIMIT ?`, []any{ledger.WorkspaceOrDefault(workspace), source, newest}, func(scan query.Scan) error {
		var found, published time.Time
		err := scan(query.Time(&found), query.Time(&published))
		out = append(out, found.Sub(published))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("measuring the mentions of source %s: %w", source, err)
	}
	return out, nil
}
