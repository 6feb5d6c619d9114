package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/alerts"
)

// DeliveryFilter narrows a list of deliveries. Empty fields mean all.
type DeliveryFilter struct {
	Workspace string // empty is the default workspace
	Channels  []string
	States    []string
	Mention   string
	Rule      string
	From, To  time.Time // created, To excluded
	Page      Page
}

func (f DeliveryFilter) where() where {
	var w where
	w.add("workspace = ?", workspaceOr(f.Workspace))
	w.any("channel", f.Channels)
	w.any("state", f.States)
	if f.Mention != "" {
		w.add("id IN (SELECT delivery FROM delivery_items WHERE kind = 'mention' AND subject = ?)", f.Mention)
	}
	if f.Rule != "" {
		w.contains(`"`+f.Rule+`"`, "rules")
	}
	if !f.From.IsZero() {
		w.add("created >= ?", f.From)
	}
	if !f.To.IsZero() {
		w.add("created < ?", f.To)
	}
	return w
}

// ListDeliveries lists deliveries, newest first, and returns the cursor of the next page,
// empty on the last.
func (r Reads) ListDeliveries(ctx context.Context, f DeliveryFilter) ([]alerts.Delivery, string, error) {
	w := f.where()
	pos, after, err := f.Page.position()
	if err != nil {
		return nil, "", err
	}
	if after {
		w.add("(created, id) < (?, ?)", pos.at, pos.id)
	}
	limit := f.Page.limit()
	out := []alerts.Delivery{}
	err = r.each(ctx, `SELECT `+deliveryColumns+` FROM deliveries`+w.String()+` ORDER BY created DESC, id DESC LIMIT ?`,
		append(w.args, limit+1), func(scan scanner) error {
			d, err := scanDelivery(scan)
			out = append(out, d)
			return err
		})
	if err != nil {
		return nil, "", fmt.Errorf("listing deliveries: %w", err)
	}
	out, end := next(out, limit, func(d alerts.Delivery) position { return position{micros(d.Created), d.ID} })
	return out, end, r.loadItems(ctx, out)
}

// GetDelivery returns a delivery of a workspace with its attempts, the first one first.
func (r Reads) GetDelivery(ctx context.Context, workspace, id string) (alerts.Delivery, []alerts.Attempt, error) {
	var d alerts.Delivery
	found := false
	err := r.each(ctx, `SELECT `+deliveryColumns+` FROM deliveries WHERE workspace = ? AND id = ?`, []any{workspaceOr(workspace), id}, func(scan scanner) (err error) {
		found = true
		d, err = scanDelivery(scan)
		return err
	})
	if err == nil && !found {
		err = ErrNotFound
	}
	one := []alerts.Delivery{d}
	if err == nil {
		err = r.loadItems(ctx, one)
	}
	if err != nil {
		return d, nil, fmt.Errorf("delivery %s: %w", id, err)
	}
	d = one[0]
	tries := []alerts.Attempt{}
	err = r.each(ctx, `SELECT delivery, number, at, took, status, reason, error, answer FROM attempts WHERE delivery = ? ORDER BY number`,
		[]any{id}, func(scan scanner) error {
			var a alerts.Attempt
			var took int64
			err := scan(&a.Delivery, &a.Number, instant{&a.At}, &took, &a.Status, &a.Reason, &a.Error, &a.Answer)
			a.Took = time.Duration(took) * time.Microsecond
			tries = append(tries, a)
			return err
		})
	return d, tries, err
}

// DeliveryCounts counts deliveries by state.
func (r Reads) DeliveryCounts(ctx context.Context) (map[string]int, error) {
	return r.countBy(ctx, `SELECT state, COUNT(*) FROM deliveries GROUP BY state`)
}
