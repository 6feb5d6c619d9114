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

// DeleteDocument deletes a document, its text and its mentions. It announces the deletion to the
// indexers, and the removal of each mention as a public event. Links in the events start with
// baseURL.
//
// The row of a mention is kept, without quotes and without anything that a person wrote. The row
// has the revision, which is part of the ids of events. If the document is read again, the
// revision continues from there, so that no event id is used twice. A mention that is found again
// counts as back catalogue.
func DeleteDocument(ctx context.Context, tx *ledger.Tx, id, baseURL string) error {
	if err := deleteDocument(ctx, tx, id, baseURL); err != nil {
		return fmt.Errorf("deleting document %s: %w", id, err)
	}
	return nil
}

func deleteDocument(ctx context.Context, tx *ledger.Tx, id, baseURL string) error {
	if _, err := archive.LockDetected(ctx, tx, id); err != nil { // the detector can't add a mention until this transaction ends
		return err
	}
	meta, err := archive.GetDocumentMeta(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := removeMentions(ctx, tx, meta, baseURL); err != nil {
		return err
	}
	if err := archive.AnnounceDocument(ctx, tx, &meta.Document); err != nil {
		return err
	}
	return archive.DropDocument(ctx, tx, meta)
}

// removeMentions erases the mentions in a document, and announces the removal of those that were
// not removed before.
func removeMentions(ctx context.Context, tx *ledger.Tx, doc archive.DocumentMeta, baseURL string) error {
	mentions, err := record.MentionsOf(ctx, tx, doc.ID)
	if err != nil || len(mentions) == 0 {
		return err
	}
	sources, err := archive.SourcesOf(ctx, tx, doc.ID)
	if err != nil {
		return err
	}
	for _, m := range mentions {
		before := m.Revision
		if !m.Removed {
			m.Revision++
			m.Removed, m.Hits, m.Updated = true, nil, tx.Now()
			brand, err := brandOrStub(ctx, tx, m.Workspace, m.Brand)
			if err != nil {
				return err
			}
			if err := Announce(ctx, tx, alerts.Removed, m, brand, &doc.Document, sources, baseURL); err != nil {
				return err
			}
		}
		if err := record.EraseMention(ctx, tx, m, before); err != nil {
			return err
		}
		if err := record.ChooseLead(ctx, tx, m.Workspace, m.Brand, m.Cluster); err != nil {
			return err
		}
	}
	return nil
}

// DeleteDocuments is [DeleteDocument] for many documents, and returns how many existed.
func DeleteDocuments(ctx context.Context, tx *ledger.Tx, ids []string, baseURL string) (int, error) {
	n := 0
	for _, id := range ids {
		switch err := DeleteDocument(ctx, tx, id, baseURL); {
		case errors.Is(err, ledger.ErrNotFound):
		case err != nil:
			return n, err
		default:
			n++
		}
	}
	return n, nil
}
