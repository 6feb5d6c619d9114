package schedule

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Limits are the shortest and longest waits. The zero value means [DefaultLimits].
type Limits struct {
	Shortest time.Duration // between two polls of a source that is due
	Longest  time.Duration // between two polls of a source that publishes nothing
	Unknown  time.Duration // for a source whose rhythm isn't known
}

// DefaultLimits polls at most every minute and at least once a day.
func DefaultLimits() Limits {
	return Limits{Shortest: time.Minute, Longest: 24 * time.Hour, Unknown: time.Hour}
}

// Outcome is the result of the latest read.
type Outcome struct {
	Err        error         // nil for a successful read, 304 included
	Changed    bool          // it brought a new or changed document
	RetryAfter time.Duration // overrides the error's own, when longer
}

const (
	quotaWait    = time.Hour   // if it isn't known when a quota is renewed
	firstRetry   = time.Minute // after a transient failure, doubling
	maxRetry     = 6 * time.Hour
	circuitFirst = time.Hour // after a refusal, doubling
	circuitMax   = 24 * time.Hour

	// absentPatience is how long an address may answer "not found" before the source counts
	// as gone. A gone source is still polled every week.
	absentPatience = 3 * 24 * time.Hour
	goneEvery      = 7 * 24 * time.Hour
)

// State is when a source was read, and when it is read next.
type State struct {
	FirstRead   time.Time     `json:"first_read,omitzero"`   // zero until the first good read
	LastRead    time.Time     `json:"last_read,omitzero"`    // last successful read, including those without anything new
	LastChanged time.Time     `json:"last_changed,omitzero"` // last read that brought something new
	LastTried   time.Time     `json:"last_tried,omitzero"`
	Due         time.Time     `json:"due,omitzero"`
	Interval    time.Duration `json:"interval,omitempty"`  // between polls, as learnt from the publication times
	Published   []time.Time   `json:"published,omitempty"` // of the newest items, from which the rhythm is learnt
	Failures    int           `json:"failures,omitempty"`  // in a row
}

// Next returns when to poll the source again and how it is doing. s.Published are the source's
// publication times, in any order; random is a number in [0, 1).
func Next(s State, c feeds.Condition, o Outcome, now time.Time, random float64, l Limits) (State, feeds.Condition) {
	if l == (Limits{}) {
		l = DefaultLimits()
	}
	s.LastTried = now
	if o.Err != nil {
		return failed(s, c, o, now, random)
	}
	s.LastRead, s.Failures = now, 0
	if s.FirstRead.IsZero() {
		s.FirstRead = now
	}
	if o.Changed || s.LastChanged.IsZero() {
		s.LastChanged = now
	}
	c.Health = feeds.Healthy
	c.SetFault(nil)
	s.Interval = Interval(Learn(s.Published, now), now, l)
	s.Due = now.Add(jitter(s.Interval, random))
	return s, c
}

// Interval returns how long to wait after a successful read: a quarter of the time until the
// expected publication, or since it. So polls become more frequent towards the expected time and less
// frequent after it. Where a source has several rhythms, the nearest expected time counts.
func Interval(r Rhythm, now time.Time, l Limits) time.Duration {
	if r.Last.IsZero() {
		return l.Unknown
	}
	since := now.Sub(r.Last)
	if r.Gap == 0 {
		// One publication: the older it is, the longer the wait.
		return clamp(since/8, max(l.Unknown/2, l.Shortest), l.Longest)
	}
	// However irregular the source, a poll every half hour around its time is enough.
	near := clamp(r.Spread/12, l.Shortest, max(l.Shortest, 30*time.Minute))
	away := (since - r.Gap).Abs() - r.Spread
	for _, b := range r.Others {
		away = min(away, (since-b.Gap).Abs()-b.Spread)
	}
	most := l.Longest
	if since < r.Gap {
		// Poll now and then before the time too, for an extra episode.
		most = min(most, max(r.Gap/6, near))
	}
	return clamp(away/4, near, most)
}

func failed(s State, c feeds.Condition, o Outcome, now time.Time, random float64) (State, feeds.Condition) {
	kind := feeds.FaultOf(o.Err)
	asked := max(o.RetryAfter, feeds.RetryAfterOf(o.Err))
	switch kind {
	case feeds.FaultQuota:
		// A quota is shared by many sources, so it isn't counted as this source's failure. But
		// the user wants to know.
		c.Health = feeds.Throttled
		c.SetFault(o.Err)
		s.Due = now.Add(jitter(max(asked, quotaWait), 0.5+random/2))
		return s, c
	case feeds.FaultPaced:
		// It waited in our own queue: this is not the source's failure.
		s.Due = now.Add(max(asked, time.Second) + jitter(5*time.Second, random))
		return s, c
	}
	s.Failures++
	c.SetFault(o.Err)
	var wait time.Duration
	switch kind {
	case feeds.FaultThrottled:
		c.Health = feeds.Throttled
		if wait = asked; wait <= 0 {
			wait = backoff(firstRetry, s.Failures, maxRetry)
		}
		// Never before the time that the host asked for, and a little spread after it.
		s.Due = now.Add(wait + jitter(max(wait/4, 10*time.Second), random)/2)
		return s, c
	case feeds.FaultBlocked, feeds.FaultRefused:
		c.Health = feeds.Blocked
		wait = backoff(circuitFirst, s.Failures, circuitMax)
	case feeds.FaultCredentials:
		c.Health, wait = feeds.NeedsKey, circuitMax
	case feeds.FaultGone:
		c.Health, wait = feeds.Gone, goneEvery
	case feeds.FaultAbsent:
		c.Health = feeds.Failing
		wait = backoff(10*time.Minute, s.Failures, circuitMax)
		if since := s.LastRead; s.Failures > 5 && (since.IsZero() || now.Sub(since) > absentPatience) {
			c.Health, wait = feeds.Gone, goneEvery
		}
	case feeds.FaultUnparsable, feeds.FaultTooLarge:
		c.Health = feeds.Broken
		wait = backoff(max(s.Interval, 15*time.Minute), s.Failures, circuitMax)
	default:
		c.Health = feeds.Failing
		wait = backoff(firstRetry, s.Failures, maxRetry)
	}
	s.Due = now.Add(max(jitter(wait, random), asked))
	return s, c
}

// backoff doubles from first with each failure in a row.
func backoff(first time.Duration, failures int, most time.Duration) time.Duration {
	w := first
	for range failures - 1 {
		if w >= most {
			break
		}
		w *= 2
	}
	return min(w, most)
}

// jitter spreads a wait between 85 and 115 hundredths of itself.
func jitter(d time.Duration, random float64) time.Duration {
	return time.Duration(float64(d) * (0.85 + 0.3*random))
}

func clamp(d, low, high time.Duration) time.Duration { return max(low, min(d, high)) }
