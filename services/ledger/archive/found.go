package archive

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// FoundAddress is an address that is read once, because a source mentioned it.
type FoundAddress struct {
	ID      string
	Source  string
	Address string
	Outcome FoundOutcome
	Tries   int
	Due     time.Time
	Error   string
	Code    string
	Created time.Time
	Done    time.Time
}

// FoundOutcome is what became of an address. It is empty while the address waits.
type FoundOutcome string

const (
	FoundStored FoundOutcome = "stored"
	FoundPassed FoundOutcome = "passed" // read, and not stored: it names no brand, or doesn't link to us
	FoundFailed FoundOutcome = "failed" // not tried again
)

// The limits of the queue. Strangers can fill it.
const (
	maxFoundAddress = 2000
	maxFoundWaiting = 2000                // of a source
	maxFoundHost    = 200                 // of a host, for a source
	foundAgain      = 24 * time.Hour      // an address is read at most so often
	foundKept       = 30 * 24 * time.Hour // an outcome
)

// PutFound queues addresses that are to be read once for a source. One that waits already, or that was read within a
// day, is left out. dropped is how many found the queue full or are no web address.
func PutFound(ctx context.Context, tx *ledger.Tx, source string, addresses []string) (added, dropped int, err error) {
	waiting, byHost := 0, map[string]int{}
	err = tx.Each(ctx, `SELECT host, COUNT(*) FROM found_addresses WHERE source = ? AND outcome = '' GROUP BY host`, []any{source}, func(scan query.Scan) error {
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
	for _, address := range addresses {
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
		now := tx.Now()
		n, err := tx.Exec(ctx, `INSERT INTO found_addresses (id, source, address, host, outcome, tries, due, error, code, created, done)
			VALUES (?, ?, ?, ?, '', 0, ?, '', '', ?, 0) ON CONFLICT (id) DO UPDATE SET outcome = '', tries = 0, due = excluded.due, error = '', code = '', done = 0
			WHERE found_addresses.outcome <> '' AND found_addresses.done <= ?`,
			feeds.ID("found", source, normalizeAddress(u.String())), source, u.String(), host, now, now, now.Add(-foundAgain))
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

const foundColumns = `id, source, address, outcome, tries, due, error, code, created, done`

func scanFound(scan query.Scan) (f FoundAddress, err error) {
	err = scan(&f.ID, &f.Source, &f.Address, &f.Outcome, &f.Tries, query.Time(&f.Due), &f.Error, &f.Code, query.Time(&f.Created), query.Time(&f.Done))
	return f, err
}

// TakeFound takes addresses that are due. They are due again after a while: one whose process ends is read again.
func TakeFound(ctx context.Context, l *ledger.Ledger, limit int, while time.Duration) ([]FoundAddress, error) {
	some, err := l.Column(ctx, `SELECT id FROM found_addresses WHERE outcome = '' AND due <= ? LIMIT 1`, l.Now())
	if err != nil || len(some) == 0 {
		return nil, err
	}
	var out []FoundAddress
	err = l.Write(ctx, func(tx *ledger.Tx) error {
		out = out[:0]
		return tx.Each(ctx, `UPDATE found_addresses SET tries = tries + 1, due = ? WHERE id IN (
				SELECT id FROM found_addresses WHERE outcome = '' AND due <= ? ORDER BY due, id LIMIT ?`+tx.SkipLocked()+`) RETURNING `+foundColumns,
			[]any{tx.Now().Add(while), tx.Now(), limit}, func(scan query.Scan) error {
				f, err := scanFound(scan)
				out = append(out, f)
				return err
			})
	})
	if err != nil {
		return nil, fmt.Errorf("taking addresses: %w", err)
	}
	return out, nil
}

// FinishFound records what became of an address.
func FinishFound(ctx context.Context, tx *ledger.Tx, id string, outcome FoundOutcome, why error) error {
	reason, code := "", ""
	if why != nil {
		reason = feeds.Explain(why)
		code, _ = feeds.CodeOf(why)
	}
	_, err := tx.Exec(ctx, `UPDATE found_addresses SET outcome = ?, error = ?, code = ?, done = ? WHERE id = ?`, string(outcome), reason, code, tx.Now(), id)
	return err
}

// RetryFound reads an address again at that time.
func RetryFound(ctx context.Context, tx *ledger.Tx, id string, at time.Time, why error) error {
	code, _ := feeds.CodeOf(why)
	_, err := tx.Exec(ctx, `UPDATE found_addresses SET due = ?, error = ?, code = ? WHERE id = ?`, at, feeds.Explain(why), code, id)
	return err
}

// ListFound lists the addresses of a source, the newest first.
func ListFound(ctx context.Context, r ledger.Reader, source string, limit int) ([]FoundAddress, error) {
	var out []FoundAddress
	err := r.Each(ctx, `SELECT `+foundColumns+` FROM found_addresses WHERE source = ? ORDER BY created DESC, id LIMIT ?`, []any{source, limit}, func(scan query.Scan) error {
		f, err := scanFound(scan)
		out = append(out, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing addresses of source %s: %w", source, err)
	}
	return out, nil
}

// ForgetFound deletes old outcomes.
func ForgetFound(ctx context.Context, l *ledger.Ledger) error {
	return l.Write(ctx, func(tx *ledger.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM found_addresses WHERE outcome <> '' AND done <= ?`, tx.Now().Add(-foundKept))
		return err
	})
}
