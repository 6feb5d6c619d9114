package schedule

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
)

// tuesday is when the invented weekly show comes out.
var tuesday = time.Date(2026, 11, 17, 6, 0, 0, 0, time.UTC)

func every(gap time.Duration, n int) []time.Time {
	out := make([]time.Time, n)
	for i := range out {
		out[i] = tuesday.Add(-time.Duration(i) * gap)
	}
	return out
}

func TestIntervalFollowsTheRhythm(t *testing.T) {
	const day = 24 * time.Hour
	weekly, daily := every(7*day, 12), every(day, 12)
	for _, tt := range []struct {
		name      string
		published []time.Time
		after     time.Duration // since the last publication
		low, high time.Duration
	}{
		{"weekly, just out", weekly, time.Hour, 12 * time.Hour, day},
		{"weekly, half way", weekly, 3*day + 12*time.Hour, 12 * time.Hour, day},
		{"weekly, four hours to go", weekly, 7*day - 4*time.Hour, 30 * time.Minute, 2 * time.Hour},
		{"weekly, due now", weekly, 7 * day, time.Minute, time.Minute},
		{"weekly, two minutes late", weekly, 7*day + 2*time.Minute, time.Minute, time.Minute},
		{"weekly, a day late", weekly, 8 * day, 4 * time.Hour, 8 * time.Hour},
		{"weekly, silent for a year", weekly, 365 * day, day, day},
		{"daily, just out", daily, time.Minute, time.Hour, 4 * time.Hour},
		{"daily, due in ten minutes", daily, day - 10*time.Minute, time.Minute, 5 * time.Minute},
		{"nothing published", nil, 0, time.Hour, time.Hour},
		{"one item of last year", every(day, 1), 365 * day, day, day},
		{"one fresh item", every(day, 1), time.Minute, 30 * time.Minute, 30 * time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := tuesday.Add(tt.after)
			got := Interval(Learn(tt.published, now), now, DefaultLimits())
			if got < tt.low || got > tt.high {
				t.Errorf("asked again after %s, want %s to %s", got, tt.low, tt.high)
			}
		})
	}
}

// Shows that come twice a week, or on weekdays, or that jitter, are caught soon after
// either gap.
func TestSeveralRhythmsAreCaught(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name   string
		days   []int // of the week
		stray  time.Duration
		worst  time.Duration
		perDay float64
	}{
		{"twice a week", []int{0, 2}, 0, 5 * time.Minute, 20},
		{"twice a week, two hours off", []int{0, 2}, 2 * time.Hour, 35 * time.Minute, 40},
		{"on weekdays", []int{0, 1, 2, 3, 4}, 0, 5 * time.Minute, 35},
		{"three times", []int{0, 1, 4}, 0, 5 * time.Minute, 30},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var all []time.Time
			for week := range 60 {
				for i, d := range tt.days {
					all = append(all, tuesday.Add(time.Duration(7*week+d)*day+tt.stray*time.Duration((week*7+i*5)%11-5)/5))
				}
			}
			begin := len(tt.days) * 10
			now, next, polls, worst := all[begin].Add(time.Hour), begin+1, 0, time.Duration(0)
			for start := now; now.Before(start.Add(40 * 7 * day)); polls++ {
				for ; !all[next].After(now); next++ {
					worst = max(worst, now.Sub(all[next]))
				}
				now = now.Add(Interval(Learn(all[max(0, next-24):next], now), now, DefaultLimits()))
			}
			if perDay := float64(polls) / 280; worst > tt.worst || perDay > tt.perDay {
				t.Errorf("up to %s late, asked %.1f times a day", worst, perDay)
			}
		})
	}
}

// A weekly show followed for a year is caught within minutes, for a few polls a day.
func TestAWeeklyShowIsCaughtSoonAndCheaply(t *testing.T) {
	const week = 7 * 24 * time.Hour
	published := every(week, 12)
	now := tuesday.Add(time.Hour)
	end := tuesday.Add(52 * week)
	next := tuesday.Add(week)
	var c State
	polls, worst := 0, time.Duration(0)
	for now.Before(end) {
		changed := !now.Before(next)
		if changed {
			worst = max(worst, now.Sub(next))
			published = append(published, next)
			next = next.Add(week)
		}
		c.Published = published
		c, _ = Next(c, feeds.Condition{}, Outcome{Changed: changed}, now, 0.5, Limits{})
		now = c.Due
		polls++
	}
	if worst > 3*time.Minute {
		t.Errorf("an episode was seen %s late", worst)
	}
	if perDay := float64(polls) / 364; perDay > 6 {
		t.Errorf("asked %.1f times a day", perDay)
	}
}

