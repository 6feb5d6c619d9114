package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// quarantine lists the documents and sources that are no longer tried because the process crashed
// while it worked on them.
func (d *diagnosis) quarantine(ctx context.Context, l *ledger.Ledger) {
	const since = 5 // version of the schema
	if version, err := l.Version(ctx); err != nil || version < since {
		return
	}
	held, err := archive.Quarantine(ctx, l)
	if err == nil && len(held) > 0 {
		var names []string
		for _, q := range held[:min(len(held), 5)] {
			what := "document"
			if q.Kind == archive.Reading {
				what = "source"
			}
			names = append(names, fmt.Sprintf("%s %s (%s, %d times)", what, q.ID, q.Kind, q.Deaths))
		}
		err = fmt.Errorf("%s, because the process crashed while it worked on them: %s. Everything else goes on. Retry one with namedrop release ID; a new version retries all",
			count(len(held), "document or source is quarantined", "documents or sources are quarantined"), strings.Join(names, ", "))
	}
	d.report("quarantine", err, "empty")
}
