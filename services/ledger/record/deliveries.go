package record

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

const deliveryColumns = `id, workspace, channel, rules, purpose, reply_to, media_type, body, state, attempts, not_before, created, finished, error, ref`

func scanDelivery(scan query.Scan) (alerts.Delivery, error) {
	var d alerts.Delivery
	err := scan(&d.ID, &d.Workspace, &d.Channel, query.JSON(&d.Rules), &d.Purpose, &d.ReplyTo, &d.MediaType, &d.Body, &d.State, &d.Attempts,
		query.Time(&d.NotBefore), query.Time(&d.Created), query.Time(&d.Finished), &d.Error, &d.Ref)
	if len(d.Body) == 0 {
		d.Body = nil
	}
	return d, err
}

// AddDelivery schedules a delivery and reports whether it is new. An existing one keeps its
// bytes; while it is pending, the rules that ask for it are merged.
func AddDelivery(ctx context.Context, tx *ledger.Tx, d alerts.Delivery) (bool, error) {
	d.Workspace = ledger.WorkspaceOrDefault(d.Workspace)
	if d.Created.IsZero() {
		d.Created = tx.Now()
	}
	if d.NotBefore.IsZero() {
		d.NotBefore = d.Created
	}
	if d.Purpose == "" {
		d.Purpose = alerts.NewMessage
	}
	n, err := tx.Exec(ctx, `INSERT INTO deliveries (id, workspace, channel, rules, purpose, reply_to, media_type, body, state, attempts,
			not_before, created, finished, error)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, 0, '') ON CONFLICT DO NOTHING`,
		d.ID, d.Workspace, d.Channel, query.AsJSON(d.Rules), string(d.Purpose), d.ReplyTo, d.MediaType, d.Body, d.NotBefore, d.Created)
	if err != nil {
		return false, fmt.Errorf("scheduling delivery %s: %w", d.ID, err)
	}
	if n == 0 {
		return false, mergeRules(ctx, tx, d.ID, d.Rules)
	}
	for i, item := range d.Items {
		if err := addItem(ctx, tx, d.ID, i, item); err != nil {
			return false, err
		}
	}
	return true, nil
}

// mergeRules adds rules to those of a pending delivery.
func mergeRules(ctx context.Context, tx *ledger.Tx, id string, more []string) error {
	var rules []string
	var state alerts.DeliveryState
	if err := tx.Row(ctx, `SELECT rules, state FROM deliveries WHERE id = ?`, []any{id}, query.JSON(&rules), &state); err != nil {
		return fmt.Errorf("scheduling delivery %s: %w", id, err)
	}
	merged := slices.Clone(rules)
	for _, rule := range more {
		if !slices.Contains(merged, rule) {
			merged = append(merged, rule)
		}
	}
	if state == alerts.Pending && len(merged) > len(rules) {
		if _, err := tx.Exec(ctx, `UPDATE deliveries SET rules = ? WHERE id = ?`, query.AsJSON(merged), id); err != nil {
			return fmt.Errorf("merging the rules of delivery %s: %w", id, err)
		}
	}
	return nil
}

