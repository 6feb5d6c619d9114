package crawler

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/push/websub"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

const (
	maxHubs        = 8                // asked at once
	hubPatience    = time.Hour        // until a hub that didn't confirm is asked again, doubling
	maxHubPatience = 24 * time.Hour   //
	maxUnsubscribe = 3                // times that a hub is told that we leave
	hubAnswer      = 64 << 10         // of what a hub answers
	hubTimeout     = 15 * time.Second // of one request to a hub
)

// askHubs subscribes at hubs, renews what ends, and leaves hubs whose source is gone. It returns how many it asked.
func (c *Crawler) askHubs(ctx context.Context) (int, error) {
	if _, err := archive.EndOrphanedHubs(ctx, c.opts.Ledger); err != nil {
		return 0, err
	}
	due, err := archive.DueHubs(ctx, c.opts.Ledger, maxHubs, func(s archive.HubSubscription) time.Time {
		return c.opts.Now().Add(min(hubPatience<<min(s.Tries-1, 6), maxHubPatience))
	})
	if err != nil {
		return 0, err
	}
	for _, s := range due {
		if err := c.askHub(ctx, s); err != nil {
			return 0, err
		}
	}
	return len(due), nil
}

// askHub sends one request. The hub confirms by calling the public side, maybe before it answers, so a good answer
// changes nothing here.
func (c *Crawler) askHub(ctx context.Context, s archive.HubSubscription) error {
	mode := websub.Subscribe
	if !s.Wanted {
		if s.Alive.Before(c.opts.Now()) || s.Tries > maxUnsubscribe {
			return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.DropHub(ctx, tx, s.ID) })
		}
		mode = websub.Unsubscribe
	}
	_, err := c.opts.Door.Get(ctx, fetch.Request{
		URL: s.Hub, Method: http.MethodPost, Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
		Payload: websub.Form(mode, s.Topic, c.opts.Told+"/websub/"+s.ID, s.Secret), MaxBytes: hubAnswer, KeepHead: true, Timeout: hubTimeout,
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		return nil
	}
	c.opts.Logger.Info("hub not asked", "source", s.Source, "mode", mode, "error", err)
	var f *feeds.Fault
	if !errors.As(err, &f) {
		err = &feeds.Fault{Kind: feeds.FaultTransient, Reason: "The hub could not be asked"}
	}
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.HubFailed(ctx, tx, s.ID, err, false) })
}

// keepHub subscribes a source whose feed hasn't changed, unless it is: the public side may be newer than the last change.
func (c *Crawler) keepHub(ctx context.Context, source string, hub *feeds.Hub) error {
	if hub == nil || hub.URL == "" || c.opts.Told == "" {
		return nil
	}
	s, err := archive.HubOf(ctx, c.opts.Ledger, source)
	if err == nil && s.Hub == hub.URL && s.Topic == hub.Topic {
		return nil
	}
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return err
	}
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SetHub(ctx, tx, source, *hub) })
}

// toldUntil returns until when a hub tells about a source, and the error of its read.
func (c *Crawler) toldUntil(ctx context.Context, source string, read error) (time.Time, error) {
	if read != nil || c.opts.Told == "" {
		return time.Time{}, read
	}
	told, err := archive.HubAlive(ctx, c.opts.Ledger, source)
	if err != nil {
		c.opts.Logger.Warn("hub unknown, reading at the usual times", "source", source, "error", err)
	}
	return told, nil
}

const (
	toldFactor = 4             // a source that a hub tells about is read so much less often
	toldMost   = 6 * time.Hour // but at least as often as this, since hubs lose things
)

// relaxed returns when a source is read next that a hub tells about: later than planned, but not later than six hours from now
// unless that was planned, and not after the hub's lease has ended.
func relaxed(due, now, told time.Time) time.Time {
	if !told.After(now) {
		return due
	}
	later := now.Add(min(toldFactor*due.Sub(now), toldMost))
	if later.After(told) {
		later = told
	}
	if later.Before(due) {
		return due
	}
	return later
}
