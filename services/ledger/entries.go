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

// EntryFacts returns them for those of the documents that are there. Mentions that were
// removed are left out.
func (r Reads) EntryFacts(ctx context.Context, documents []string) (map[string]EntryFacts, error) {
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

// Place is where a document stands now: what the source that it came by is called, empty if
// that was deleted, and the addresses of its page and its recording.
type Place struct{ Show, URL, Audio string }

// Places returns them for those of the documents that are there.
func (r Reads) Places(ctx context.Context, documents []string) (map[string]Place, error) {
	out := make(map[string]Place, len(documents))
	for part := range chunks(documents) {
		list, args := in(part)
		err := r.each(ctx, `SELECT d.id, COALESCE(s.name, ''), d.url, d.audio FROM documents d LEFT JOIN sources s ON s.id = d.source AND s.removed = 0
			WHERE d.id IN `+list, args, func(scan scanner) error {
			var id string
			var p Place
			err := scan(&id, &p.Show, &p.URL, &p.Audio)
			out[id] = p
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("looking where documents stand: %w", err)
		}
	}
	return out, nil
}
