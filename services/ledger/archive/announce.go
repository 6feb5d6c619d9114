package archive

import (
	"context"
	"fmt"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/subjects"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
)

// announceRead enqueues the reference that detection waits for.
func announceRead(ctx context.Context, tx *ledger.Tx, d *feeds.Document, source string) error {
	return tx.Enqueue(ctx, ledger.Message{
		Stream:  subjects.Documents,
		Subject: subjects.Read(d.Kind, source),
		// A text that goes from A to B and back to A is three messages, not two.
		MsgID: fmt.Sprintf("read.%s.%s.%d", d.ID, d.Revision, tx.Now().UnixMicro()),
		Ref:   &ledger.Reference{ID: d.ID, Revision: d.Revision},
	})
}

// AnnounceDocument says that what is known of a document has changed: its text was
// detected, or a person judged a mention in it.
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

// announceDocumentsOf is AnnounceDocument for all that a source brought, newest first. What
// detection hasn't read yet is announced by it.
func announceDocumentsOf(ctx context.Context, tx *ledger.Tx, source string) error {
	n, err := tx.Exec(ctx, `INSERT INTO outbox (stream, subject, msg_id, ref_id, ref_revision, payload, created)
		SELECT ?, CAST(? AS TEXT) || kind || '.' || source, 'detected.' || id || '.' || revision || '.' || ?, id, revision, ?, ?
		FROM documents WHERE id IN (SELECT document FROM document_sources WHERE source = ?) AND source = ? AND detected_revision = revision
		ORDER BY published DESC, id`,
		subjects.Documents, subjects.DetectedPrefix, strconv.FormatInt(tx.Now().UnixMicro(), 10), []byte{}, tx.Now(), source, source)
	if err != nil {
		return fmt.Errorf("queueing the documents of source %s: %w", source, err)
	}
	if n > 0 {
		tx.WakeRelay()
	}
	return nil
}

// Undetected returns the documents whose present revision detection hasn't read, oldest first,
// without those that it has passed over or that are quarantined.
func Undetected(ctx context.Context, r ledger.Reader, limit int) ([]string, error) {
	ids, err := r.Column(ctx, `SELECT id FROM documents WHERE detected_revision <> revision AND corrupt = ''
		AND id NOT IN (SELECT id FROM quarantine WHERE kind = ? AND held = 1) ORDER BY arrival LIMIT ?`, Detection, limit)
	if err != nil {
		return nil, fmt.Errorf("looking for documents that were not read: %w", err)
	}
	return ids, nil
}
