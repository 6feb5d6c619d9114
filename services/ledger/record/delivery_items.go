package record

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

func addItem(ctx context.Context, tx *ledger.Tx, delivery string, position int, i alerts.Item) error {
	_, err := tx.Exec(ctx, `INSERT INTO delivery_items (delivery, position, kind, subject, event, revision, headline) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, delivery, position, string(i.Kind), i.Subject, string(i.Event), i.Revision, query.AsJSON(i.Headline))
	if err != nil {
		return fmt.Errorf("adding to delivery %s: %w", delivery, err)
	}
	return nil
}

// loadItems sets the items of the deliveries, in their order.
func loadItems(ctx context.Context, r ledger.Reader, deliveries []alerts.Delivery) error {
	at := make(map[string]int, len(deliveries))
	ids := make([]string, len(deliveries))
	for i, d := range deliveries {
		at[d.ID], ids[i] = i, d.ID
	}
	for part := range query.Chunks(ids) {
		list, args := query.In(part)
		err := r.Each(ctx, `SELECT delivery, kind, subject, event, revision, headline FROM delivery_items WHERE delivery IN `+list+` ORDER BY delivery, position, subject`, args,
			func(scan query.Scan) error {
				var id string
				var item alerts.Item
				err := scan(&id, &item.Kind, &item.Subject, &item.Event, &item.Revision, query.JSON(&item.Headline))
				d := &deliveries[at[id]]
				d.Items = append(d.Items, item)
				return err
			})
		if err != nil {
			return fmt.Errorf("reading the items of deliveries: %w", err)
		}
	}
	return nil
}

// Sent is a delivery that contains a mention as found.
type Sent struct {
	Delivery string
	Channel  string
	Mention  string // the one that was asked for, or a copy
	Revision int64  // of the mention, as it was rendered
	Rendered bool
}

// FoundIn lists the deliveries that contain a mention or one of its copies as found, in any
// state. Copies are looked up by the cluster that the mention is in now: a delivery from before
// there were clusters counts, and one from before a copy joined.
func FoundIn(ctx context.Context, r ledger.Reader, mention string) ([]Sent, error) {
	var out []Sent
	err := r.Each(ctx, `SELECT d.id, d.channel, i.subject, i.revision, d.media_type FROM delivery_items i JOIN deliveries d ON d.id = i.delivery
		WHERE i.subject IN (SELECT CAST(? AS TEXT) UNION SELECT m.id FROM mentions o JOIN mentions m ON `+sameRow+` WHERE o.id = ?)
		AND i.event = 'found' AND i.kind = 'mention' ORDER BY d.id, i.position`, []any{mention, mention}, func(scan query.Scan) error {
		var s Sent
		var mediaType string
		err := scan(&s.Delivery, &s.Channel, &s.Mention, &s.Revision, &mediaType)
		s.Rendered = mediaType != ""
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading which channels have mention %s: %w", mention, err)
	}
	return out, nil
}

// LastOfReport returns what each channel got of a report last, in any state, by the channel's id.
func LastOfReport(ctx context.Context, r ledger.Reader, workspace, report string) (map[string]alerts.Item, error) {
	out := map[string]alerts.Item{}
	err := r.Each(ctx, `SELECT d.channel, i.kind, i.subject, i.event, i.revision, i.headline FROM delivery_items i JOIN deliveries d ON d.id = i.delivery
		WHERE d.workspace = ? AND i.kind = 'report' AND i.subject = ? ORDER BY i.revision`, []any{ledger.WorkspaceOrDefault(workspace), report}, func(scan query.Scan) error {
		var channel string
		var item alerts.Item
		err := scan(&channel, &item.Kind, &item.Subject, &item.Event, &item.Revision, query.JSON(&item.Headline))
		out[channel] = item
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading which channels have report %s: %w", report, err)
	}
	return out, nil
}

// GatherDelivery adds the one item of a delivery to the message that the channel is gathering,
// if that closes no later, and reports whether the message became due by that. Otherwise the
// delivery starts such a message, which closes when it is due. A message with the maximum
// number of items is due at once.
func GatherDelivery(ctx context.Context, tx *ledger.Tx, d alerts.Delivery, most int) (due bool, err error) {
	var open string // locked, because rendering locks it too
	err = tx.Each(ctx, `SELECT id FROM deliveries WHERE channel = ? AND state = 'pending' AND media_type = '' AND not_before > ? AND not_before <= ?
		ORDER BY not_before, id LIMIT 1`+tx.ForUpdate(), []any{d.Channel, tx.Now(), d.NotBefore}, func(scan query.Scan) error { return scan(&open) })
	if err != nil {
		return false, fmt.Errorf("reading what channel %s gathers: %w", d.Channel, err)
	}
	held := 0
	if open == "" {
		open = d.ID
		if fresh, err := AddDelivery(ctx, tx, d); err != nil || !fresh {
			return false, err
		}
		held = len(d.Items)
	} else {
		if err := tx.Row(ctx, `SELECT COUNT(*) FROM delivery_items WHERE delivery = ?`, []any{open}, &held); err != nil {
			return false, fmt.Errorf("counting what delivery %s holds: %w", open, err)
		}
		for _, item := range d.Items {
			if err := addItem(ctx, tx, open, held, item); err != nil {
				return false, err
			}
			held++
		}
		if err := mergeRules(ctx, tx, open, d.Rules); err != nil {
			return false, err
		}
	}
	if held < most {
		return false, nil
	}
	if _, err := tx.Exec(ctx, `UPDATE deliveries SET not_before = ? WHERE id = ?`, tx.Now(), open); err != nil {
		return false, fmt.Errorf("closing delivery %s: %w", open, err)
	}
	return true, nil
}

// LockUnrendered reports whether a delivery has not been rendered, and keeps other processes
// from rendering it until the transaction ends.
func LockUnrendered(ctx context.Context, tx *ledger.Tx, id string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE deliveries SET media_type = '' WHERE id = ? AND media_type = ''`, id)
	if err != nil {
		return false, fmt.Errorf("locking delivery %s: %w", id, err)
	}
	return n == 1, nil
}

// SaveRendered stores the bytes of a message and its items, each with the revision that was
// rendered. Items that were left out are deleted.
func SaveRendered(ctx context.Context, tx *ledger.Tx, d alerts.Delivery) error {
	_, err := tx.Exec(ctx, `UPDATE deliveries SET media_type = ?, body = ? WHERE id = ?`, d.MediaType, d.Body, d.ID)
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM delivery_items WHERE delivery = ?`, d.ID)
	}
	if err != nil {
		return fmt.Errorf("saving the message of delivery %s: %w", d.ID, err)
	}
	for i, item := range d.Items {
		if err := addItem(ctx, tx, d.ID, i, item); err != nil {
			return err
		}
	}
	return nil
}

// DropDelivery deletes a delivery that was never rendered and has no items left.
func DropDelivery(ctx context.Context, tx *ledger.Tx, id string) error {
	for _, statement := range []string{
		`DELETE FROM delivery_items WHERE delivery = ?`, `DELETE FROM attempts WHERE delivery = ?`, `DELETE FROM deliveries WHERE id = ?`,
	} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return fmt.Errorf("dropping delivery %s: %w", id, err)
		}
	}
	return nil
}
