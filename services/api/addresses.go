package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// AddressView is a post or page that is read once.
type AddressView struct {
	ID       string               `json:"id"`
	URL      string               `json:"url"`
	Source   string               `json:"source" doc:"Id of the source that its document belongs to."`
	State    archive.AddressState `json:"state" enum:"waiting,read,failed,dropped" doc:"dropped: a source found it, and it names none of the brands or isn't what the source is about."`
	Pasted   bool                 `json:"pasted,omitempty" doc:"Whether its text was pasted."`
	Found    bool                 `json:"found,omitempty" doc:"Whether the source found it; otherwise a person added it."`
	Document string               `json:"document,omitempty" doc:"Id of its document, once it is read."`
	Error    string               `json:"error,omitempty" doc:"Why it could not be read or was dropped, in English."`
	Code     string               `json:"code,omitempty" doc:"Identifies the sentences of error."`
	Params   map[string]string    `json:"params,omitempty"`
	Due      *time.Time           `json:"due,omitempty" doc:"When it is read."`
	Created  time.Time            `json:"created"`
}

func viewAddress(a archive.Address) AddressView {
	v := AddressView{
		ID: a.ID, URL: a.URL, Source: a.Source, State: a.State, Pasted: len(a.Pasted) > 0, Found: !a.Added, Document: a.Document,
		Error: a.Fault.Error, Code: a.Fault.Code, Params: a.Fault.Params, Created: a.Created,
	}
	if a.State == archive.AddressWaiting {
		v.Due = &a.Due
	}
	return v
}

func (a *API) addressRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/addresses", "list-addresses", "List the newest posts and pages that are read once, by their address", "sources", access.Write), a.listAddresses)
	huma.Register(a.huma, op(http.MethodPost, "/addresses/{id}/retry", "retry-address", "Read a post or page again now", "sources", access.Write), a.retryAddress)
	huma.Register(a.huma, op(http.MethodGet, "/addresses/{id}", "get-address", "Get how far a post or page was read", "sources", access.Write), a.getAddress)
}

const maxAddresses = 200

func (a *API) listAddresses(ctx context.Context, in *struct {
	State  string `query:"state" enum:"waiting,read,failed,dropped" doc:"Only those in this state."`
	Source string `query:"source" doc:"Only those of this source, by id."`
}) (*Out[List[AddressView]], error) {
	addresses, err := archive.ListAddresses(ctx, a.opts.Ledger, archive.AddressFilter{Source: in.Source, State: in.State}, maxAddresses)
	if err != nil {
		return nil, a.fail(ctx, "listing addresses", err)
	}
	views := make([]AddressView, len(addresses))
	for i, one := range addresses {
		views[i] = viewAddress(one)
	}
	return list(views, ""), nil
}

func (a *API) getAddress(ctx context.Context, in *SourcePath) (*Out[AddressView], error) {
	one, err := archive.GetAddress(ctx, a.opts.Ledger, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the address", err)
	}
	return &Out[AddressView]{viewAddress(one)}, nil
}

func (a *API) retryAddress(ctx context.Context, in *SourcePath) (*Out[AddressView], error) {
	var one archive.Address
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		if err := archive.RetryAddress(ctx, tx, in.ID); err != nil {
			return err
		}
		one, err = archive.GetAddress(ctx, tx, in.ID)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "retrying the address", err)
	}
	a.opts.SourceAdded()
	return &Out[AddressView]{viewAddress(one)}, nil
}

// addAddress queues a post or page, which belongs to the one source of its kind.
func (a *API) addAddress(ctx context.Context, src feeds.Source) (*Tagged[AddedSource], error) {
	a.chooseSchemes(ctx, []*feeds.Source{&src})
	pasted := src.Settings
	if string(pasted) == "{}" {
		pasted = nil
	}
	var address archive.Address
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		address, src, err = archive.AddAddress(ctx, tx, src.URL, json.RawMessage(pasted))
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "adding the address", err)
	}
	a.opts.SourceAdded()
	s, err := archive.GetSource(ctx, a.opts.Ledger, src.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	view := viewAddress(address)
	return &Tagged[AddedSource]{sourceTag(s.Source), AddedSource{viewSource(ctx, s), OutcomeAdded, &view}}, nil
}
