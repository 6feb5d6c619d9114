package archive

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
)

// GoneDocuments returns the ids of stored documents that their network reports as deleted: a
// single one by its key, or all of an author. The author is a document's handle, or the part
// of its key before a slash.
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
				return nil, fmt.Errorf("listing the documents of an author: %w", err)
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
