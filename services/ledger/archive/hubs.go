package archive

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// HubSubscription is a hub that was asked to tell when a feed has changed.
type HubSubscription struct {
	ID      string // the last part of the address that the hub calls; nobody else knows it
	Source  string
	Hub     string
	Topic   string
	Secret  feeds.Secret
	Wanted  bool // false: it is being ended
	Pending bool // the hub was asked and has not confirmed yet
	Tries   int  // how often it was asked in a row without confirming
	Due     time.Time
	Asked   time.Time
	Alive   time.Time // until when the hub tells
	Told    time.Time // when it told last
	Error   string
	Code    string
}

const hubColumns = `id, source, hub, topic, secret, wanted, pending, tries, due, asked, alive, told, error, code`

func scanHub(scan query.Scan) (s HubSubscription, err error) {
	var secret string
	err = scan(&s.ID, &s.Source, &s.Hub, &s.Topic, &secret, query.Flag(&s.Wanted), query.Flag(&s.Pending), &s.Tries,
		query.Time(&s.Due), query.Time(&s.Asked), query.Time(&s.Alive), query.Time(&s.Told), &s.Error, &s.Code)
	s.Secret = feeds.Secret(secret)
	return s, err
}

func hubs(ctx context.Context, r ledger.Reader, where string, args ...any) ([]HubSubscription, error) {
	var out []HubSubscription
	err := r.Each(ctx, `SELECT `+hubColumns+` FROM hub_subscriptions WHERE `+where, args, func(scan query.Scan) error {
		s, err := scanHub(scan)
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading subscriptions at hubs: %w", err)
	}
	return out, nil
}

// SetHub subscribes a source at the hub that its feed names, and ends its subscriptions at others. An empty
// hub ends all.
func SetHub(ctx context.Context, tx *ledger.Tx, source string, hub feeds.Hub) error {
	old, err := hubs(ctx, tx, `source = ? AND wanted = 1`, source)
	if err != nil {
		return err
	}
	for _, s := range old {
		if s.Hub == hub.URL && s.Topic == hub.Topic {
			return nil
		}
	}
	if len(old) > 0 {
		if _, err := tx.Exec(ctx, `UPDATE hub_subscriptions SET wanted = 0, pending = 0, tries = 0, due = ? WHERE source = ? AND wanted = 1`, tx.Now(), source); err != nil {
			return fmt.Errorf("ending the subscriptions of source %s: %w", source, err)
		}
	}
	if hub.URL == "" {
		return nil
	}
	_, err = tx.Exec(ctx, `INSERT INTO hub_subscriptions (`+hubColumns+`) VALUES (?, ?, ?, ?, ?, 1, 0, 0, ?, 0, 0, 0, '', '')`,
		rand.Text(), source, hub.URL, hub.Topic, rand.Text(), tx.Now())
	if err != nil {
		return fmt.Errorf("subscribing source %s: %w", source, err)
	}
	return nil
}

// HubOf returns the subscription of a source; [ledger.ErrNotFound] if it has none.
func HubOf(ctx context.Context, r ledger.Reader, source string) (HubSubscription, error) {
	found, err := hubs(ctx, r, `source = ? AND wanted = 1`, source)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("hub of source %s: %w", source, ledger.ErrNotFound)
	}
	if err != nil {
		return HubSubscription{}, err
	}
	return found[0], nil
}

// GetHub returns a subscription; [ledger.ErrNotFound] if there is none with that id.
func GetHub(ctx context.Context, r ledger.Reader, id string) (HubSubscription, error) {
	found, err := hubs(ctx, r, `id = ?`, id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("subscription: %w", ledger.ErrNotFound)
	}
	if err != nil {
		return HubSubscription{}, err
	}
	return found[0], nil
}

