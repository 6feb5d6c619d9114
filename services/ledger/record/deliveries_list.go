package record

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// DeliveryFilter narrows a list of deliveries. Empty fields mean all.
type DeliveryFilter struct {
	Workspace string // empty is the default workspace
	Channels  []string
	States    []string
	Mention   string
	Report    string
	Rule      string
	From, To  time.Time // created, To excluded
	Page      ledger.Page
}

func (f DeliveryFilter) where() query.Where {
	var w query.Where
	w.Add("workspace = ?", ledger.WorkspaceOrDefault(f.Workspace))
	w.Any("channel", f.Channels)
	w.Any("state", f.States)
	if f.Mention != "" {
		w.Add("id IN (SELECT delivery FROM delivery_items WHERE kind = 'mention' AND subject = ?)", f.Mention)
	}
	if f.Report != "" {
		w.Add("id IN (SELECT delivery FROM delivery_items WHERE kind = 'report' AND subject = ?)", f.Report)
	}
	if f.Rule != "" {
		w.Contains(`"`+f.Rule+`"`, "rules")
	}
	if !f.From.IsZero() {
		w.Add("created >= ?", f.From)
	}
	if !f.To.IsZero() {
		w.Add("created < ?", f.To)
	}
	return w
}

// ListDeliveries lists deliveries, newest first, and returns the cursor of the next page,
// empty on the last.
func ListDeliveries(ctx context.Context, r ledger.Reader, f DeliveryFilter) ([]alerts.Delivery, string, error) {
	w := f.where()
	pos, after, err := f.Page.Position()
	if err != nil {
		return nil, "", err
	}
	if after {
		w.Add("(created, id) < (?, ?)", pos.At, pos.ID)
	}
	limit := f.Page.Size()
	out := []alerts.Delivery{}
	err = r.Each(ctx, `SELECT `+deliveryColumns+` FROM deliveries`+w.String()+` ORDER BY created DESC, id DESC LIMIT ?`,
		append(w.Args, limit+1), func(scan query.Scan) error {
			d, err := scanDelivery(scan)
			out = append(out, d)
			return err
		})
	if err != nil {
		return nil, "", fmt.Errorf("listing deliveries: %w", err)
	}
	out, end := ledger.CutPage(out, limit, func(d alerts.Delivery) ledger.Position { return ledger.PositionAt(query.Micros(d.Created), d.ID) })
	return out, end, loadItems(ctx, r, out)
}

// GetDelivery returns a delivery with its attempts in order.
func GetDelivery(ctx context.Context, r ledger.Reader, workspace, id string) (alerts.Delivery, []alerts.Attempt, error) {
	var d alerts.Delivery
	found := false
	err := r.Each(ctx, `SELECT `+deliveryColumns+` FROM deliveries WHERE workspace = ? AND id = ?`, []any{ledger.WorkspaceOrDefault(workspace), id}, func(scan query.Scan) (err error) {
		found = true
		d, err = scanDelivery(scan)
		return err
	})
	if err == nil && !found {
		err = ledger.ErrNotFound
	}
	one := []alerts.Delivery{d}
	if err == nil {
		err = loadItems(ctx, r, one)
	}
	if err != nil {
		return d, nil, fmt.Errorf("delivery %s: %w", id, err)
	}
	d = one[0]
	tries := []alerts.Attempt{}
	err = r.Each(ctx, `SELECT delivery, number, at, took, status, reason, error, code, params, answer FROM attempts WHERE delivery = ? ORDER BY number`,
		[]any{id}, func(scan query.Scan) error {
			var a alerts.Attempt
			var took int64
			err := scan(&a.Delivery, &a.Number, query.Time(&a.At), &took, &a.Status, &a.Reason, &a.Error, &a.Code, query.JSON(&a.Params), &a.Answer)
			a.Took = time.Duration(took) * time.Microsecond
			tries = append(tries, a)
			return err
		})
	return d, tries, err
}

// Failure is why the last attempt of a delivery failed, as a code with its parameters: see
// [alerts.SendError].
type Failure struct {
	Error  string // the same in English
	Code   string
	Params map[string]string
}

// Failures returns why the last attempt of each of the deliveries failed. Those without a code
// are left out.
func Failures(ctx context.Context, r ledger.Reader, ids []string) (map[string]Failure, error) {
	var w query.Where
	w.Any("delivery", ids)
	w.Add("code <> '' AND number = (SELECT MAX(number) FROM attempts last WHERE last.delivery = attempts.delivery)")
	out := map[string]Failure{}
	err := r.Each(ctx, `SELECT delivery, error, code, params FROM attempts`+w.String(), w.Args, func(scan query.Scan) error {
		var id string
		var f Failure
		err := scan(&id, &f.Error, &f.Code, query.JSON(&f.Params))
		out[id] = f
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("loading why deliveries failed: %w", err)
	}
	return out, nil
}

// CountFailed returns the number of deliveries of a workspace that were created since then and failed.
func CountFailed(ctx context.Context, r ledger.Reader, workspace string, since time.Time) (n int, err error) {
	err = r.Row(ctx, `SELECT COUNT(*) FROM deliveries WHERE workspace = ? AND created >= ? AND state = ?`,
		[]any{ledger.WorkspaceOrDefault(workspace), since, string(alerts.Failed)}, &n)
	if err != nil {
		return 0, fmt.Errorf("counting failed deliveries: %w", err)
	}
	return n, nil
}

// DeliveryCounts returns the number of deliveries by state.
func DeliveryCounts(ctx context.Context, r ledger.Reader) (map[string]int, error) {
	return ledger.CountBy(ctx, r, `SELECT state, COUNT(*) FROM deliveries GROUP BY state`)
}
