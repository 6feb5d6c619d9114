package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/subjects"
)

// Announce enqueues the public event of a mention that was just saved, and
// AnnounceDocument the reference the indexers wait for. src is the source that the
// document came by first, desk the address that the event's links start with.
func (tx *Tx) Announce(ctx context.Context, name alerts.EventName, m index.Mention, b index.Brand, d *feeds.Document, src feeds.Source, desk string) error {
	ev := alerts.NewEvent(name, m, b, *d, src, desk, tx.Now())
	body, err := json.Marshal(ev)
	if err != nil {
		return fmt.Errorf("rendering the event of mention %s: %w", m.ID, err)
	}
	return tx.Enqueue(ctx, Message{Stream: subjects.Mentions, Subject: ev.Subject(name), MsgID: ev.ID, Payload: body})
}

// EventOf is the mention's public event as it would be announced now, under that name. Links
// in it start with the base URL. A mention whose document was deleted is [ErrNotFound].
func (r Reads) EventOf(ctx context.Context, workspace, mention string, name alerts.EventName, baseURL string) (alerts.Event, error) {
	m, err := r.GetMention(ctx, workspace, mention)
	if err != nil {
		return alerts.Event{}, err
	}
	b, err := r.brandOr(ctx, m.Workspace, m.Brand)
	if err != nil {
		return alerts.Event{}, err
	}
	d, err := r.GetDocumentMeta(ctx, m.Document)
	if err != nil {
		return alerts.Event{}, err
	}
	src, err := r.SourceOf(ctx, m.Document)
	if err != nil {
		return alerts.Event{}, err
	}
	return alerts.NewEvent(name, m, b, d.Document, src, baseURL, m.Updated), nil
}

// brandOr returns a brand; one that was deleted before its mentions goes by its id.
func (r Reads) brandOr(ctx context.Context, workspace, id string) (index.Brand, error) {
	b, err := r.GetBrand(ctx, workspace, id)
	if errors.Is(err, ErrNotFound) {
		return index.Brand{ID: id, Name: id, Workspace: workspace}, nil
	}
	return b, err
}
