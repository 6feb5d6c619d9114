package mentions

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// EntryFacts is what the search index needs besides the document itself.
type EntryFacts struct {
	Month    string
	Show     string // the name of its first source
	Cluster  string // empty until one is assigned
	Mentions []index.Mention
}

// EntryFactsOf returns the facts of those documents that exist, without removed mentions.
func EntryFactsOf(ctx context.Context, r ledger.Reader, documents []string) (map[string]EntryFacts, error) {
	out := make(map[string]EntryFacts, len(documents))
	locations, err := archive.Locations(ctx, r, documents)
	if err != nil {
		return nil, fmt.Errorf("reading locations: %w", err)
	}
	for id, l := range locations {
		out[id] = EntryFacts{Month: l.Month, Show: l.Show, Cluster: l.Cluster}
	}
	found, err := record.MentionPositions(ctx, r, documents)
	if err != nil {
		return nil, err
	}
	for id, list := range found {
		f, ok := out[id]
		if !ok {
			continue
		}
		for _, m := range list {
			if !m.Removed {
				f.Mentions = append(f.Mentions, m)
			}
		}
		out[id] = f
	}
	return out, nil
}
