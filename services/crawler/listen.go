package crawler

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// streamsEvery is how often to look for streams without a listener.
const streamsEvery = 5 * time.Second

// streamOf returns the name of the stream that a source belongs to; empty if it is polled.
func (c *Crawler) streamOf(src feeds.Source) string {
	a, ok := c.streamed[src.Type]
	if !ok {
		return ""
	}
	if a.Stream == nil {
		return string(a.Type) // one stream for all sources of the type
	}
	return a.Stream(src, nil)
}

// listen runs a listener for each stream that has sources and that no other process listens to.
// It returns when ctx is done and all listeners have ended.
func (c *Crawler) listen(ctx context.Context) {
	types := make([]feeds.SourceType, 0, len(c.streamed))
	for t := range c.streamed {
		types = append(types, t)
	}
	running := map[string]*stream{}
	var wg sync.WaitGroup
	defer wg.Wait()
	lease.Loop{
		Poll: min(streamsEvery, 5*c.opts.Poll), Wake: c.relisten, Failed: c.interrupted,
		Work: func(ctx context.Context) (int, error) {
			sources, err := archive.SourcesOfTypes(ctx, c.opts.Ledger, types)
			if err != nil {
				return 0, err
			}
			byStream := map[string][]feeds.Source{}
			for _, s := range sources {
				if name := c.streamOf(s.Source); name != "" {
					byStream[name] = append(byStream[name], s.Source)
				}
			}
			for name, s := range running {
				select {
				case <-s.done:
					delete(running, name)
				default:
					s.setSources(byStream[name])
				}
			}
			for name, list := range byStream {
				if running[name] != nil {
					continue
				}
				a := c.streamed[list[0].Type]
				leases := &streamLeases{ledger: c.opts.Ledger, sourceType: a.Type}
				one := &lease.Singleton{Leases: leases, Name: name, Holder: c.opts.Holder, Length: lease.Length}
				ok, err := one.Acquire(ctx)
				if err != nil {
					return 0, err
				}
				if !ok {
					continue // another process listens
				}
				s := newStream(c, one, a, leases.poll, list)
				running[name] = s
				wg.Go(func() { s.run(ctx) })
			}
			return 0, nil
		},
	}.Run(ctx)
}

// stream is a connection to one stream, and the sources that share it.
type stream struct {
	*Crawler
	name    string
	lease   *lease.Singleton
	adapter feeds.Adapter
	changed chan struct{} // receives when sources has changed
	done    chan struct{} // closed when run has returned

	mu              sync.Mutex
	sources         []feeds.Source
	filters         []filter
	poll            archive.Poll
	conditionsSaved time.Time // when saveConditions last wrote
	cancel          context.CancelFunc
}

func newStream(c *Crawler, l *lease.Singleton, a feeds.Adapter, poll archive.Poll, sources []feeds.Source) *stream {
	return &stream{Crawler: c, name: l.Name, lease: l, adapter: a, poll: poll, sources: sources, filters: newFilters(sources),
		changed: make(chan struct{}, 1), done: make(chan struct{}), cancel: func() {}}
}

// setSources replaces the sources. The stream ends if there are none.
func (s *stream) setSources(sources []feeds.Source) {
	s.mu.Lock()
	same := len(sources) == len(s.sources)
	for i := 0; same && i < len(sources); i++ {
		same = sources[i].Equal(s.sources[i])
	}
	s.sources, s.filters = sources, newFilters(sources)
	cancel := s.cancel
	s.mu.Unlock()
	if len(sources) == 0 {
		cancel()
	}
	if !same {
		select {
		case s.changed <- struct{}{}:
		default:
		}
	}
}

func (s *stream) current() ([]feeds.Source, []filter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sources, s.filters
}

// run listens, and reconnects after a lost connection, until ctx is done, no source is left or the
// lease is lost.
func (s *stream) run(ctx context.Context) {
	defer close(s.done)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.mu.Lock()
	s.cancel = cancel
	s.mu.Unlock()
	var wg sync.WaitGroup
	wg.Go(func() {
		defer cancel()
		if err := s.lease.Keep(ctx); err != nil {
			s.opts.Logger.Warn("lease lost, another process may listen", "stream", s.name, "error", err)
		}
	})

	failures := 0
	for ctx.Err() == nil {
		s.mu.Lock()
		at := s.poll.Position
		s.mu.Unlock()
		begun := s.opts.Now()
		err := s.connect(ctx, at)
		if ctx.Err() != nil {
			break
		}
		s.mu.Lock()
		received := s.poll.State.LastRead.After(begun)
		s.mu.Unlock()
		if received {
			failures = 0
		}
		failures++
		if err == nil {
			err = &feeds.Fault{Kind: feeds.FaultTransient, Reason: s.adapter.Name + " closed the connection"}
		}
		wait := s.recordFailure(ctx, err, failures)
		s.opts.Logger.Warn("stream lost, reconnecting", "stream", s.name, "wait", wait, "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	cancel()
	wg.Wait()
	if err := s.lease.Release(ctx); err != nil {
		s.opts.Logger.Warn("releasing lease failed", "stream", s.name, "error", err)
	}
}

// connect listens until the connection ends. A panic in a parser, caused by a hostile message,
// ends the connection and not the process.
func (s *stream) connect(ctx context.Context, at feeds.Position) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.opts.Logger.Error("listener panicked", "stream", s.name, "panic", p)
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read a message of " + s.adapter.Name}
		}
	}()
	return s.adapter.Listener.Listen(ctx, feeds.Subscription{
		Stream: s.name, At: at, Changed: s.changed,
		Sources: func() []feeds.Source { sources, _ := s.current(); return sources },
		Keep: func(d feeds.Document) []string {
			_, filters := s.current()
			return s.matchingSources(ctx, filters, &d)
		},
		Take: func(b feeds.Batch) error { return s.take(ctx, b) },
	})
}

