package record

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Recallable is a mention that a lead can remember. ID is that of the mention that leads its cluster: copies of one
// conversation have the same.
type Recallable struct {
	ID, Brand, Cluster string
	Kind               feeds.Kind
	Network            string
	Show               string   // name of the podcast or the channel, or the author of a post
	People             []string // hosts, guests and authors
	Title, URL         string
	Language           string
	Published          time.Time
	Lead               bool
}

// mostRecallable bounds how many mentions leads are matched to, the newest first.
const mostRecallable = 20_000

// RecallableMentions returns the mentions of own brands that leads can be matched to, the earliest first: not those
// that a person dismissed, nor those that nobody is sure of.
//
// This is the only place where authors of posts get into that match. Unjoined are the networks whose rules forbid
// it: of their posts the author is left out, so that no handle can be matched.
func RecallableMentions(ctx context.Context, r ledger.Reader, workspace string, unjoined []string) ([]Recallable, error) {
	var out []Recallable
	err := r.Each(ctx, `SELECT m.id, m.brand, m.cluster, m.lead, m.kind, m.published, d.network, COALESCE(s.name, ''), d.author, d.handle, d.people, d.title, d.url, d.language, b.name
		FROM mentions m JOIN documents d ON d.id = m.document JOIN brands b ON b.workspace = m.workspace AND b.id = m.brand`+mentionSource+`
		WHERE m.workspace = ? AND b.own = 1 AND m.removed = 0 AND m.state <> ? AND (m.unsure = 0 OR m.state = ?)
		ORDER BY m.published DESC, m.id DESC LIMIT ?`,
		[]any{ledger.WorkspaceOrDefault(workspace), string(index.Dismissed), string(index.Confirmed), mostRecallable}, func(scan query.Scan) error {
			var m Recallable
			var source, author, handle, brand string
			var people []feeds.Person
			err := scan(&m.ID, &m.Brand, &m.Cluster, query.Flag(&m.Lead), &m.Kind, query.Time(&m.Published), &m.Network, &source, &author, &handle,
				query.JSON(&people), &m.Title, &m.URL, &m.Language, &brand)
			m.Show = source
			if m.Kind == feeds.Post {
				if slices.Contains(unjoined, m.Network) {
					author, handle, people = "", "", nil
				}
				// The source of a post is often a search for the brand's own name: that names nothing.
				if m.Show = firstOf(author, handle, source); m.Show == source && strings.Contains(strings.ToLower(source), strings.ToLower(brand)) {
					m.Show = ""
				}
			}
			for _, p := range people {
				m.People = append(m.People, p.Name)
			}
			if author != "" && m.Kind != feeds.Podcast && author != m.Show && !slices.Contains(m.People, author) {
				m.People = append(m.People, author)
			}
			out = append(out, m)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("reading the mentions that leads can mean: %w", err)
	}
	slices.Reverse(out)
	// Copies of a conversation are one mention: that of the copy that leads.
	lead := map[[2]string]string{}
	for _, m := range out {
		if key := [2]string{m.Brand, m.Cluster}; m.Lead || lead[key] == "" {
			lead[key] = m.ID
		}
	}
	for i, m := range out {
		out[i].ID = lead[[2]string{m.Brand, m.Cluster}]
	}
	return out, nil
}

func firstOf(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}

// ClustersOf returns the clusters of mentions, by mention.
func ClustersOf(ctx context.Context, r ledger.Reader, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for part := range query.Chunks(ids) {
		in, args := query.In(part)
		err := r.Each(ctx, `SELECT id, cluster FROM mentions WHERE id IN `+in, args, func(scan query.Scan) error {
			var id, cluster string
			err := scan(&id, &cluster)
			out[id] = cluster
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading the clusters of mentions: %w", err)
		}
	}
	return out, nil
}
