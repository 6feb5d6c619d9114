package record

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// MentionTitle is what a mention is called where another thing refers to it.
type MentionTitle struct {
	ID, Brand, Title, Show, URL string
	Kind                        feeds.Kind
	Published                   time.Time
	Removed                     bool
}

// MentionTitles returns what mentions of a workspace are called, by id. Those that are not there are left out.
func MentionTitles(ctx context.Context, r ledger.Reader, workspace string, ids []string) (map[string]MentionTitle, error) {
	out := map[string]MentionTitle{}
	for part := range query.Chunks(ids) {
		in, args := query.In(part)
		err := r.Each(ctx, `SELECT m.id, m.brand, m.kind, m.published, m.removed, d.title, d.url, COALESCE(s.name, '')
			FROM mentions m JOIN documents d ON d.id = m.document`+mentionSource+` WHERE m.workspace = ? AND m.id IN `+in,
			append([]any{ledger.WorkspaceOrDefault(workspace)}, args...), func(scan query.Scan) error {
				var t MentionTitle
				err := scan(&t.ID, &t.Brand, &t.Kind, query.Time(&t.Published), query.Flag(&t.Removed), &t.Title, &t.URL, &t.Show)
				out[t.ID] = t
				return err
			})
		if err != nil {
			return nil, fmt.Errorf("reading the titles of mentions: %w", err)
		}
	}
	return out, nil
}
