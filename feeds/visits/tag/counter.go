package tag

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/channel"
)

const (
	pause       = 30 * time.Minute // without a page view, after which a visit is another one
	maxVisitors = 200_000          // of half an hour
	maxTeam     = 10_000           // browsers of the team in a day
)

// Result says what became of a page view.
type Result string

const (
	Counted Result = "counted"
	Team    Result = "team" // of the team's own
	Full    Result = "full" // beyond the limit of visitors
)

type visitor [16]byte

type visit struct {
	last    time.Time
	channel string
	landing feeds.Landing
	team    bool
}

// Counter adds up page views until [Counter.Take]. Its methods may be called at the same time.
type Counter struct {
	random io.Reader
	most   int

	mu   sync.Mutex
	day  string
	mac  hash.Hash // with the salt of the day
	sum  []byte
	list []byte

	// Visits of the last half hour are in recent, those before it in older.
	recent, older map[visitor]visit
	team          map[visitor]bool // browsers that are the team's today
	turned        time.Time
	counts        map[string]map[feeds.SampleKey]float64 // by feed
}

// NewCounter returns a counter whose salts come from random, with a limit of visitors in half an
// hour; 0 is 200,000.
func NewCounter(random io.Reader, most int) *Counter {
	return &Counter{random: random, most: cmp.Or(most, maxVisitors), recent: map[visitor]visit{}, older: map[visitor]visit{}, team: map[visitor]bool{}, counts: map[string]map[feeds.SampleKey]float64{}}
}

// Add counts a page view of a site with these domains. Address and user agent are only hashed.
func (c *Counter) Add(h Hit, domains []string, address, userAgent string, now time.Time) (Result, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.turn(now); err != nil {
		return "", err
	}
	who := c.visitor(h.Feed, address, userAgent)
	v, ok := c.recent[who]
	if !ok {
		v, ok = c.older[who]
	}
	going := ok && now.Sub(v.last) < pause
	if !going {
		v = visit{landing: feeds.LandingOf(h.Path), channel: channel.Of(channel.Arrival{Referrer: h.Referrer, Source: h.Source, Medium: h.Medium, Marked: h.Marked != 0, Own: domains})}
	}
	if _, held := c.recent[who]; !held && len(c.recent) >= c.most {
		return Full, nil
	}
	v.team = v.team || h.Team != 0 || len(c.team) > 0 && c.team[c.visitor("", address, userAgent)]
	v.last = now
	c.recent[who] = v
	if v.team {
		return Team, nil
	}
	counts := c.counts[h.Feed]
	if counts == nil {
		counts = map[feeds.SampleKey]float64{}
		c.counts[h.Feed] = counts
	}
	key := feeds.SampleKey{Start: now.Truncate(time.Hour).Unix(), Span: feeds.HourSpan, Metric: "pageviews", Channel: v.channel, Landing: v.landing}
	counts[key]++
	if !going {
		key.Metric = feeds.VisitsMetric
		counts[key]++
		if feeds.Untyped(h.Path) { // the dark share is told from these
			deep := feeds.SampleKey{Start: key.Start, Span: feeds.HourSpan}
			switch v.channel {
			case channel.Direct:
				deep.Metric = feeds.DeepDirectMetric
				counts[deep]++
			case channel.Search:
				deep.Metric = feeds.DeepSearchMetric
				counts[deep]++
			}
		}
	}
	return Counted, nil
}

// SeeTeam leaves out the visits of a browser from now on until midnight: somebody of the team uses
// it. Like a visitor it is known by a hash only.
func (c *Counter) SeeTeam(address, userAgent string, now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.turn(now); err != nil {
		return err
	}
	if len(c.team) < maxTeam {
		c.team[c.visitor("", address, userAgent)] = true
	}
	return nil
}

// turn replaces the salt at midnight, and forgets visits that are over.
func (c *Counter) turn(now time.Time) error {
	if day := now.UTC().Format(time.DateOnly); day != c.day {
		salt := make([]byte, 32)
		if _, err := io.ReadFull(c.random, salt); err != nil {
			return fmt.Errorf("making the salt of a day: %w", err)
		}
		c.mac, c.day = hmac.New(sha256.New, salt), day
		clear(c.recent)
		clear(c.older)
		clear(c.team)
		c.turned = now
	}
	if now.Sub(c.turned) >= pause {
		// A map that was large once stays large, so both are replaced.
		c.older, c.recent = c.recent, map[visitor]visit{}
		if now.Sub(c.turned) >= 2*pause {
			c.older = map[visitor]visit{}
		}
		c.turned = now
	}
	return nil
}

func (c *Counter) visitor(feed, address, userAgent string) (v visitor) {
	c.list = append(c.list[:0], feed...)
	c.list = append(append(c.list, 0), address...)
	c.list = append(append(c.list, 0), userAgent...)
	c.mac.Reset()
	c.mac.Write(c.list)
	c.sum = c.mac.Sum(c.sum[:0])
	clear(c.list)
	copy(v[:], c.sum)
	return v
}

// Take returns what was counted since the last call, by feed, in order of time. The samples are to be
// added to those that are stored.
func (c *Counter) Take() map[string][]feeds.Sample {
	c.mu.Lock()
	counts := c.counts
	c.counts = map[string]map[feeds.SampleKey]float64{}
	c.mu.Unlock()
	out := map[string][]feeds.Sample{}
	for feed, values := range counts {
		for k, n := range values {
			out[feed] = append(out[feed], feeds.Sample{Start: time.Unix(k.Start, 0).UTC(), Span: k.Span, Metric: k.Metric, Channel: k.Channel, Landing: k.Landing, Value: n, State: feeds.Partial})
		}
		slices.SortFunc(out[feed], func(a, b feeds.Sample) int {
			return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Landing, b.Landing))
		})
	}
	return out
}
