package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
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
	AddressDropped AddressState = "dropped" // read, and not stored: it names no brand, or isn't what its source is about
)

// The limits of what sources may find. Strangers can fill the queue.
const (
	maxFoundAddress = 2000
	maxFoundWaiting = 2000                // of a source
	maxFoundHost    = 200                 // of a host, for a source
	foundAgain      = 24 * time.Hour      // an address is read at most so often
	foundKept       = 90 * 24 * time.Hour // an outcome
)

// Address is a post or page that is read once.
type Address struct {
	ID       string
	Source   string // that its document belongs to
	URL      string
	Host     string
	Added    bool            // by a person; false: its source found it
	Pasted   json.RawMessage // what a person typed in place of reading it
	State    AddressState
	Document string // id, once it is read
	Tries    int
	Due      time.Time // of one that is being read: when it may be taken again
	Fault    feeds.Condition
	Created  time.Time
	Finished time.Time
}

func addressID(source, url string) string {
	return feeds.ID("address", source, normalizeAddress(url))
}

// AddressesSource adds the source that single posts and pages belong to, unless it is there.
func AddressesSource(ctx context.Context, tx *ledger.Tx) (feeds.Source, error) {
	src, _, err := AddSource(ctx, tx, feeds.Source{Type: feeds.SingleSource, Key: "single", Name: "Single posts and pages", Title: "Single posts and pages"})
	return src, err
}

// AddAddress adds an address for a person. One that is there already is read again.
func AddAddress(ctx context.Context, tx *ledger.Tx, address string, pasted json.RawMessage) (Address, feeds.Source, error) {
	src, err := AddressesSource(ctx, tx)
	if err != nil {
		return Address{}, src, err
	}
	a := Address{ID: addressID(src.ID, address), Source: src.ID, URL: address, Added: true, Pasted: pasted, State: AddressWaiting, Due: tx.Now(), Created: tx.Now()}
	if u, err := url.Parse(address); err == nil {
		a.Host = strings.ToLower(u.Hostname())
	}
	_, err = tx.Exec(ctx, `INSERT INTO addresses (id, source, url, host, added, pasted, state, document, tries, due, fault, created, finished)
		VALUES (?, ?, ?, ?, 1, ?, ?, '', 0, ?, '', ?, 0)
		ON CONFLICT (id) DO UPDATE SET url = excluded.url, pasted = excluded.pasted, state = excluded.state, tries = 0, due = excluded.due, fault = '', finished = 0`,
		a.ID, a.Source, a.URL, a.Host, string(a.Pasted), string(a.State), a.Due, a.Created)
	if err != nil {
		return a, src, fmt.Errorf("adding an address: %w", err)
	}
	return a, src, nil
}

// AddFound queues addresses that a source found. One that it found before is left out; with again only one that waits, or
// that was read within a day. dropped is how many found the queue full or are no web address.
func AddFound(ctx context.Context, tx *ledger.Tx, source string, found []string, again bool) (added, dropped int, err error) {
	if len(found) == 0 {
		return 0, 0, nil
	}
	waiting, byHost := 0, map[string]int{}
	err = tx.Each(ctx, `SELECT host, COUNT(*) FROM addresses WHERE source = ? AND state = 'waiting' GROUP BY host`, []any{source}, func(scan query.Scan) error {
		var host string
		var n int
		err := scan(&host, &n)
		byHost[host] = n
		waiting += n
		return err
	})
	if err != nil {
		return 0, 0, fmt.Errorf("counting addresses of source %s: %w", source, err)
	}
	now := tx.Now()
	read := time.Time{} // before any
	if again {
		read = now.Add(-foundAgain)
	}
	for _, address := range found {
		u, err := url.Parse(strings.TrimSpace(address))
		if err != nil || len(address) > maxFoundAddress || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
			dropped++
			continue
		}
		u.Fragment, u.RawFragment = "", ""
		host := strings.ToLower(u.Hostname())
		if waiting >= maxFoundWaiting || byHost[host] >= maxFoundHost {
			dropped++
			continue
		}
		n, err := tx.Exec(ctx, `INSERT INTO addresses (id, source, url, host, added, pasted, state, document, tries, due, fault, created, finished)
			VALUES (?, ?, ?, ?, 0, '', 'waiting', '', 0, ?, '', ?, 0)
			ON CONFLICT (id) DO UPDATE SET state = 'waiting', tries = 0, due = excluded.due, fault = '', finished = 0
			WHERE addresses.state <> 'waiting' AND addresses.finished <= ?`, addressID(source, u.String()), source, u.String(), host, now, now, read)
		if err != nil {
			return added, dropped, fmt.Errorf("queueing an address of source %s: %w", source, err)
		}
		if n > 0 {
			added++
			waiting++
			byHost[host]++
		}
	}
	return added, dropped, nil
}

// RetryAddress makes an address due now, whatever became of it.
func RetryAddress(ctx context.Context, tx *ledger.Tx, id string) error {
	n, err := tx.Exec(ctx, `UPDATE addresses SET state = 'waiting', tries = 0, due = ?, fault = '', finished = 0 WHERE id = ?`, tx.Now(), id)
	return ledger.OneRow(n, err, "making address "+id+" due")
}

// ForgetAddresses deletes old outcomes of what sources found.
func ForgetAddresses(ctx context.Context, l *ledger.Ledger) error {
	return l.Write(ctx, func(tx *ledger.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM addresses WHERE added = 0 AND state <> 'waiting' AND finished <= ?`, tx.Now().Add(-foundKept))
		return err
	})
}
