package ledger

import (
	"context"
	"encoding/json"
	"fmt"

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

// Unread returns the documents whose present revision detection hasn't read, oldest first,
// without those that it has passed over.
func (r Reads) Unread(ctx context.Context, limit int) ([]string, error) {
	var ids []string
	err := r.each(ctx, `SELECT id FROM documents WHERE detected_revision <> revision AND unreadable = '' ORDER BY n LIMIT ?`, []any{limit},
		func(scan scanner) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("looking for documents that were not read: %w", err)
	}
	return ids, nil
}
