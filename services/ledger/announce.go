package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// AnnounceMention enqueues the public event of a mention that was just saved, and
// AnnounceDocument the reference the indexers wait for. src is the source that the
// document came by first, desk the address that the event's links start with.
func (tx *Tx) AnnounceMention(ctx context.Context, name alerts.EventName, m index.Mention, b index.Brand, d *feeds.Document, src feeds.Source, desk string) error {
	ev := alerts.NewEvent(name, m, b, *d, src, desk, tx.now)
	body, err := json.Marshal(ev)
	if err != nil {
		return fmt.Errorf("rendering the event of mention %s: %w", m.ID, err)
	}
	return tx.Enqueue(ctx, Message{Stream: StreamMentions, Subject: ev.Subject(name), MsgID: ev.ID, Payload: body})
}

// AnnounceDocument says that what is known of a document has changed: its text was
// detected, or a person judged a mention in it.
func (tx *Tx) AnnounceDocument(ctx context.Context, d *feeds.Document) error {
	source := "none"
	if len(d.Sources) > 0 {
		source = d.Sources[0]
	}
	return tx.Enqueue(ctx, Message{
		Stream:  StreamDocuments,
		Subject: fmt.Sprintf("doc.detected.%s.%s", d.Kind, source),
		Ref:     &Reference{ID: d.ID, Revision: d.Revision},
		MsgID:   fmt.Sprintf("detected.%s.%s.%d", d.ID, d.Revision, tx.now.UnixMicro()),
	})
}

// announceDocumentsOf is AnnounceDocument for all that a source brought, newest first. What
// detection hasn't read yet is announced by it.
func (tx *Tx) announceDocumentsOf(ctx context.Context, source string) error {
	n, err := tx.exec(ctx, `INSERT INTO outbox (stream, subject, msg_id, ref_id, ref_revision, payload, created)
		SELECT ?, 'doc.detected.' || kind || '.' || source, 'detected.' || id || '.' || revision || '.' || ?, id, revision, ?, ?
		FROM documents WHERE id IN (SELECT document FROM document_sources WHERE source = ?) AND source = ? AND detected_revision = revision
		ORDER BY published DESC, id`,
		StreamDocuments, strconv.FormatInt(tx.now.UnixMicro(), 10), []byte{}, tx.now, source, source)
	if err != nil {
		return fmt.Errorf("queueing the documents of source %s: %w", source, err)
	}
	tx.enqueued = tx.enqueued || n > 0
	return nil
}

// Undetected returns the documents whose present revision detection hasn't read, oldest first,
// without those that it has passed over or that are quarantined.
func (r Reads) Undetected(ctx context.Context, limit int) ([]string, error) {
	ids, err := r.column(ctx, `SELECT id FROM documents WHERE detected_revision <> revision AND unreadable = ''
		AND id NOT IN (SELECT id FROM quarantine WHERE kind = ? AND held = 1) ORDER BY n LIMIT ?`, Detection, limit)
	if err != nil {
		return nil, fmt.Errorf("looking for documents that were not read: %w", err)
	}
	return ids, nil
}
