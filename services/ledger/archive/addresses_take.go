package archive

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// dueAddresses are those that may be read. What a paused source found waits.
const dueAddresses = `state = 'waiting' AND due <= ? AND (added = 1 OR source NOT IN (SELECT id FROM sources WHERE paused = 1))`

// TakeAddresses takes addresses that are due, those of people first, at most one of each host and none of the busy ones: a
// slow host doesn't keep the others waiting. They are due again after a while, so one whose process ends is read again.
func TakeAddresses(ctx context.Context, l *ledger.Ledger, limit int, while time.Duration, busy ...string) ([]Address, error) {
	now := l.Now()
	due, args := dueAddresses, []any{now}
	if len(busy) > 0 {
		hosts, of := query.In(busy)
		due, args = due+` AND host NOT IN `+hosts, append(args, of...)
	}
	some, err := l.Column(ctx, `SELECT id FROM addresses WHERE `+due+` LIMIT 1`, args...) // usually none is due; this saves a write transaction
	if err != nil || len(some) == 0 {
		return nil, err
	}
	var out []Address
	err = l.Write(ctx, func(tx *ledger.Tx) error {
		out = out[:0]
		return tx.Each(ctx, `UPDATE addresses SET tries = tries + 1, due = ? WHERE id IN (
				SELECT id FROM addresses WHERE state = 'waiting' AND due <= ? AND id IN (
					SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY host ORDER BY added DESC, due, id) AS place FROM addresses WHERE `+due+`) AS ranked WHERE place = 1)
				ORDER BY added DESC, due, id LIMIT ?`+tx.SkipLocked()+`) RETURNING `+addressColumns,
			slices.Concat([]any{now.Add(while), now}, args, []any{limit}), func(scan query.Scan) error {
				a, err := scanAddress(scan)
				out = append(out, a)
				return err
			})
	})
	if err != nil {
		return nil, fmt.Errorf("taking addresses: %w", err)
	}
	return out, nil
}

// FinishAddress saves what became of an address that was taken until then. It reports false, and changes nothing, if it
// was taken again or added again meanwhile.
func FinishAddress(ctx context.Context, tx *ledger.Tx, a Address, taken time.Time) (bool, error) {
	fault := ""
	if a.Fault.Error != "" {
		fault = query.AsJSON(a.Fault)
	}
	n, err := tx.Exec(ctx, `UPDATE addresses SET state = ?, document = ?, tries = ?, due = ?, fault = ?, finished = ? WHERE id = ? AND state = 'waiting' AND due = ?`,
		string(a.State), a.Document, a.Tries, a.Due, fault, a.Finished, a.ID, taken)
	if err != nil {
		return false, fmt.Errorf("saving address %s: %w", a.ID, err)
	}
	return n > 0, nil
}

const addressColumns = `id, source, url, host, added, pasted, state, document, tries, due, fault, created, finished`

func scanAddress(scan query.Scan) (a Address, err error) {
	err = scan(&a.ID, &a.Source, &a.URL, &a.Host, query.Flag(&a.Added), query.Raw(&a.Pasted), (*string)(&a.State), &a.Document, &a.Tries, query.Time(&a.Due), query.JSON(&a.Fault),
		query.Time(&a.Created), query.Time(&a.Finished))
	return a, err
}

// GetAddress returns one address.
func GetAddress(ctx context.Context, r ledger.Reader, id string) (Address, error) {
	return ledger.First(selectAddresses(ctx, r, ` WHERE id = ?`, id))
}

// AddressFilter selects addresses. What is empty selects all.
type AddressFilter struct {
	Source string
	State  string
}

// ListAddresses returns the newest addresses.
func ListAddresses(ctx context.Context, r ledger.Reader, f AddressFilter, limit int) ([]Address, error) {
	var w query.Where
	if f.Source != "" {
		w.Add("source = ?", f.Source)
	}
	if f.State != "" {
		w.Add("state = ?", f.State)
	}
	w.Args = append(w.Args, limit)
	return selectAddresses(ctx, r, w.String()+` ORDER BY created DESC, id LIMIT ?`, w.Args...)
}

func selectAddresses(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Address, error) {
	out := []Address{}
	err := r.Each(ctx, `SELECT `+addressColumns+` FROM addresses`+tail, args, func(scan query.Scan) error {
		a, err := scanAddress(scan)
		out = append(out, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading addresses: %w", err)
	}
	return out, nil
}

// CountAddresses returns how many addresses of a source were read since then, and how many could not be read.
func CountAddresses(ctx context.Context, r ledger.Reader, source string, since time.Time) (read, failed int, err error) {
	err = r.Row(ctx, `SELECT COALESCE(SUM(CASE WHEN state = 'read' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0)
		FROM addresses WHERE source = ? AND finished >= ?`, []any{source, since}, &read, &failed)
	if err != nil {
		return 0, 0, fmt.Errorf("counting addresses of source %s: %w", source, err)
	}
	return read, failed, nil
}
