package mentions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

// Announce enqueues the public event of a mention that was just saved. src is the first source
// of the document; links in the event start with baseURL.
func Announce(ctx context.Context, tx *ledger.Tx, name alerts.EventName, m index.Mention, b index.Brand, d *feeds.Document, src feeds.Source, baseURL string) error {
	ev := alerts.NewEvent(name, m, b, *d, src, baseURL, tx.Now())
	body, err := json.Marshal(ev)
	if err != nil {
		return fmt.Errorf("rendering the event of mention %s: %w", m.ID, err)
	}
	return tx.Enqueue(ctx, ledger.Message{Stream: subjects.Mentions, Subject: ev.Subject(name), MsgID: ev.ID, Payload: body})
}

// EventOf returns the public event of a mention as it would be announced now, under that name.
// Links in it start with baseURL. [ledger.ErrNotFound]: its document was deleted.
func EventOf(ctx context.Context, r ledger.Reader, workspace, mention string, name alerts.EventName, baseURL string) (alerts.Event, error) {
	m, err := record.GetMention(ctx, r, workspace, mention)
	if err != nil {
		return alerts.Event{}, err
	}
	b, err := brandOr(ctx, r, m.Workspace, m.Brand)
	if err != nil {
		return alerts.Event{}, err
	}
	d, err := archive.GetDocumentMeta(ctx, r, m.Document)
	if err != nil {
		return alerts.Event{}, err
	}
	src, err := archive.SourceOf(ctx, r, m.Document)
	if err != nil {
		return alerts.Event{}, err
	}
	return alerts.NewEvent(name, m, b, d.Document, src, baseURL, m.Updated), nil
}

// brandOr returns a brand. One that was deleted before its mentions is named by its id.
func brandOr(ctx context.Context, r ledger.Reader, workspace, id string) (index.Brand, error) {
	b, err := record.GetBrand(ctx, r, workspace, id)
	if errors.Is(err, ledger.ErrNotFound) {
		return index.Brand{ID: id, Name: id, Workspace: workspace}, nil
	}
	return b, err
}
