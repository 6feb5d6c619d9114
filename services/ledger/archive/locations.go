package archive

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Location is where a document is found now: its partition of the search index, the name of
// its first source, the addresses of its page and recording, and its cluster (empty until it
// has one). A source that everybody may see comes before a private one; the name is empty if
// all sources were deleted.
type Location struct{ Month, Show, URL, Audio, Cluster string }

// Locations returns the locations of those documents that exist.
func Locations(ctx context.Context, r ledger.Reader, documents []string) (map[string]Location, error) {
	out := make(map[string]Location, len(documents))
	for part := range query.Chunks(documents) {
		list, args := query.In(part)
		err := r.Each(ctx, `SELECT d.id, d.month, COALESCE(s.name, ''), d.url, d.audio, d.cluster FROM documents d
			LEFT JOIN sources s ON s.id = (SELECT x.source FROM document_sources x JOIN sources y ON y.id = x.source AND y.removed = 0
				WHERE x.document = d.id ORDER BY CASE WHEN y.workspace = '' THEN 0 ELSE 1 END, x.position, x.source LIMIT 1)
			WHERE d.id IN `+list, args, func(scan query.Scan) error {
			var id string
			var l Location
			err := scan(&id, &l.Month, &l.Show, &l.URL, &l.Audio, &l.Cluster)
			out[id] = l
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading the locations of documents: %w", err)
		}
	}
	return out, nil
}