// take stores a batch with its position, in one transaction.
func (s *stream) take(ctx context.Context, b feeds.Batch) error {
	now := s.opts.Now()
	sources, filters := s.current()
	bySource := map[string][]feeds.Item{}
	for _, item := range b.Documents {
		if len(item.Sources) == 0 {
			item.Sources = s.matchingSources(ctx, filters, &item.Document)
		}
		if len(item.Sources) > 0 {
			bySource[item.Sources[0]] = append(bySource[item.Sources[0]], item)
		}
	}
	drafts := map[string][]*archive.Draft{}
	for source, items := range bySource {
		prepare(feeds.Batch{Documents: items, Live: b.Live}, s.poll.State, now)
		made, err := archive.Drafts(ctx, s.opts.Ledger, items)
		if err != nil {
			return err
		}
		drafts[source] = made
	}
	// Most of what a network deletes was never stored. Look it up outside the write transaction,
	// since the ledger has one writer.
	deleted, err := archive.GoneDocuments(ctx, s.opts.Ledger, b.Gone)
	if err != nil {
		return err
	}
	s.mu.Lock()
	next := s.poll
	s.mu.Unlock()
	if b.Position != nil {
		next.Position = b.Position
	}
	next.State.LastRead, next.State.LastTried, next.State.Failures = now, now, 0
	if next.State.FirstRead.IsZero() {
		next.State.FirstRead = now
	}
	next.Condition = feeds.Condition{Health: feeds.Healthy}
	next.Condition.SetWarnings(b.Warnings)
	changed := map[string]int{}
	err = s.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		clear(changed)
		for _, src := range sources {
			if len(drafts[src.ID]) == 0 {
				continue
			}
			saved, err := s.saveDocuments(ctx, tx, src, drafts[src.ID])
			if err != nil {
				return err
			}
			changed[src.ID] = countWritten(saved)
		}
		if err := s.removeAndNudge(ctx, tx, deleted, b.Nudged); err != nil {
			return err
		}
		if len(b.Found) > 0 && len(sources) > 0 {
			if _, _, err := archive.AddFound(ctx, tx, sources[0].ID, b.Found, false); err != nil {
				return err
			}
		}
		return archive.SaveStream(ctx, tx, s.name, s.opts.Holder, next)
	})
	if err != nil {
		return err
	}
	for _, src := range sources {
		if changed[src.ID] > 0 {
			s.nudge(src, changed[src.ID])
		}
	}
	s.mu.Lock()
	recovered := s.poll.Condition.Health != feeds.Healthy
	s.poll = next
	s.mu.Unlock()
	s.metrics.reads.WithLabelValues("stream").Inc()
	return s.saveConditions(ctx, next, recovered)
}

// recordFailure saves the cause of a lost connection, and returns how long to wait before the next
// one.
func (s *stream) recordFailure(ctx context.Context, err error, failures int) time.Duration {
	s.metrics.reads.WithLabelValues(string(feeds.FaultOf(err))).Inc()
	s.mu.Lock()
	s.poll.State.Failures, s.poll.State.LastTried = failures, s.opts.Now()
	s.poll.Condition.SetFault(err)
	switch feeds.FaultOf(err) {
	case feeds.FaultCredentials:
		s.poll.Condition.Health = feeds.NeedsKey
	case feeds.FaultThrottled, feeds.FaultQuota:
		s.poll.Condition.Health = feeds.Throttled
	case feeds.FaultBlocked, feeds.FaultRefused:
		s.poll.Condition.Health = feeds.Blocked
	default:
		if failures > 1 { // a single lost connection is normal
			s.poll.Condition.Health = feeds.Failing
		}
	}
	next := s.poll
	s.mu.Unlock()
	save := s.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SaveStream(ctx, tx, s.name, s.opts.Holder, next) })
	if save = errors.Join(save, s.saveConditions(ctx, next, next.Condition.Health != feeds.Healthy)); save != nil && ctx.Err() == nil {
		s.opts.Logger.Error("stream not recorded", "stream", s.name, "error", save)
	}
	wait := min(s.opts.Poll<<min(failures-1, 9), maxReconnectWait)
	return max(wait, min(feeds.RetryAfterOf(err), time.Hour))
}

const (
	maxReconnectWait    = 5 * time.Minute
	saveConditionsEvery = time.Minute
)

// saveConditions copies the health of the stream to each of its sources. It writes at most once a
// minute, since streams bring many batches a second, unless force is set.
func (s *stream) saveConditions(ctx context.Context, p archive.Poll, force bool) error {
	if !force && s.opts.Now().Sub(s.conditionsSaved) < saveConditionsEvery {
		return nil
	}
	s.conditionsSaved = s.opts.Now()
	stored, err := archive.SourcesOfTypes(ctx, s.opts.Ledger, []feeds.SourceType{s.adapter.Type})
	if err != nil {
		return err
	}
	polls := map[string]archive.Poll{}
	for _, src := range stored {
		if s.streamOf(src.Source) != s.name {
			continue
		}
		next := src.Poll
		next.Condition = p.Condition
		next.State.LastTried, next.State.Failures = p.State.LastTried, p.State.Failures
		if p.Condition.Health == feeds.Healthy {
			next.State.LastRead = p.State.LastRead
			if next.State.FirstRead.IsZero() {
				next.State.FirstRead = p.State.LastRead
			}
		}
		polls[src.ID] = next
	}
	return s.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SavePolls(ctx, tx, archive.SourcePoll, polls) })
}
