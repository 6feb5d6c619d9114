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

// Unwritten is a lead whose meaning is to be written back to the system that it came from.
type Unwritten struct {
	Lead string
	feeds.LeadMeaning
	of int64 // the change of the match that this is the meaning of
}

// UnwrittenLeads lists leads of a source whose match changed since it was written. Same are those of
// which the same was written before, so that they only have to be marked.
func UnwrittenLeads(ctx context.Context, r ledger.Reader, source string, limit int) (out, same []Unwritten, err error) {
	err = r.Each(ctx, `SELECT l.id, l.lead_key, l.written, COALESCE(m.matched, 0), COALESCE(m.show_name, ''), COALESCE(d.title, ''), COALESCE(d.url, ''), COALESCE(d.published, 0)
		FROM leads l LEFT JOIN lead_matches m ON m.lead = l.id LEFT JOIN mentions x ON x.id = m.mention AND x.removed = 0 LEFT JOIN documents d ON d.id = x.document
		WHERE l.source = ? AND l.erased = 0 AND l.match_due = 0 AND (m.matched > l.written_of OR m.lead IS NULL AND l.written <> '')
		ORDER BY l.time, l.id LIMIT ?`, []any{source, limit}, func(scan query.Scan) error {
		var u Unwritten
		var before, show, title, address string
		var published time.Time
		if err := scan(&u.Lead, &u.Key, &before, &u.of, &show, &title, &address, query.Time(&published)); err != nil {
			return err
		}
		u.Text = meaning(show, title, address, published)
		if u.Text == before {
			same = append(same, u)
		} else {
			out = append(out, u)
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading what is to be written of source %s: %w", source, err)
	}
	return out, same, nil
}

// meaning is what is written of a match: the show, and the mention where one is meant.
func meaning(show, title, address string, published time.Time) string {
	parts := []string{show}
	if title != "" || address != "" {
		parts = append(parts, title, published.UTC().Format(time.DateOnly), address)
	}
	var said []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			said = append(said, p)
		}
	}
	text, _ := feeds.LeadText(strings.ReplaceAll(strings.Join(said, " · "), "\n", " "))
	return text
}

// MarkWritten records what was written of leads. A match that changed meanwhile is written again.
func MarkWritten(ctx context.Context, tx *ledger.Tx, leads []Unwritten) error {
	for _, u := range leads {
		if _, err := tx.Exec(ctx, `UPDATE leads SET written = ?, written_of = ? WHERE id = ? AND erased = 0`, u.Text, u.of, u.Lead); err != nil {
			return fmt.Errorf("recording what was written of lead %s: %w", u.Lead, err)
		}
	}
	return nil
}
