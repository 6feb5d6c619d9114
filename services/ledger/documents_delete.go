package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
)

// DeleteDocument forgets a document, its text and its mentions, and tells the indexers and
// whoever listens for the mentions. desk is the address that the events' links start with.
//
// Of a mention its place stays: no quote and nothing that a person wrote, but the revision,
// from which it goes on should the document be read again. An event's id is made of it, and
// must never be given twice. What comes back so is no news.
func (tx *Tx) DeleteDocument(ctx context.Context, id, desk string) error {
	if err := tx.deleteDocument(ctx, id, desk); err != nil {
		return fmt.Errorf("deleting document %s: %w", id, err)
	}
	return nil
}

func (tx *Tx) deleteDocument(ctx context.Context, id, desk string) error {
	if _, err := tx.LockDetected(ctx, id); err != nil { // locks it: no detector adds a mention meanwhile
		return err
	}
	meta, err := tx.GetDocumentMeta(ctx, id)
	if err != nil {
		return err
	}
	if err := tx.removeMentions(ctx, meta, desk); err != nil {
		return err
	}
	if err := tx.AnnounceDocument(ctx, &meta.Document); err != nil {
		return err
	}
	return tx.DropDocument(ctx, meta)
}

// removeMentions empties the mentions in a document that goes, and says so of those that
// were not gone before.
func (tx *Tx) removeMentions(ctx context.Context, doc DocumentMeta, desk string) error {
	mentions, err := tx.MentionsOf(ctx, doc.ID)
	if err != nil || len(mentions) == 0 {
		return err
	}
	src, err := tx.SourceOf(ctx, doc.ID)
	if err != nil {
		return err
	}
	for _, m := range mentions {
		before := m.Revision
		if !m.Removed {
			m.Revision++
			m.Removed, m.Hits, m.Updated = true, nil, tx.Now()
			brand, err := tx.brandOr(ctx, m.Workspace, m.Brand)
			if err != nil {
				return err
			}
			if err := tx.Announce(ctx, alerts.Removed, m, brand, &doc.Document, src, desk); err != nil {
				return err
			}
		}
		if err := tx.EraseMention(ctx, m, before); err != nil {
			return err
		}
	}
	return nil
}

// DeleteDocuments deletes documents as [Tx.DeleteDocument] does, and returns how many were
// still there.
func (tx *Tx) DeleteDocuments(ctx context.Context, ids []string, desk string) (int, error) {
	n := 0
	for _, id := range ids {
		switch err := tx.DeleteDocument(ctx, id, desk); {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return n, err
		default:
			n++
		}
	}
	return n, nil
}
