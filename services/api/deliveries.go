package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// DeliveryItem is a delivery and its content. Mention, event, brand and document are those of its
// first item; a report's are those of the mention that leads it.
type DeliveryItem struct {
	alerts.Delivery
	ChannelType alerts.ChannelType `json:"channel_type,omitempty" doc:"Absent if the channel was deleted."`
	Kind        alerts.ItemKind    `json:"kind" enum:"mention,report" doc:"What the message is about."`
	Report      string             `json:"report,omitempty" doc:"Id of the report. What it said is in items."`
	Mention     string             `json:"mention" doc:"Of the first item; empty if its report was deleted."`
	Event       alerts.EventName   `json:"event" doc:"Of the first item: found, amended, dismissed or removed; ready or revised for a report."`
	Brand       *MentionBrand      `json:"brand,omitempty" doc:"Of the first item; absent if the mention was deleted."`
	Code        string             `json:"code,omitempty" doc:"Of error, for you to phrase it. More may be added."`
	Params      map[string]string  `json:"params,omitempty" doc:"What varies in error, by name."`
	Document    *DocumentRef       `json:"document,omitempty" doc:"Of the first item; absent if the mention was deleted."`
}

// DocumentRef is a document as lists show it.
type DocumentRef struct {
	ID     string    `json:"id"`
	Title  string    `json:"title"`
	Source SourceRef `json:"source"`
}

// DeliveryView is a delivery with its attempts, and the body as it is sent: empty while it collects
// mentions.
type DeliveryView struct {
	DeliveryItem
	Body  string        `json:"body"`
	Tries []AttemptView `json:"tries"`
}

// AttemptView is one attempt, with its duration in milliseconds as everywhere in the API.
type AttemptView struct {
	alerts.Attempt
	Took int64 `json:"took" doc:"Milliseconds."`
}

type DeliveryPath struct {
	ID string `path:"id"`
}

// DeliveryQuery filters deliveries. Lists are separated by commas.
type DeliveryQuery struct {
	Channel []string `query:"channel"`
	State   []string `query:"state" enum:"pending,delivered,failed,dead" doc:"dead is the old name of failed."`
	Mention string   `query:"mention"`
	Report  string   `query:"report"`
	Rule    string   `query:"rule"`
	From    string   `query:"from"`
	To      string   `query:"to"`
}

func (q DeliveryQuery) filter(ctx context.Context) (f record.DeliveryFilter, err error) {
	states := slices.Clone(q.State)
	for i, s := range states {
		if s == "dead" {
			states[i] = string(alerts.Failed)
		}
	}
	f = record.DeliveryFilter{Workspace: workspace(ctx), Channels: q.Channel, States: states, Mention: q.Mention, Report: q.Report, Rule: q.Rule}
	if f.From, err = moment(q.From, false); err != nil {
		return f, err
	}
	f.To, err = moment(q.To, true)
	return f, err
}

func (a *API) deliveryRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/deliveries", "list-deliveries", "List deliveries, newest first", "alerts", access.Read), a.listDeliveries)
	huma.Register(a.huma, op(http.MethodGet, "/deliveries/{id}", "get-delivery", "Get a delivery with its attempts", "alerts", access.Read), a.getDelivery)
	huma.Register(a.huma, op(http.MethodPost, "/deliveries/{id}/retry", "retry-delivery", "Send a delivery again now, with the same content and id", "alerts", access.Write), a.retryDelivery)
	huma.Register(a.huma, op(http.MethodPost, "/deliveries/replay", "replay-deliveries", "Send all matching deliveries again", "alerts", access.Write), a.replayDeliveries)
}

func (a *API) listDeliveries(ctx context.Context, in *struct {
	DeliveryQuery
	Paging
}) (*Out[List[DeliveryItem]], error) {
	f, err := in.filter(ctx)
	if err != nil {
		return nil, err
	}
	f.Page = ledger.Page{Limit: in.Limit, After: in.Cursor}
	deliveries, next, err := record.ListDeliveries(ctx, a.opts.Ledger, f)
	if err != nil {
		return nil, a.fail(ctx, "listing deliveries", err)
	}
	items, err := a.about(ctx, deliveries)
	if err != nil {
		return nil, a.fail(ctx, "listing deliveries", err)
	}
	return list(items, next), nil
}

