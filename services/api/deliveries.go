package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
)

// DeliveryView is a delivery with each try at it, and the body as it is sent.
type DeliveryView struct {
	alerts.Delivery
	Body  string        `json:"body"`
	Tries []AttemptView `json:"tries"`
}

// AttemptView is one try, timed in the unit of every other took.
type AttemptView struct {
	alerts.Attempt
	Took int64 `json:"took" doc:"Milliseconds."`
}

type DeliveryPath struct {
	ID string `path:"id"`
}

// DeliveryQuery filters deliveries; lists are comma separated.
type DeliveryQuery struct {
	Channel []string `query:"channel"`
	State   []string `query:"state" enum:"pending,delivered,dead"`
	Mention string   `query:"mention"`
	Rule    string   `query:"rule"`
	From    string   `query:"from"`
	To      string   `query:"to"`
}

func (q DeliveryQuery) filter(ctx context.Context) (f ledger.DeliveryFilter, err error) {
	f = ledger.DeliveryFilter{Workspace: workspace(ctx), Channels: q.Channel, States: q.State, Mention: q.Mention, Rule: q.Rule}
	if f.From, err = moment(q.From, false); err != nil {
		return f, err
	}
	f.To, err = moment(q.To, true)
	return f, err
}

func (a *API) deliveryRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/deliveries", "list-deliveries", "What was sent, newest first", "alerts", access.Read), a.listDeliveries)
	huma.Register(a.huma, op(http.MethodGet, "/deliveries/{id}", "get-delivery", "One delivery with its tries", "alerts", access.Read), a.getDelivery)
	huma.Register(a.huma, op(http.MethodPost, "/deliveries/{id}/retry", "retry-delivery", "Send it again now, the same bytes under the same id", "alerts", access.Write), a.retryDelivery)
	huma.Register(a.huma, op(http.MethodPost, "/deliveries/replay", "replay-deliveries", "Send all that a filter finds again", "alerts", access.Write), a.replayDeliveries)
}

func (a *API) listDeliveries(ctx context.Context, in *struct {
	DeliveryQuery
	Paging
}) (*Out[List[alerts.Delivery]], error) {
	f, err := in.filter(ctx)
	if err != nil {
		return nil, err
	}
	f.Page = ledger.Page{Limit: in.Limit, After: in.Cursor}
	items, next, err := a.Ledger.ListDeliveries(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "listing deliveries", err)
	}
	return list(items, next), nil
}

func (a *API) getDelivery(ctx context.Context, in *DeliveryPath) (*Out[DeliveryView], error) {
	d, tries, err := a.Ledger.GetDelivery(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the delivery", err)
	}
	views := make([]AttemptView, len(tries))
	for i, t := range tries {
		views[i] = AttemptView{t, t.Took.Milliseconds()}
	}
	return &Out[DeliveryView]{DeliveryView{d, string(d.Body), views}}, nil
}

func (a *API) retryDelivery(ctx context.Context, in *DeliveryPath) (*Out[DeliveryView], error) {
	err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.RetryDelivery(ctx, in.ID) })
	if err != nil {
		return nil, a.fail(ctx, "retrying the delivery", err)
	}
	a.DeliveriesChanged()
	return a.getDelivery(ctx, in)
}

// Replayed tells how many deliveries were put back.
type Replayed struct {
	Replayed int64 `json:"replayed"`
}

func (a *API) replayDeliveries(ctx context.Context, in *DeliveryQuery) (*Out[Replayed], error) {
	f, err := in.filter(ctx)
	if err != nil {
		return nil, err
	}
	var n int64
	err = a.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		n, err = tx.ReplayDeliveries(ctx, f)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "replaying deliveries", err)
	}
	a.DeliveriesChanged()
	return &Out[Replayed]{Replayed{n}}, nil
}
