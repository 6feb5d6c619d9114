package public

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
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// mostClickers is how many pairs of a visitor and a link are remembered in a day.
const mostClickers = 500_000

type clicker [16]byte

type clickHour struct {
	link string
	hour int64
}

// clickCounter adds up clicks until they are taken: one per visitor, link and day. A visitor is told from another by an HMAC of address and
// user agent. Its salt is random, is held in memory only and is replaced at midnight UTC; what it made is forgotten then.
type clickCounter struct {
	random io.Reader
	most   int

	mu     sync.Mutex
	day    int64
	mac    hash.Hash
	sum    []byte
	list   []byte
	seen   map[clicker]struct{}
	team   map[clicker]struct{}
	counts map[clickHour]int64
}

func newClickCounter(random io.Reader, most int) *clickCounter {
	return &clickCounter{random: random, most: cmp.Or(most, mostClickers), seen: map[clicker]struct{}{}, team: map[clicker]struct{}{}, counts: map[clickHour]int64{}}
}

// add counts a click and returns its outcome.
func (c *clickCounter) add(link, address, userAgent string, now time.Time) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.turn(now); err != nil {
		return "error", err
	}
	if len(c.team) > 0 {
		if _, ok := c.team[c.hash("", address, userAgent)]; ok {
			return "team", nil
		}
	}
	who := c.hash(link, address, userAgent)
	if _, ok := c.seen[who]; ok {
		return "again", nil
	}
	if len(c.seen) >= c.most {
		return "full", nil
	}
	c.seen[who] = struct{}{}
	c.counts[clickHour{link, now.Unix() / 3600}]++
	return "counted", nil
}

// seeTeam leaves out the clicks of a browser until midnight.
func (c *clickCounter) seeTeam(address, userAgent string, now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.turn(now); err != nil {
		return err
	}
	if len(c.team) < maxTeamBrowsers {
		c.team[c.hash("", address, userAgent)] = struct{}{}
	}
	return nil
}

const maxTeamBrowsers = 10_000

// turn replaces the salt at midnight, and forgets who was seen.
func (c *clickCounter) turn(now time.Time) error {
	day := now.Unix() / 86400
	if day == c.day && c.mac != nil {
		return nil
	}
	salt := make([]byte, 32)
	if _, err := io.ReadFull(c.random, salt); err != nil {
		return fmt.Errorf("making the salt of a day: %w", err)
	}
	c.mac, c.day = hmac.New(sha256.New, salt), day
	clear(salt)
	// A map that was large once stays large, so both are replaced.
	c.seen, c.team = map[clicker]struct{}{}, map[clicker]struct{}{}
	return nil
}

func (c *clickCounter) hash(link, address, userAgent string) (who clicker) {
	c.list = append(c.list[:0], link...)
	c.list = append(append(c.list, 0), address...)
	c.list = append(append(c.list, 0), userAgent...)
	c.mac.Reset()
	c.mac.Write(c.list)
	c.sum = c.mac.Sum(c.sum[:0])
	clear(c.list)
	copy(who[:], c.sum)
	return who
}

// take returns what was counted since the last call.
func (c *clickCounter) take() []evidence.Clicks {
	c.mu.Lock()
	counts := c.counts
	c.counts = map[clickHour]int64{}
	c.mu.Unlock()
	out := make([]evidence.Clicks, 0, len(counts))
	for k, n := range counts {
		out = append(out, evidence.Clicks{Link: k.link, Start: time.Unix(k.hour*3600, 0).UTC(), Span: feeds.HourSpan, Value: n})
	}
	slices.SortFunc(out, func(a, b evidence.Clicks) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Link, b.Link)) })
	return out
}
