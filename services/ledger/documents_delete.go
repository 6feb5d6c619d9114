package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/index"
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
	for _, forget := range []string{
		`documents WHERE id = ?`, `document_sources WHERE document = ?`, `document_alternates WHERE document = ?`, `parts WHERE document = ?`,
	} {
		if _, err := tx.exec(ctx, `DELETE FROM `+forget, id); err != nil {
			return err
		}
	}
	_, err = tx.exec(ctx, `DELETE FROM bodies WHERE n = ?`, meta.Arrival)
	return err
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
			m.Removed, m.Hits, m.Updated = true, nil, tx.now
			brand, err := tx.brandOr(ctx, m.Workspace, m.Brand)
			if err != nil {
				return err
			}
			if err := tx.AnnounceMention(ctx, alerts.Removed, m, brand, &doc.Document, src, desk); err != nil {
				return err
			}
		}
		n, err := tx.exec(ctx, `UPDATE mentions SET revision = ?, removed = 1, hits = '', backfill = 1, state = ?, reason = '', starred = 0,
			assignee = '', note = '', updated = ? WHERE id = ? AND revision = ?`, m.Revision, string(index.New), tx.now, m.ID, before)
		if err == nil && n == 0 {
			err = errRaced // a person changed it meanwhile
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// brandOr returns a brand; one that was deleted before its mentions goes by its id.
func (r Reads) brandOr(ctx context.Context, workspace, id string) (index.Brand, error) {
	b, err := r.GetBrand(ctx, workspace, id)
	if errors.Is(err, ErrNotFound) {
		return index.Brand{ID: id, Name: id, Workspace: workspace}, nil
	}
	return b, err
}
