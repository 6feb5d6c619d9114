package mentions

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// DeleteDocument forgets a document, its text and its mentions, and tells the indexers and
// whoever listens for the mentions. desk is the address that the events' links start with.
//
// Of a mention its place stays: no quote and nothing that a person wrote, but the revision,
// from which it goes on should the document be read again. An event's id is made of it, and
// must never be given twice. What comes back so is no news.
func DeleteDocument(ctx context.Context, tx *ledger.Tx, id, desk string) error {
	if err := deleteDocument(ctx, tx, id, desk); err != nil {
		return fmt.Errorf("deleting document %s: %w", id, err)
	}
	return nil
}

func deleteDocument(ctx context.Context, tx *ledger.Tx, id, desk string) error {
	if _, err := archive.LockDetected(ctx, tx, id); err != nil { // locks it: no detector adds a mention meanwhile
		return err
	}
	meta, err := archive.GetDocumentMeta(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := removeMentions(ctx, tx, meta, desk); err != nil {
		return err
	}
	if err := archive.AnnounceDocument(ctx, tx, &meta.Document); err != nil {
		return err
	}
	return archive.DropDocument(ctx, tx, meta)
}

// removeMentions empties the mentions in a document that goes, and says so of those that
// were not gone before.
func removeMentions(ctx context.Context, tx *ledger.Tx, doc archive.DocumentMeta, desk string) error {
	mentions, err := record.MentionsOf(ctx, tx, doc.ID)
	if err != nil || len(mentions) == 0 {
		return err
	}
	src, err := archive.SourceOf(ctx, tx, doc.ID)
	if err != nil {
		return err
	}
	for _, m := range mentions {
		before := m.Revision
		if !m.Removed {
			m.Revision++
			m.Removed, m.Hits, m.Updated = true, nil, tx.Now()
			brand, err := brandOr(ctx, tx, m.Workspace, m.Brand)
			if err != nil {
				return err
			}
			if err := Announce(ctx, tx, alerts.Removed, m, brand, &doc.Document, src, desk); err != nil {
				return err
			}
		}
		if err := record.EraseMention(ctx, tx, m, before); err != nil {
			return err
		}
	}
	return nil
}

// DeleteDocuments deletes documents as [Tx.DeleteDocument] does, and returns how many were
// still there.
func DeleteDocuments(ctx context.Context, tx *ledger.Tx, ids []string, desk string) (int, error) {
	n := 0
	for _, id := range ids {
		switch err := DeleteDocument(ctx, tx, id, desk); {
		case errors.Is(err, ledger.ErrNotFound):
		case err != nil:
			return n, err
		default:
			n++
		}
	}
	return n, nil
}
