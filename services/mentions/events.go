package mentions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

// Announce enqueues the public event of a mention that was just saved. sources are those of the
// document; links in the event start with baseURL.
func Announce(ctx context.Context, tx *ledger.Tx, name alerts.EventName, m index.Mention, b index.Brand, d *feeds.Document, sources []feeds.Source, baseURL string) error {
	ev, err := newEvent(ctx, tx, name, m, b, d, sources, baseURL, tx.Now())
	if err != nil {
		return err
	}
	body, err := json.Marshal(ev)
	if err != nil {
		return fmt.Errorf("rendering the event of mention %s: %w", m.ID, err)
	}
	return tx.Enqueue(ctx, ledger.Message{Stream: subjects.Mentions, Subject: ev.Subject(name), MsgID: ev.ID, Payload: body})
}

// newEvent is [alerts.NewEvent] with the sources that the workspace may see, the cluster and the
// copies.
func newEvent(ctx context.Context, r ledger.Reader, name alerts.EventName, m index.Mention, b index.Brand, d *feeds.Document, sources []feeds.Source, baseURL string, at time.Time) (alerts.Event, error) {
	copies, err := record.CopiesOf(ctx, r, []string{m.ID})
	if err != nil {
		return alerts.Event{}, err
	}
	list := copies[m.ID]
	for _, c := range list {
		if c.ID == m.ID {
			m.Cluster = c.Cluster
		}
	}
	if m.Cluster == "" {
		m.Cluster = d.Cluster
	}
	ev := alerts.NewEvent(name, m, b, *d, archive.VisibleSources(sources, m.Workspace), baseURL, at)
	for _, c := range list {
		ev.Data.Copies = append(ev.Data.Copies, alerts.NewCopy(c.Mention, c.Doc.Network, c.Doc.URL, c.Doc.SourceName, baseURL))
	}
	return ev, nil
}

// EventOf returns the public event of a mention as it would be announced now, under that name.
// Links in it start with baseURL. The error is [ledger.ErrNotFound] if its document was deleted.
func EventOf(ctx context.Context, r ledger.Reader, workspace, mention string, name alerts.EventName, baseURL string) (alerts.Event, error) {
	m, err := record.GetMention(ctx, r, workspace, mention)
	if err != nil {
		return alerts.Event{}, err
	}
	b, err := brandOrStub(ctx, r, m.Workspace, m.Brand)
	if err != nil {
		return alerts.Event{}, err
	}
	d, err := archive.GetDocumentMeta(ctx, r, m.Document)
	if err != nil {
		return alerts.Event{}, err
	}
	sources, err := archive.SourcesOf(ctx, r, m.Document)
	if err != nil {
		return alerts.Event{}, err
	}
	return newEvent(ctx, r, name, m, b, &d.Document, sources, baseURL, m.Updated)
}

// brandOrStub returns a brand. If it was deleted and its mentions still exist, brandOrStub returns
// a brand that has its id as name.
func brandOrStub(ctx context.Context, r ledger.Reader, workspace, id string) (index.Brand, error) {
	b, err := record.GetBrand(ctx, r, workspace, id)
	if errors.Is(err, ledger.ErrNotFound) {
		return index.Brand{ID: id, Name: id, Workspace: workspace}, nil
	}
	return b, err
}
