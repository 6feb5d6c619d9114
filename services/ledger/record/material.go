package record

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Material is a mention whose effect is estimated: the lead of its cluster, without its hits.
type Material struct {
	ID, Brand, Cluster string
	Kind               feeds.Kind
	Type               index.MentionType
	Published          time.Time
	Undated            bool // Published is when it was first seen
	Backfill           bool
	Title, Show        string
	Network, URL       string
}

// IsMaterial reports whether a mention gets a report by itself.
func IsMaterial(m index.Mention) bool {
	return m.Kind != feeds.Post && m.Type != index.Passing
}

// MaterialMentions returns the mentions of the brands whose effect is estimated, the earliest
// first: podcasts, videos and pages in which the brand is more than a passing mention, and
// those in the chosen clusters. Posts are too many: with an effect of each, no past period
// would be left without one.
func MaterialMentions(ctx context.Context, r ledger.Reader, workspace string, brands, chosen []string) ([]Material, error) {
	if len(brands) == 0 {
		return nil, nil
	}
	in, args := query.In(brands)
	clusters, more := query.In(chosen)
	var out []Material
	err := r.Each(ctx, `SELECT m.id, m.brand, m.cluster, m.kind, m.type, m.published, d.undated, m.backfill, d.title, COALESCE(s.name, ''), d.network, d.url`+
		` FROM mentions m JOIN documents d ON d.id = m.document`+mentionSource+`
		WHERE m.workspace = ? AND m.brand IN `+in+` AND m.lead = 1 AND m.removed = 0 AND m.unsure = 0 AND m.state <> ?
			AND (m.kind IN (?, ?, ?) AND m.type <> ? OR m.cluster IN `+clusters+`)
		ORDER BY m.published, m.id`,
		append(append(append([]any{ledger.WorkspaceOrDefault(workspace)}, args...), string(index.Dismissed),
			string(feeds.Podcast), string(feeds.Video), string(feeds.Page), string(index.Passing)), more...),
		func(scan query.Scan) error {
			m, err := scanMaterial(scan)
			out = append(out, m)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("reading material mentions: %w", err)
	}
	return out, nil
}

func scanMaterial(scan query.Scan) (m Material, err error) {
	err = scan(&m.ID, &m.Brand, &m.Cluster, &m.Kind, &m.Type, query.Time(&m.Published), query.Flag(&m.Undated), query.Flag(&m.Backfill),
		&m.Title, &m.Show, &m.Network, &m.URL)
	return m, err
}

// ClustersBySource returns the clusters with a mention in a document of a source, by source.
func ClustersBySource(ctx context.Context, r ledger.Reader, workspace string, sources []string) (map[string][]string, error) {
	out := map[string][]string{}
	for part := range query.Chunks(sources) {
		in, args := query.In(part)
		err := r.Each(ctx, `SELECT DISTINCT x.source, m.cluster FROM document_sources x JOIN mentions m ON m.document = x.document
			WHERE x.source IN `+in+` AND m.workspace = ? AND m.removed = 0 ORDER BY x.source, m.cluster`, append(args, ledger.WorkspaceOrDefault(workspace)), func(scan query.Scan) error {
			var source, cluster string
			err := scan(&source, &cluster)
			out[source] = append(out[source], cluster)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading the clusters of sources: %w", err)
		}
	}
	return out, nil
}
