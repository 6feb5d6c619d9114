package ledger

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/index"
)

// EntryFacts is what the search index takes of a document beside the document itself.
type EntryFacts struct {
	Month    string
	Show     string // name of the source it came by first
	Mentions []index.Mention
}

// EntryFactsOf returns them for those of the documents that are there. Mentions that were
// removed are left out.
func (r Reads) EntryFactsOf(ctx context.Context, documents []string) (map[string]EntryFacts, error) {
	out := make(map[string]EntryFacts, len(documents))
	for part := range chunks(documents) {
		list, args := in(part)
		err := r.each(ctx, `SELECT d.id, d.month, COALESCE(s.name, '') FROM documents d LEFT JOIN sources s ON s.id = d.source AND s.removed = 0
			WHERE d.id IN `+list, args, func(scan scanner) error {
			var id string
			var f EntryFacts
			err := scan(&id, &f.Month, &f.Show)
			out[id] = f
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading what the index needs: %w", err)
		}
	}
	// The index asks where names stand, not what stands around them.
	mentions, err := r.mentionsOfDocuments(ctx, documents, func(m *index.Mention) {
		for i := range m.Hits {
			h := &m.Hits[i]
			h.Quote, h.Reason, h.Surface, h.Speaker, h.Second = "", "", "", "", nil
		}
	})
	if err != nil {
		return nil, err
	}
	for id, list := range mentions {
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

// Location is where a document stands now: what the source that it came by is called, empty if
// that was deleted, and the addresses of its page and its recording.
type Location struct{ Show, URL, Audio string }

// Locations returns them for those of the documents that are there.
func (r Reads) Locations(ctx context.Context, documents []string) (map[string]Location, error) {
	out := make(map[string]Location, len(documents))
	for part := range chunks(documents) {
		list, args := in(part)
		err := r.each(ctx, `SELECT d.id, COALESCE(s.name, ''), d.url, d.audio FROM documents d LEFT JOIN sources s ON s.id = d.source AND s.removed = 0
			WHERE d.id IN `+list, args, func(scan scanner) error {
			var id string
			var l Location
			err := scan(&id, &l.Show, &l.URL, &l.Audio)
			out[id] = l
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("looking where documents stand: %w", err)
		}
	}
	return out, nil
}