// ClaimDeliveries leases deliveries that are due, the longest due first. A channel gets at
// most a quarter of limit at a time, including what is claimed already, so that one that hangs
// can't block the others. Channels of types other than these are left to processes that know
// them: during an upgrade, old and new processes run side by side.
//
// The channels with free capacity are looked up before the write, because mostly nothing is
// due, and again inside it, because another process may have claimed in between.
func ClaimDeliveries(ctx context.Context, l *ledger.Ledger, types []alerts.ChannelType, now time.Time, limit int, holder string, lease time.Duration) ([]alerts.Delivery, error) {
	due, err := NextDelivery(ctx, l, now)
	if err != nil || due.IsZero() || due.After(now) {
		return nil, err
	}
	share := max(1, limit/4)
	channels, err := freeChannels(ctx, l, types, now, share)
	if err != nil || len(channels) == 0 {
		return nil, err // no channel with something due has capacity: no write is needed
	}
	var out []alerts.Delivery
	err = l.Write(ctx, func(tx *ledger.Tx) error {
		out = out[:0]
		if channels, err = freeChannels(ctx, tx, types, now, share); err != nil {
			return err
		}
		for _, r := range channels {
			if len(out) >= limit {
				break
			}
			err := tx.Each(ctx, `UPDATE deliveries SET lease_holder = ?, lease_until = ? WHERE id IN (
					SELECT id FROM deliveries WHERE state = 'pending' AND channel = ? AND not_before <= ? AND lease_until <= ?
					ORDER BY not_before, id LIMIT ?`+tx.SkipLocked()+`)
				RETURNING `+deliveryColumns, []any{holder, now.Add(lease), r.channel, now, now, min(r.free, limit-len(out))}, func(scan query.Scan) error {
				d, err := scanDelivery(scan)
				out = append(out, d)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claiming deliveries: %w", err)
	}
	slices.SortFunc(out, func(a, b alerts.Delivery) int { return a.NotBefore.Compare(b.NotBefore) })
	return out, loadItems(ctx, l, out)
}

// capacity is how many more deliveries of a channel may be claimed.
type capacity struct {
	channel string
	free    int
}

// freeChannels lists the channels that have deliveries due and fewer than share of them
// claimed, the longest due first. It reads what is due only once, however many deliveries that
// are.
func freeChannels(ctx context.Context, r ledger.Reader, types []alerts.ChannelType, now time.Time, share int) ([]capacity, error) {
	var out []capacity
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = string(t)
	}
	known, args := query.In(names)
	err := r.Each(ctx, `SELECT channel, SUM(CASE WHEN lease_until > ? THEN 1 ELSE 0 END) AS held
		FROM deliveries WHERE state = 'pending' AND not_before <= ? AND channel NOT IN (SELECT id FROM channels WHERE type NOT IN `+known+`)
		GROUP BY channel HAVING SUM(CASE WHEN lease_until > ? THEN 0 ELSE 1 END) > 0
		ORDER BY MIN(not_before), channel`, slices.Concat([]any{now, now}, args, []any{now}), func(scan query.Scan) error {
		var c capacity
		var held int
		err := scan(&c.channel, &held)
		if c.free = share - held; c.free > 0 {
			out = append(out, c)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing channels with deliveries due: %w", err)
	}
	return out, nil
}

// NextDelivery returns when the next unclaimed delivery is due; the zero time if none is
// pending.
func NextDelivery(ctx context.Context, r ledger.Reader, now time.Time) (time.Time, error) {
	var due time.Time
	err := r.Each(ctx, `SELECT not_before FROM deliveries WHERE state = 'pending' AND lease_until <= ? ORDER BY not_before, id LIMIT 1`,
		[]any{now}, func(scan query.Scan) error { return scan(query.Time(&due)) })
	return due, err
}

// FinishDelivery records an attempt and its outcome: delivered, failed for good, or pending
// again from notBefore on. It ends the claim and numbers the attempt. A delivery that was
// finished in the meantime, by another process after the claim ran out or because the channel
// was deleted, is not changed by a failed attempt.
func FinishDelivery(ctx context.Context, tx *ledger.Tx, a alerts.Attempt, state alerts.DeliveryState, notBefore time.Time) error {
	finished := time.Time{}
	if state != alerts.Pending {
		finished = tx.Now()
	}
	if a.At.IsZero() {
		a.At = tx.Now()
	}
	if notBefore.IsZero() {
		notBefore = tx.Now()
	}
	n, err := tx.Exec(ctx, `UPDATE deliveries SET state = ?, attempts = attempts + 1, not_before = ?,
			finished = ?, error = ?, ref = CASE WHEN ? = '' THEN ref ELSE ? END, lease_holder = '', lease_until = 0
			WHERE id = ? AND (state = 'pending' OR CAST(? AS TEXT) = 'delivered')`,
		string(state), notBefore, finished, a.Error, a.Ref, a.Ref, a.Delivery, string(state))
	if err == nil && n == 0 {
		n, err = tx.Exec(ctx, `UPDATE deliveries SET attempts = attempts + 1 WHERE id = ?`, a.Delivery)
	}
	if err := ledger.OneRow(n, err, "finishing delivery "+a.Delivery); err != nil {
		return err
	}
	err = tx.Row(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM attempts WHERE delivery = ?`, []any{a.Delivery}, &a.Number)
	if err != nil {
		return fmt.Errorf("counting the attempts at delivery %s: %w", a.Delivery, err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO attempts (delivery, number, at, took, status, reason, error, code, params, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.Delivery, a.Number, a.At, a.Took.Microseconds(), a.Status, string(a.Reason), a.Error, a.Code, query.AsJSON(a.Params), a.Answer)
	if err != nil {
		return fmt.Errorf("recording an attempt at delivery %s: %w", a.Delivery, err)
	}
	return nil
}

// RetryDelivery sends a finished delivery again: the same bytes under the same id, with as
// many attempts as a new one. A pending delivery becomes due now.
func RetryDelivery(ctx context.Context, tx *ledger.Tx, workspace, id string) error {
	n, err := tx.Exec(ctx, `UPDATE deliveries SET attempts = CASE WHEN state = 'pending' THEN attempts ELSE 0 END,
		state = 'pending', not_before = ?, finished = 0 WHERE workspace = ? AND id = ?`, tx.Now(), ledger.WorkspaceOrDefault(workspace), id)
	return ledger.OneRow(n, err, "retrying delivery "+id)
}

// ReplayDeliveries is [RetryDelivery] for all finished deliveries that match the filter, and
// returns how many. The filter's page is ignored.
func ReplayDeliveries(ctx context.Context, tx *ledger.Tx, f DeliveryFilter) (int64, error) {
	w := f.where()
	w.Add("state <> 'pending'")
	n, err := tx.Exec(ctx, `UPDATE deliveries SET state = 'pending', attempts = 0, not_before = ?, finished = 0`+w.String(), append([]any{tx.Now()}, w.Args...)...)
	if err != nil {
		return 0, fmt.Errorf("replaying deliveries: %w", err)
	}
	return n, nil
}
