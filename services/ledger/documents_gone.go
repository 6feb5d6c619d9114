package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
)

// RemoveDocuments deletes what a network says is gone, as [Tx.DeleteDocument] does, and
// returns how many documents that were: one by its key, or all of an author's. An author is
// the documents' handle, or what their keys begin with before a slash.
func (tx *Tx) RemoveDocuments(ctx context.Context, gone feeds.Removal, desk string) (int, error) {
	ids := []string{feeds.DocumentID(gone.Network, gone.Key)}
	if gone.Key == "" {
		if gone.Author == "" {
			return 0, nil
		}
		var err error
		prefix := gone.Author + "/"
		ids, err = tx.column(ctx, `SELECT id FROM documents WHERE network = ? AND (handle = ? OR SUBSTR(key, 1, ?) = ?)`,
			gone.Network, gone.Author, len([]rune(prefix)), prefix)
		if err != nil {
			return 0, fmt.Errorf("looking for documents of %s: %w", gone.Author, err)
		}
	}
	n := 0
	for _, id := range ids {
		switch err := tx.DeleteDocument(ctx, id, desk); {
		case errors.Is(err, ErrNotFound): // never stored: nothing in it concerned us
		case err != nil:
			return n, err
		default:
			n++
		}
	}
	return n, nil
}
