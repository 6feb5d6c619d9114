package youtube

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// State is what the gate remembers. It is shared by all processes on a ledger, and survives a
// restart: a new process must not ask what the old one was told to leave.
type State struct {
	Day          string    `json:"day,omitempty"`   // UTC, of Spent
	Spent        int       `json:"spent,omitempty"` // requests on that day
	Next         time.Time `json:"next,omitzero"`   // when the next video may be asked for
	BlockedUntil time.Time `json:"blocked_until,omitzero"`
}

// Keeper keeps the state of the gate. Update is atomic among all processes.
type Keeper interface {
	Update(ctx context.Context, change func(*State) error) error
}

// Gate lets requests to YouTube pass: one at a time, no more than the day's budget, with a pause between
// two videos, and none while YouTube blocks this address. It is safe for concurrent use.
type Gate struct {
	settings Settings
	host     string
	keeper   Keeper
	now      func() time.Time
	random   func() float64
	busy     chan struct{}
}

func newGate(o Options, host string) *Gate {
	return &Gate{settings: o.Settings, host: host, keeper: o.Keeper, now: o.Now, random: rand.Float64, busy: make(chan struct{}, 1)}
}

// begin starts the work on one video. If another one is being worked on, or the pause after it has
// not passed, the error is a fault of kind Paced.
func (g *Gate) begin(ctx context.Context) (end func(), err error) {
	select {
	case g.busy <- struct{}{}:
	default:
		return nil, g.paced(max(g.settings.Pause, time.Second))
	}
	end = func() { <-g.busy }
	err = g.keeper.Update(ctx, func(s *State) error {
		now := g.now()
		if err := g.open(s, now); err != nil {
			return err
		}
		if wait := s.Next.Sub(now); wait > 0 && wait <= 2*g.settings.Pause { // a longer one was set by a wrong clock
			return g.paced(wait)
		}
		s.Next = now.Add(time.Duration((0.5 + g.random()) * float64(g.settings.Pause)))
		return nil
	})
	if err != nil {
		end()
		return nil, err
	}
	return end, nil
}

// alone waits until no other request is under way, for the few requests of reading a list.
func (g *Gate) alone(ctx context.Context) (end func(), err error) {
	select {
	case g.busy <- struct{}{}:
		return func() { <-g.busy }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// spend takes one request from the day's budget.
func (g *Gate) spend(ctx context.Context) error {
	return g.keeper.Update(ctx, func(s *State) error {
		now := g.now()
		if err := g.open(s, now); err != nil {
			return err
		}
		s.Spent++
		return nil
	})
}

// open returns a fault while nothing may be asked.
func (g *Gate) open(s *State, now time.Time) error {
	if wait := s.BlockedUntil.Sub(now); wait > 0 && wait <= 2*g.settings.Break {
		rest := wait.Round(time.Minute).String()
		return &feeds.Fault{Kind: feeds.FaultBlocked, Host: g.host, RetryAfter: wait, Unsent: true,
			Code: "youtube_break", Params: map[string]string{"wait": rest},
			Reason: fmt.Sprintf("YouTube blocked this machine's address, so Namedrop asks nothing for another %s", rest),
			Help:   helpBlocked}
	}
	if day := now.UTC().Format(time.DateOnly); s.Day != day {
		s.Day, s.Spent = day, 0
	}
	if s.Spent >= g.settings.PerDay {
		return &feeds.Fault{Kind: feeds.FaultQuota, Host: g.host, RetryAfter: now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour).Sub(now), Unsent: true,
			Code: "youtube_budget", Params: map[string]string{"limit": fmt.Sprint(g.settings.PerDay)},
			Reason: fmt.Sprintf("Today's %d requests to YouTube are used up", g.settings.PerDay),
			Help:   "It goes on tomorrow. The limit is youtube.per_day in the configuration."}
	}
	return nil
}

// block stops all requests for hours, and returns the fault that says why.
func (g *Gate) block(ctx context.Context, f *feeds.Fault) error {
	f.Kind, f.Host, f.RetryAfter, f.Help = feeds.FaultBlocked, g.host, g.settings.Break, helpBlocked
	err := g.keeper.Update(ctx, func(s *State) error {
		s.BlockedUntil = g.now().Add(g.settings.Break)
		return nil
	})
	if err != nil {
		f.Err = err
	}
	return f
}

func (g *Gate) paced(wait time.Duration) error {
	return &feeds.Fault{Kind: feeds.FaultPaced, Host: g.host, RetryAfter: wait, Unsent: true, Code: "paced", Reason: g.host + " has had enough requests for now"}
}

const helpBlocked = "Namedrop tries again after some hours, and not before, since every request makes a block longer. If this continues, use another address, for example by fetch.proxy."
