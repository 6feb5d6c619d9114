package fetch

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A host without requests for this long is forgotten. One that throttles us is remembered
// longer than its longest pause.
const (
	forgetAfter = 10 * time.Minute
	rememberFor = 2 * maxPause
)

// Back-off for a host that throttles us without saying for how long.
const (
	firstPause = time.Second
	maxPause   = 15 * time.Minute
)

// hosts remembers the rate, the requests in progress and the pause of each host and port.
//
// A request passes three gates, in this order: a slot (at most inFlight requests at a time),
// the pause that the host asked for, and the rate limiter. Slots are waited for in real time,
// because they depend on real requests; pauses and rates by the clock, which tests replace.
//
// Idle hosts are removed while others are used (see sweep), so that no goroutine is needed.
type hosts struct {
	clock    Clock
	limit    rate.Limit
	burst    int
	inFlight int
	maxWait  time.Duration

	mu    sync.Mutex
	byKey map[string]*host
	swept time.Time
}

type host struct {
	limiter *rate.Limiter
	slots   chan struct{}

	// under hosts.mu
	paused  time.Time // no request before
	strikes int       // times throttled in a row without a Retry-After
	used    time.Time
	holders int // requests that wait or are in progress: such a host is never removed
}

func newHosts(o Options) *hosts {
	return &hosts{
		clock: o.Clock, limit: rate.Limit(o.PerHost), burst: o.Burst,
		inFlight: o.InFlight, maxWait: o.MaxWait, byKey: map[string]*host{},
	}
}

// acquire waits until one request may be sent to the host. done gives the slot back. If the
// wait would be longer than maxWait, the error is a *feeds.Fault of kind Paced or Throttled.
func (hs *hosts) acquire(ctx context.Context, key string) (done func(), err error) {
	h := hs.hold(key)
	release := func() { hs.release(h) }
	select {
	case h.slots <- struct{}{}:
	default:
		// All slots are taken by requests in progress, so wait in real time.
		t := time.NewTimer(hs.maxWait)
		defer t.Stop()
		select {
		case h.slots <- struct{}{}:
		case <-t.C:
			release()
			return nil, paced(key, hs.maxWait)
		case <-ctx.Done():
			release()
			return nil, ctx.Err()
		}
	}
	if err := hs.pace(ctx, key, h); err != nil {
		<-h.slots
		release()
		return nil, err
	}
	return func() { <-h.slots; release() }, nil
}

// waitPace is acquire for the next host of a redirect. It takes no slot: with one, requests
// to two hosts that redirect to each other could each hold the slot that the other waits for.
func (hs *hosts) waitPace(ctx context.Context, key string) error {
	h := hs.hold(key)
	defer hs.release(h)
	return hs.pace(ctx, key, h)
}

func (hs *hosts) pace(ctx context.Context, key string, h *host) error {
	for {
		now := hs.clock.Now()
		if wait := hs.pausedFor(h, now); wait > hs.maxWait {
			return throttledUntil(key, wait)
		} else if wait > 0 {
			if err := hs.clock.Sleep(ctx, wait); err != nil {
				return err
			}
			continue // another answer may have lengthened the pause
		}
		r := h.limiter.ReserveN(now, 1)
		wait := r.DelayFrom(now)
		if wait > hs.maxWait {
			r.CancelAt(now)
			return paced(key, wait)
		}
		if wait <= 0 {
			return nil
		}
		if err := hs.clock.Sleep(ctx, wait); err != nil {
			r.CancelAt(now)
			return err
		}
		if hs.pausedFor(h, hs.clock.Now()) > 0 {
			continue
		}
		return nil
	}
}

func (hs *hosts) hold(key string) *host {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	now := hs.clock.Now()
	hs.sweep(now)
	h := hs.byKey[key]
	if h == nil {
		h = &host{slots: make(chan struct{}, hs.inFlight), limiter: rate.NewLimiter(hs.limit, hs.burst)}
		hs.byKey[key] = h
	}
	h.used = now
	h.holders++
	return h
}

func (hs *hosts) release(h *host) {
	hs.mu.Lock()
	h.holders--
	hs.mu.Unlock()
}

func (hs *hosts) pausedFor(h *host, now time.Time) time.Duration {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	return h.paused.Sub(now)
}

// pause stops requests to the host for as long as it asked, or by growing, jittered steps
// where it didn't say. It returns the wait.
func (hs *hosts) pause(key string, asked time.Duration) time.Duration {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	h := hs.byKey[key]
	if h == nil {
		return asked
	}
	wait := asked
	if wait <= 0 {
		ceiling := min(firstPause<<min(h.strikes, 20), maxPause)
		// Full jitter, but never near zero: the host has just said that it gets too much.
		wait = ceiling/10 + rand.N(ceiling-ceiling/10) //nolint:gosec // spreads load, guards nothing
		h.strikes++
	}
	if until := hs.clock.Now().Add(wait); until.After(h.paused) {
		h.paused = until
	}
	return wait
}

// clearStrikes resets the back-off after a good answer.
func (hs *hosts) clearStrikes(key string) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if h := hs.byKey[key]; h != nil {
		h.strikes = 0
	}
}

// sweep removes idle hosts, at most once a minute. It is called under the lock.
func (hs *hosts) sweep(now time.Time) {
	if now.Sub(hs.swept) < time.Minute && !now.Before(hs.swept) {
		return
	}
	hs.swept = now
	for key, h := range hs.byKey {
		idle := now.Sub(h.used)
		if h.holders == 0 && idle > forgetAfter && (h.strikes == 0 || idle > rememberFor) && !h.paused.After(now) {
			delete(hs.byKey, key)
		}
	}
}

func (hs *hosts) size() int {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	return len(hs.byKey)
}
