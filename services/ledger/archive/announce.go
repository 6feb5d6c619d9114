package archive

import (
	"context"
	"fmt"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/subjects"
)

// announceRead enqueues the reference of a document that detection must read.
func announceRead(ctx context.Context, tx *ledger.Tx, d *feeds.Document, source string) error {
	return tx.Enqueue(ctx, ledger.Message{
		Stream:  subjects.Documents,
		Subject: subjects.Read(d.Kind, source),
		// The time is part of the id: when a text changes from A to B and back to A, that is three
		// messages, and the bus would drop the third as a repetition of the first.
		MsgID: fmt.Sprintf("read.%s.%s.%d", d.ID, d.Revision, tx.Now().UnixMicro()),
		Ref:   &ledger.Reference{ID: d.ID, Revision: d.Revision},
	})
}

// AnnounceDocument enqueues the reference of a document in which something changed for the
// search index: detection read it, or a person judged a mention in it.
func AnnounceDocument(ctx context.Context, tx *ledger.Tx, d *feeds.Document) error {
	return tx.Enqueue(ctx, ledger.Message{
		Stream:  subjects.Documents,
		Subject: subjects.Detected(d.Kind, firstSource(d)),
		Ref:     &ledger.Reference{ID: d.ID, Revision: d.Revision},
		MsgID:   fmt.Sprintf("detected.%s.%s.%d", d.ID, d.Revision, tx.Now().UnixMicro()),
	})
}

func firstSource(d *feeds.Document) string {
	if len(d.Sources) == 0 {
		return ""
	}
	return d.Sources[0]
}

// announceDocumentsOf is [AnnounceDocument] for all documents of a source, newest first. Those
// that detection has not read yet are announced by detection.
func announceDocumentsOf(ctx context.Context, tx *ledger.Tx, source string) error {
	n, err := tx.Exec(ctx, `INSERT INTO outbox (stream, subject, msg_id, ref_id, ref_revision, payload, created)
		SELECT ?, CAST(? AS TEXT) || kind || '.' || source, 'detected.' || id || '.' || revision || '.' || ?, id, revision, ?, ?
		FROM documents WHERE id IN (SELECT document FROM document_sources WHERE source = ?) AND source = ? AND detected_revision = revision
		ORDER BY published DESC, id`,
		subjects.Documents, subjects.DetectedPrefix, strconv.FormatInt(tx.Now().UnixMicro(), 10), []byte{}, tx.Now(), source, source)
	if err != nil {
		return fmt.Errorf("enqueueing the documents of source %s: %w", source, err)
	}
	if n > 0 {
		tx.WakeRelay()
	}
	return nil
}

// Undetected returns the ids of documents whose revision detection has not read, the oldest
// first, without those that are corrupt or quarantined.
func Undetected(ctx context.Context, r ledger.Reader, limit int) ([]string, error) {
	ids, err := r.Column(ctx, `SELECT id FROM documents WHERE detected_revision <> revision AND corrupt = ''
		AND id NOT IN (SELECT id FROM quarantine WHERE kind = ? AND held = 1) ORDER BY arrival LIMIT ?`, Detection, limit)
	if err != nil {
		return nil, fmt.Errorf("listing undetected documents: %w", err)
	}
	return ids, nil
}