func TestFailuresAreAnsweredByTheirKind(t *testing.T) {
	fail := func(k feeds.FaultKind, after time.Duration) error {
		return &feeds.Fault{Kind: k, RetryAfter: after, Reason: "It is so"}
	}
	for _, tt := range []struct {
		name      string
		err       error
		failures  int // before this one
		health    feeds.Health
		low, high time.Duration
	}{
		{"first fault", fail(feeds.FaultTransient, 0), 0, feeds.Failing, 50 * time.Second, 70 * time.Second},
		{"fifth fault", fail(feeds.FaultTransient, 0), 4, feeds.Failing, 13 * time.Minute, 19 * time.Minute},
		{"hundredth fault", fail(feeds.FaultTransient, 0), 99, feeds.Failing, 5 * time.Hour, 7 * time.Hour},
		{"unknown error", errors.New("odd"), 0, feeds.Failing, 50 * time.Second, 70 * time.Second},
		{"asked for ten minutes", fail(feeds.FaultThrottled, 10*time.Minute), 0, feeds.Throttled, 10 * time.Minute, 13 * time.Minute},
		{"refused", fail(feeds.FaultBlocked, 0), 0, feeds.Blocked, 50 * time.Minute, 70 * time.Minute},
		{"refused again and again", fail(feeds.FaultBlocked, 0), 9, feeds.Blocked, 20 * time.Hour, 28 * time.Hour},
		{"needs a password", fail(feeds.FaultCredentials, 0), 0, feeds.NeedsKey, 20 * time.Hour, 28 * time.Hour},
		{"gone", fail(feeds.FaultGone, 0), 0, feeds.Gone, 5 * 24 * time.Hour, 9 * 24 * time.Hour},
		{"not found once", fail(feeds.FaultAbsent, 0), 0, feeds.Failing, 8 * time.Minute, 12 * time.Minute},
		{"not found for days", fail(feeds.FaultAbsent, 0), 8, feeds.Gone, 5 * 24 * time.Hour, 9 * 24 * time.Hour},
		{"HTML for XML", fail(feeds.FaultUnparsable, 0), 0, feeds.Broken, 12 * time.Minute, 18 * time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, random := range []float64{0, 0.5, 0.999} {
				s, c := Next(State{Failures: tt.failures}, feeds.Condition{}, Outcome{Err: tt.err}, tuesday, random, Limits{})
				if c.Health != tt.health || s.Failures != tt.failures+1 || c.Error == "" {
					t.Errorf("%+v %+v", s, c)
				}
				if wait := s.Due.Sub(tuesday); wait < tt.low || wait > tt.high {
					t.Errorf("wait %s at %v, want %s to %s", wait, random, tt.low, tt.high)
				}
			}
		})
	}
}

func TestOurOwnRateIsNotTheSourcesFailure(t *testing.T) {
	before, well := State{Interval: time.Hour}, feeds.Condition{Health: feeds.Healthy}
	got, c := Next(before, well, Outcome{Err: &feeds.Fault{Kind: feeds.FaultPaced, RetryAfter: time.Minute}}, tuesday, 0.5, Limits{})
	want := before
	want.LastTried, want.Due = tuesday, got.Due
	if diff := cmp.Diff(want, got); diff != "" || !reflect.DeepEqual(c, well) {
		t.Error(diff, c)
	}
	if got.Due.Sub(tuesday) < time.Minute {
		t.Error("asked before the host's turn came")
	}
}

// A quota that many sources share is used up: the user reads why, and no source is blamed.
func TestAUsedUpQuotaIsNotAFailure(t *testing.T) {
	s, c := Next(State{}, feeds.Condition{Health: feeds.Healthy}, Outcome{Err: &feeds.Fault{Kind: feeds.FaultQuota, Reason: "Today's quota is used up", RetryAfter: 5 * time.Hour}}, tuesday, 0.1, Limits{})
	if s.Failures != 0 || c.Health != feeds.Throttled || !strings.Contains(c.Error, "quota") || s.Due.Sub(tuesday) < 5*time.Hour {
		t.Errorf("%+v %+v", s, c)
	}
}

func TestAGoodReadHealsTheSource(t *testing.T) {
	s, c := Next(State{Failures: 7, Published: every(time.Hour, 3)}, feeds.Condition{Health: feeds.Blocked, Error: "refused"}, Outcome{}, tuesday.Add(time.Minute), 0, Limits{})
	if c.Health != feeds.Healthy || s.Failures != 0 || c.Error != "" || s.FirstRead.IsZero() {
		t.Errorf("not healed: %+v %+v", s, c)
	}
}

func TestWaitsStayWithinTheLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var published []time.Time
		for _, s := range rapid.SliceOfN(rapid.Int64Range(-1e9, 1e8), 0, 40).Draw(t, "published") {
			published = append(published, tuesday.Add(time.Duration(s)*time.Second))
		}
		l := DefaultLimits()
		got := Interval(Learn(published, tuesday), tuesday, l)
		if got < l.Shortest || got > l.Longest {
			t.Fatalf("interval %s", got)
		}
	})
}
