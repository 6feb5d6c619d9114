package archive

import (
	"context"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Draft is a document about to be saved. What takes time, hashing it and compressing its text,
// is done when the draft is made, so that no transaction waits for it.
type Draft struct {
	feeds.Document
	Offers []feeds.Offer // files that its listing names
	Others []string      // further sources, beside the one it is saved for

	head    string // revision of what surrounds the text
	body    []byte // the compressed text, nil until it is needed
	renamed bool   // recognised although its guid changed
}

// NewDraft returns a draft of a document that is known to be new or changed.
func NewDraft(d feeds.Document) *Draft {
	draft := &Draft{Document: d}
	draft.Limit()
	draft.hash()
	draft.pack()
	return draft
}

func (d *Draft) pack() {
	if d.body == nil && bodySize(&d.Document) > 0 {
		d.body = packBody(&d.Document)
	}
}

// offers reports whether the document's listing names a file for the part.
func (d *Draft) offers(part feeds.Part) bool {
	return slices.ContainsFunc(d.Offers, func(o feeds.Offer) bool { return o.Part == part })
}

// hash sets the revisions. A document whose text was filled in may still carry its old one.
func (d *Draft) hash() {
	d.head = headRevision(&d.Document)
	d.Revision = d.head
	if bodySize(&d.Document) > 0 {
		d.Revision = d.ComputeRevision()
	}
}

// Drafts is [NewDraft] for what one read of a source brought. Most of it is unchanged: a text
// that is stored already is not compressed again.
func Drafts(ctx context.Context, r ledger.Reader, docs []feeds.Item) ([]*Draft, error) {
	stored := make(map[string]string, len(docs))
	for part := range query.Chunks(docs) {
		ids := make([]string, len(part))
		for i := range part {
			ids[i] = part[i].ID
		}
		list, args := query.In(ids)
		err := r.Each(ctx, `SELECT id, revision FROM documents WHERE id IN `+list, args, func(scan query.Scan) error {
			var id, revision string
			err := scan(&id, &revision)
			stored[id] = revision
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("looking up documents: %w", err)
		}
	}
	out := make([]*Draft, len(docs))
	for i := range docs {
		d := &Draft{Document: docs[i].Document, Offers: docs[i].Offers[:min(len(docs[i].Offers), feeds.MaxOffers)], Others: docs[i].Sources}
		d.Limit()
		d.hash()
		if d.Revision != stored[d.ID] {
			d.pack()
		}
		out[i] = d
	}
	return out, nil
}
