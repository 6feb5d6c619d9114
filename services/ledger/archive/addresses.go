package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// AddressState is how far an address was read.
type AddressState string

const (
	AddressWaiting AddressState = "waiting"
	AddressRead    AddressState = "read"
	AddressFailed  AddressState = "failed"  // not tried again
	AddressDropped AddressState = "dropped" // it names no brand, and no person added it
)

// Limits on what sources may mention.
const (
	maxFound   = 50    // addresses of one read
	maxWaiting = 5_000 // that nobody added and that aren't read yet
	keepFound  = 90 * 24 * time.Hour
)

// Address is a post or page that is read once.
type Address struct {
	ID       string
	URL      string
	Pasted   json.RawMessage // what a person typed in place of reading it
	FoundBy  string          // id of the source that mentions it; empty if a person added it
	State    AddressState
	Document string // id, once it is read
	Tries    int
	Due      time.Time
	Fault    feeds.Condition // why it could not be read
	Created  time.Time
	Finished time.Time
}

// AddressID returns the id of an address.
func AddressID(url string) string { return feeds.ID("address", normalizeAddress(url)) }

// AddressesSource adds the source that single posts and pages belong to, unless it is there.
func AddressesSource(ctx context.Context, tx *ledger.Tx) (feeds.Source, error) {
	src, _, err := AddSource(ctx, tx, feeds.Source{Type: feeds.SingleSource, Key: "single", Name: "Single posts and pages", Title: "Single posts and pages"})
	return src, err
}

// AddAddress adds an address for a person, and makes its source due. One that is there already is read again.
func AddAddress(ctx context.Context, tx *ledger.Tx, url string, pasted json.RawMessage) (Address, feeds.Source, error) {
	src, err := AddressesSource(ctx, tx)
	if err != nil {
		return Address{}, src, err
	}
	a := Address{ID: AddressID(url), URL: url, Pasted: pasted, State: AddressWaiting, Due: tx.Now(), Created: tx.Now()}
	_, err = tx.Exec(ctx, `INSERT INTO addresses (id, url, pasted, found_by, state, document, tries, due, fault, created, finished)
		VALUES (?, ?, ?, '', ?, '', 0, ?, '', ?, 0)
		ON CONFLICT (id) DO UPDATE SET url = excluded.url, pasted = excluded.pasted, found_by = '', state = excluded.state, tries = 0, due = excluded.due, fault = '', finished = 0`,
		a.ID, a.URL, string(a.Pasted), string(a.State), a.Due, a.Created)
	if err != nil {
		return a, src, fmt.Errorf("adding an address: %w", err)
	}
	return a, src, SetDue(ctx, tx, src.ID, tx.Now())
}

// AddFound adds the addresses that a source mentions, as far as there is room, and returns how many are new.
func AddFound(ctx context.Context, tx *ledger.Tx, source string, urls []string) (int, error) {
	if len(urls) == 0 {
		return 0, nil
	}
	if _, err := tx.Exec(ctx, `DELETE FROM addresses WHERE found_by <> '' AND state <> 'waiting' AND created < ?`, tx.Now().Add(-keepFound)); err != nil {
		return 0, fmt.Errorf("removing old addresses: %w", err)
	}
	waiting := 0
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM addresses WHERE found_by <> '' AND state = 'waiting'`, nil, &waiting); err != nil {
		return 0, fmt.Errorf("counting addresses: %w", err)
	}
	added := 0
	for _, url := range urls[:min(len(urls), maxFound)] {
		if waiting+added >= maxWaiting {
			break
		}
		n, err := tx.Exec(ctx, `INSERT INTO addresses (id, url, pasted, found_by, state, document, tries, due, fault, created, finished)
			VALUES (?, ?, '', ?, 'waiting', '', 0, ?, '', ?, 0) ON CONFLICT DO NOTHING`, AddressID(url), url, source, tx.Now(), tx.Now())
		if err != nil {
			return added, fmt.Errorf("adding an address: %w", err)
		}
		added += int(n)
	}
	if added == 0 {
		return 0, nil
	}
	src, err := AddressesSource(ctx, tx)
	if err != nil {
		return added, err
	}
	return added, SetDue(ctx, tx, src.ID, tx.Now())
}

const addressColumns = `SELECT id, url, pasted, found_by, state, document, tries, due, fault, created, finished FROM addresses`

func selectAddresses(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Address, error) {
	out := []Address{}
	err := r.Each(ctx, addressColumns+tail, args, func(scan query.Scan) error {
		var a Address
		err := scan(&a.ID, &a.URL, query.Raw(&a.Pasted), &a.FoundBy, (*string)(&a.State), &a.Document, &a.Tries, query.Time(&a.Due), query.JSON(&a.Fault),
			query.Time(&a.Created), query.Time(&a.Finished))
		out = append(out, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading addresses: %w", err)
	}
	return out, nil
}

// GetAddress returns one address.
func GetAddress(ctx context.Context, r ledger.Reader, id string) (Address, error) {
	return ledger.First(selectAddresses(ctx, r, ` WHERE id = ?`, id))
}

// ListAddresses returns the newest addresses, of one state or of all.
func ListAddresses(ctx context.Context, r ledger.Reader, state string, limit int) ([]Address, error) {
	return selectAddresses(ctx, r, ` WHERE ? = '' OR state = ? ORDER BY created DESC, id LIMIT ?`, state, state, limit)
}

// DueAddresses returns addresses that are to be read: those of people first.
func DueAddresses(ctx context.Context, r ledger.Reader, now time.Time, limit int) ([]Address, error) {
	return selectAddresses(ctx, r, ` WHERE state = 'waiting' AND due <= ? ORDER BY CASE WHEN found_by = '' THEN 0 ELSE 1 END, due, id LIMIT ?`, now, limit)
}

// NextAddress returns when the next address is to be read; zero if none is.
func NextAddress(ctx context.Context, r ledger.Reader) (time.Time, error) {
	var due time.Time
	err := r.Row(ctx, `SELECT COALESCE(MIN(due), 0) FROM addresses WHERE state = 'waiting'`, nil, query.Time(&due))
	if errors.Is(err, ledger.ErrNotFound) {
		return time.Time{}, nil
	}
	return due, err
}

// SaveAddress saves the outcome of a read, unless a person added the address again meanwhile.
func SaveAddress(ctx context.Context, tx *ledger.Tx, a Address) error {
	fault := ""
	if a.Fault.Error != "" {
		fault = query.AsJSON(a.Fault)
	}
	_, err := tx.Exec(ctx, `UPDATE addresses SET state = ?, document = ?, tries = ?, due = ?, fault = ?, finished = ? WHERE id = ? AND state = 'waiting' AND pasted = ?`,
		string(a.State), a.Document, a.Tries, a.Due, fault, a.Finished, a.ID, string(a.Pasted))
	if err != nil {
		return fmt.Errorf("saving address %s: %w", a.ID, err)
	}
	return nil
}
