package public

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/feeds/visits/tag"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// CollectorOptions configure a [Collector].
type CollectorOptions struct {
	Ledger   *ledger.Ledger
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
	Random   io.Reader     // of salts; crypto/rand if nil
	Every    time.Duration // how often counts are written; ten seconds if zero
}

// Collector counts the visits that tags report and writes them to the ledger in batches. A batch that
// could not be written is kept, with its number, and written before the next one: the ledger
// adds each once. What was counted since the last batch is lost if the process is killed.
type Collector struct {
	opts     CollectorOptions
	counter  *tag.Counter
	flood    *flood
	sites    atomic.Pointer[map[string][]string] // domains by feed: its own and its site's
	outcomes map[string]prometheus.Counter

	wake chan struct{}

	writer  string
	number  int64
	pending map[string][]feeds.Sample
	since   time.Time // from when on everything was counted
	closed  time.Time // hours before this are closed
}

// Metrics of the tag, for which hours without visits have zeros.
var tagMetrics = []string{feeds.VisitsMetric, "pageviews", feeds.DeepDirectMetric, feeds.DeepSearchMetric}

// NewCollector returns a collector. Until Run is called it knows no feeds and counts nothing.
func NewCollector(o CollectorOptions) (*Collector, error) {
	if o.Ledger == nil || o.Logger == nil || o.Registry == nil || o.Now == nil {
		return nil, errors.New("public: the collector needs Ledger, Logger, Registry and Now")
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Every == 0 {
		o.Every = 10 * time.Second
	}
	name := make([]byte, 8)
	if _, err := io.ReadFull(o.Random, name); err != nil {
		return nil, fmt.Errorf("naming the collector: %w", err)
	}
	total := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "namedrop_collect_total", Help: "Page views that the site's tag reported, by outcome."}, []string{"outcome"})
	if err := o.Registry.Register(total); err != nil {
		return nil, fmt.Errorf("public: registering metrics: %w", err)
	}
	c := &Collector{opts: o, counter: tag.NewCounter(o.Random, 0), flood: newFlood(), outcomes: map[string]prometheus.Counter{}, writer: hex.EncodeToString(name), wake: make(chan struct{}, 1)}
	for _, outcome := range outcomes {
		c.outcomes[outcome] = total.WithLabelValues(outcome)
	}
	c.sites.Store(&map[string][]string{})
	return c, nil
}

// Wake makes it load the feeds now. Call it after a feed was added or changed.
func (c *Collector) Wake() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// SeeTeam leaves out the visits of the browser that sent a request, until midnight UTC. Call it for
// requests of people who are signed in to the desk.
func (c *Collector) SeeTeam(r *http.Request) {
	userAgent := r.Header.Get("User-Agent")
	address, ok := visitorAddress(r.RemoteAddr, strings.Join(r.Header.Values("X-Forwarded-For"), ","))
	if !ok || len(userAgent) > longestAgent || agent.Of(userAgent).Kind != agent.Person {
		return
	}
	if err := c.counter.SeeTeam(address, userAgent, c.opts.Now()); err != nil {
		c.opts.Logger.Error("visits of the team not left out", "error", err)
	}
}

// Run writes what was counted until ctx is done, and the rest then.
func (c *Collector) Run(ctx context.Context) error {
	c.since = c.opts.Now()
	c.closed = c.since.Truncate(time.Hour)
	ticker := time.NewTicker(c.opts.Every)
	defer ticker.Stop()
	for {
		if err := c.tick(ctx); err != nil && ctx.Err() == nil {
			c.opts.Logger.Error("writing visits interrupted, retrying", "error", err)
		}
		select {
		case <-ticker.C:
		case <-c.wake:
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
			defer cancel()
			// Requests that are still being answered count in the next moments.
			if err := c.write(last); err != nil {
				c.opts.Logger.Error("visits not written", "error", err)
			}
			return nil
		}
	}
}

// tick loads the feeds, writes what was counted, and closes hours that are over.
func (c *Collector) tick(ctx context.Context) error {
	found, err := evidence.PushedFeeds(ctx, c.opts.Ledger, tag.Type)
	if err != nil {
		return err
	}
	named, err := evidence.SiteDomains(ctx, c.opts.Ledger, found)
	if err != nil {
		return err
	}
	sites := map[string][]string{}
	for _, f := range found {
		domains, err := tag.Domains(f)
		if err != nil {
			c.opts.Logger.Warn("settings of the tag unreadable", "feed", f.ID, "error", err)
			continue
		}
		sites[f.ID] = append(domains, named[f.ID]...)
	}
	c.sites.Store(&sites)
	now := c.opts.Now()
	if err := c.write(ctx); err != nil {
		return err
	}
	return c.closeHours(ctx, now)
}

// write writes the pending batch and what was counted since. It is called by one goroutine at a time.
func (c *Collector) write(ctx context.Context) error {
	for range 2 {
		if c.pending == nil {
			if c.pending = c.counter.Take(); len(c.pending) == 0 {
				c.pending = nil
				return nil
			}
			c.number++
		}
		err := c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
			for feed, samples := range c.pending {
				_, err := evidence.AddSamples(ctx, tx, evidence.AddedBatch{Feed: feed, Writer: c.writer, Number: c.number, Samples: samples})
				if err != nil && !errors.Is(err, ledger.ErrNotFound) { // the feed was deleted
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("writing visits: %w", err)
		}
		c.pending = nil
	}
	return nil
}

// closeHours closes hours that were counted from beginning to end. The hour in which the process started
// stays partial.
func (c *Collector) closeHours(ctx context.Context, now time.Time) error {
	for hour := c.closed; !hour.Add(time.Hour).After(now); hour = hour.Add(time.Hour) {
		if !hour.Before(c.since) {
			err := c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
				for feed := range *c.sites.Load() {
					if err := evidence.CloseHour(ctx, tx, feed, hour, tagMetrics); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		c.closed = hour.Add(time.Hour)
	}
	return nil
}