// about adds the content of each delivery. A mention that was removed since is still named.
func (a *API) about(ctx context.Context, deliveries []alerts.Delivery) ([]DeliveryItem, error) {
	items, err := a.firstItems(ctx, deliveries)
	if err != nil {
		return nil, err
	}
	ids := []string{""} // an empty list would match all mentions
	var failed []string
	for _, item := range items {
		if item.Mention != "" {
			ids = append(ids, item.Mention)
		}
		if item.Error != "" {
			failed = append(failed, item.ID)
		}
	}
	failures := map[string]record.Failure{}
	if len(failed) > 0 {
		if failures, err = record.Failures(ctx, a.opts.Ledger, failed); err != nil {
			return nil, err
		}
	}
	channels, err := record.ListChannels(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, err
	}
	types := make(map[string]alerts.ChannelType, len(channels))
	for _, c := range channels {
		types[c.ID] = c.Type
	}
	rows, _, err := record.ListMentions(ctx, a.opts.Ledger, record.MentionFilter{Workspace: workspace(ctx), IDs: ids, Removed: true, Page: ledger.Page{Limit: len(ids)}})
	if err != nil {
		return nil, err
	}
	named := make(map[string]record.MentionRow, len(rows))
	for _, row := range rows {
		named[row.Mention.ID] = row
	}
	for i := range items {
		items[i].ChannelType = types[items[i].Channel]
		// A delivery may have failed without an attempt, after an attempt that failed for another reason.
		if why := failures[items[i].ID]; items[i].Error == record.ChannelDeleted {
			items[i].Code = "channel_deleted"
		} else if why.Error == items[i].Error {
			items[i].Code, items[i].Params = why.Code, why.Params
		}
		if row, ok := named[items[i].Mention]; ok {
			items[i].Brand = &MentionBrand{row.Mention.Brand, row.BrandName, row.Own}
			items[i].Document = &DocumentRef{row.Doc.ID, row.Doc.Title, SourceRef{row.Doc.SourceID, row.Doc.SourceName}}
		}
	}
	return items, nil
}

// firstItems returns deliveries with what their first items are about.
func (a *API) firstItems(ctx context.Context, deliveries []alerts.Delivery) ([]DeliveryItem, error) {
	items := make([]DeliveryItem, len(deliveries))
	var reports []string
	for i, d := range deliveries {
		items[i].Delivery = d
		if len(d.Items) == 0 {
			continue
		}
		first := d.Items[0]
		items[i].Kind, items[i].Event = first.Kind, first.Event
		if first.Kind == alerts.ReportItem {
			items[i].Report = first.Subject
			reports = append(reports, first.Subject)
		} else {
			items[i].Mention = first.Subject
		}
	}
	leads, err := evidence.LeadMentions(ctx, a.opts.Ledger, workspace(ctx), reports)
	for i := range items {
		if items[i].Report != "" {
			items[i].Mention = leads[items[i].Report]
		}
	}
	return items, err
}

func (a *API) getDelivery(ctx context.Context, in *DeliveryPath) (*Out[DeliveryView], error) {
	d, tries, err := record.GetDelivery(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the delivery", err)
	}
	items, err := a.about(ctx, []alerts.Delivery{d})
	if err != nil {
		return nil, a.fail(ctx, "loading the delivery", err)
	}
	views := make([]AttemptView, len(tries))
	for i, t := range tries {
		if viewer(ctx) {
			t.Answer = "" // many servers repeat the address in their answer
		}
		views[i] = AttemptView{t, t.Took.Milliseconds()}
	}
	return &Out[DeliveryView]{DeliveryView{items[0], string(d.Body), views}}, nil
}

func (a *API) retryDelivery(ctx context.Context, in *DeliveryPath) (*Out[DeliveryView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return record.RetryDelivery(ctx, tx, workspace(ctx), in.ID) })
	if err != nil {
		return nil, a.fail(ctx, "retrying the delivery", err)
	}
	a.opts.DeliveriesChanged()
	return a.getDelivery(ctx, in)
}

// Replayed is how many deliveries are sent again.
type Replayed struct {
	Replayed int64 `json:"replayed"`
}

func (a *API) replayDeliveries(ctx context.Context, in *DeliveryQuery) (*Out[Replayed], error) {
	f, err := in.filter(ctx)
	if err != nil {
		return nil, err
	}
	var n int64
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		n, err = record.ReplayDeliveries(ctx, tx, f)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "replaying deliveries", err)
	}
	a.opts.DeliveriesChanged()
	return &Out[Replayed]{Replayed{n}}, nil
}
