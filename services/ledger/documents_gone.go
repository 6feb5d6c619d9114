package ledger

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
)

// GoneDocuments returns the ids of documents that are here although their network says they
// are gone: one by its key, or all of an author's. An author is the documents' handle, or
// what their keys begin with before a slash.
func (r Reads) GoneDocuments(ctx context.Context, gone []feeds.Removal) ([]string, error) {
	var keyed, ids []string
	for _, g := range gone {
		switch {
		case g.Key != "":
			keyed = append(keyed, feeds.DocumentID(g.Network, g.Key))
		case g.Author != "":
			prefix := g.Author + "/"
			found, err := r.Column(ctx, `SELECT id FROM documents WHERE network = ? AND (handle = ? OR SUBSTR(key, 1, ?) = ?)`,
				g.Network, g.Author, len([]rune(prefix)), prefix)
			if err != nil {
				return nil, fmt.Errorf("looking for documents of an author: %w", err)
			}
			ids = append(ids, found...)
		}
	}
	known, err := r.ExistingDocuments(ctx, keyed)
	for id := range known {
		ids = append(ids, id)
	}
	return ids, err
}
