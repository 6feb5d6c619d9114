package archive

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
)

// GoneDocuments returns the ids of documents that are here although their network says they
// are gone: one by its key, or all of an author's. An author is the documents' handle, or
// what their keys begin with before a slash.
func GoneDocuments(ctx context.Context, r ledger.Reader, gone []feeds.Removal) ([]string, error) {
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
	known, err := ExistingDocuments(ctx, r, keyed)
	for id := range known {
		ids = append(ids, id)
	}
	return ids, err
}
