package speech

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Spent is what was recognised on a day.
type Spent struct {
	Day     string  `json:"day"` // 2006-01-02, UTC
	Seconds float64 `json:"seconds"`
	Money   float64 `json:"money"`
}

// Keeper keeps what was spent, for all processes that share a budget.
type Keeper interface {
	// Update changes what is kept, alone. An error of change is returned, and nothing is kept then.
	Update(ctx context.Context, change func(*Spent) error) error
}

// spend takes the seconds from today's budget, or returns a fault that says when there is more.
func (r *Recognizer) spend(ctx context.Context, seconds float64) error {
	s := r.opts.Settings
	return r.opts.Keeper.Update(ctx, func(spent *Spent) error {
		now := r.opts.Now().UTC()
		if day := now.Format(time.DateOnly); spent.Day != day {
			*spent = Spent{Day: day}
		}
		cost := seconds / 60 * s.Price
		// A piece that is longer than a whole day's budget is taken on a day on which nothing was spent:
		// otherwise it would wait for ever.
		overTime := spent.Seconds+seconds > float64(s.Minutes)*60 && spent.Seconds > 0
		overMoney := s.Money > 0 && spent.Money+cost > s.Money && spent.Money > 0
		if s.Minutes == 0 || overTime || overMoney {
			f := &feeds.Fault{Kind: feeds.FaultQuota, Unsent: true, RetryAfter: now.Truncate(24 * time.Hour).Add(24 * time.Hour).Sub(now)}
			f.Explain("speech_budget", "Today's budget for speech recognition is used up", "Recognition goes on tomorrow. The budget is speech.minutes and speech.money in the configuration.")
			return f
		}
		spent.Seconds += seconds
		spent.Money += cost
		return nil
	})
}

// giveBack returns the seconds of a piece that was not sent after all. What can't be given back makes the
// day's budget smaller, no more.
func (r *Recognizer) giveBack(ctx context.Context, seconds float64) {
	err := r.opts.Keeper.Update(context.WithoutCancel(ctx), func(spent *Spent) error {
		spent.Seconds = max(0, spent.Seconds-seconds)
		spent.Money = max(0, spent.Money-seconds/60*r.opts.Price)
		return nil
	})
	if err != nil {
		r.opts.Logger.Warn("budget for speech not given back", "seconds", seconds, "error", err)
	}
}