// EndOrphanedHubs ends the subscriptions of sources that are removed or paused, and returns how many there were.
func EndOrphanedHubs(ctx context.Context, l *ledger.Ledger) (int, error) {
	const orphaned = ` wanted = 1 AND source NOT IN (SELECT id FROM sources WHERE removed = 0 AND paused = 0)`
	some, err := l.Column(ctx, `SELECT id FROM hub_subscriptions WHERE`+orphaned+` LIMIT 1`)
	if err != nil || len(some) == 0 {
		return 0, err
	}
	var n int64
	err = l.Write(ctx, func(tx *ledger.Tx) (err error) {
		n, err = tx.Exec(ctx, `UPDATE hub_subscriptions SET wanted = 0, pending = 0, tries = 0, due = ? WHERE`+orphaned, tx.Now())
		return err
	})
	return int(n), err
}

// DueHubs takes subscriptions whose hub is to be asked. They are due again later, so that one whose hub doesn't
// confirm, or whose process ends, is tried again.
func DueHubs(ctx context.Context, l *ledger.Ledger, limit int, again func(HubSubscription) time.Time) ([]HubSubscription, error) {
	some, err := hubs(ctx, l, `due <= ? ORDER BY due LIMIT 1`, l.Now())
	if err != nil || len(some) == 0 {
		return nil, err
	}
	var due []HubSubscription
	err = l.Write(ctx, func(tx *ledger.Tx) (err error) {
		due, err = hubs(ctx, tx, `due <= ? ORDER BY due, id LIMIT ?`+tx.SkipLocked(), tx.Now(), limit)
		if err != nil {
			return err
		}
		for i := range due {
			s := &due[i]
			s.Tries++
			s.Pending, s.Asked = true, tx.Now()
			_, err := tx.Exec(ctx, `UPDATE hub_subscriptions SET pending = 1, tries = ?, asked = ?, due = ? WHERE id = ?`, s.Tries, s.Asked, again(*s), s.ID)
			if err != nil {
				return fmt.Errorf("taking a subscription: %w", err)
			}
		}
		return nil
	})
	return due, err
}

// HubConfirmed records that a hub tells until that time; ask it again at again.
func HubConfirmed(ctx context.Context, tx *ledger.Tx, id string, alive, again time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE hub_subscriptions SET pending = 0, tries = 0, alive = ?, due = ?, error = '', code = '' WHERE id = ? AND pending = 1`, alive, again, id)
	return err
}

// HubFailed records why a hub doesn't tell. It is not alive from now on if it said so itself.
func HubFailed(ctx context.Context, tx *ledger.Tx, id string, err error, denied bool) error {
	code, _ := feeds.CodeOf(err)
	set := ``
	if denied {
		set = `, alive = 0, pending = 0`
	}
	_, failed := tx.Exec(ctx, `UPDATE hub_subscriptions SET error = ?, code = ?`+set+` WHERE id = ?`, feeds.Explain(err), code, id)
	return failed
}

// HubTold records that a hub told that its topic has changed.
func HubTold(ctx context.Context, tx *ledger.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE hub_subscriptions SET told = ? WHERE id = ?`, tx.Now(), id)
	return err
}

// DropHub forgets a subscription. What its hub still sends is refused.
func DropHub(ctx context.Context, tx *ledger.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM hub_subscriptions WHERE id = ?`, id)
	return err
}

// HubAlive returns until when a hub tells about a source; the zero time if none does.
func HubAlive(ctx context.Context, r ledger.Reader, source string) (time.Time, error) {
	s, err := hubs(ctx, r, `source = ? AND wanted = 1`, source)
	if err != nil || len(s) == 0 {
		return time.Time{}, err
	}
	return s[0].Alive, nil
}

// CountHubs returns how many subscriptions are wanted, and how many of them a hub has confirmed.
func CountHubs(ctx context.Context, r ledger.Reader, now time.Time) (wanted, alive int, err error) {
	err = r.Row(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN alive > ? THEN 1 ELSE 0 END), 0) FROM hub_subscriptions WHERE wanted = 1`, []any{now}, &wanted, &alive)
	return wanted, alive, err
}
