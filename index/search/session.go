package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/query"
)

// session is one running search. Each partition is read as it was when the session first
// opened it.
type session struct {
	x        *Index
	ctx      context.Context
	deadline time.Time
	query    query.Query
	parts    []*partition
	hasSlot  bool

	// These are used only by the goroutine that began the search.
	grouped map[uint64]*group // the groups of the last ranking, by document
	seen    map[passageKey]passageRead
	reading *partition // the one that it read last

	mu    sync.Mutex
	snaps map[*partition]*snapshot
	found map[*partition][]*roaring.Bitmap
}

// begin waits for a slot. The caller must call end. Sessions that answer one request share
// the deadline until: the first of them sets it.
func (x *Index) begin(ctx context.Context, q query.Query, until *time.Time) (*session, error) {
	select {
	case x.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for other searches: %w", ctx.Err())
	}
	s, err := x.session(ctx, q)
	if err != nil {
		<-x.slots
		return nil, err
	}
	if until.IsZero() {
		*until = time.Now().Add(x.opts.Budget)
	}
	s.deadline = *until
	s.hasSlot = true
	x.opts.throttle.enter()
	return s, nil
}

// session begins without a slot and a deadline, for exports: they take as long as their
// reader does.
func (x *Index) session(ctx context.Context, q query.Query) (*session, error) {
	g, err := x.current()
	if err != nil {
		return nil, err
	}
	return &session{x: x, ctx: ctx, query: q, parts: g.list(), snaps: map[*partition]*snapshot{}, found: map[*partition][]*roaring.Bitmap{}}, nil
}

// blame adds the partition that the session was reading to its error.
func (s *session) blame(err *error) {
	if s.reading != nil {
		*err = withPartition(s.reading, *err)
	}
}

func (s *session) end() {
	for p := range s.snaps {
		s.leave(p)
	}
	if s.hasSlot {
		s.x.opts.throttle.leave()
		<-s.x.slots
	}
}

// leave releases a partition before the session ends.
func (s *session) leave(p *partition) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.snaps[p].close()
	delete(s.snaps, p)
	delete(s.found, p)
}

// open returns the snapshot of a partition, the same one each time. It is nil for a
// partition that was dropped.
func (s *session) open(p *partition) (*snapshot, error) {
	s.mu.Lock()
	snap, known := s.snaps[p]
	s.mu.Unlock()
	if known {
		return snap, nil
	}
	snap, err := p.snapshot()
	if errors.Is(err, ErrClosed) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.snaps[p] = snap
	s.mu.Unlock()
	return snap, nil
}

// eval matches the query against a partition, once, and returns the matching passages by
// segment.
func (s *session) eval(v *evaluation, p *partition) ([]*roaring.Bitmap, *snapshot, error) {
	snap, err := s.open(p)
	if err != nil || snap == nil {
		return nil, nil, err
	}
	s.mu.Lock()
	out, known := s.found[p]
	s.mu.Unlock()
	if known {
		return out, snap, nil
	}
	out = make([]*roaring.Bitmap, len(snap.segments))
	for i, seg := range snap.segments {
		if out[i], err = v.eval(seg, s.query.Root, nil); err != nil {
			return nil, nil, err
		}
	}
	s.mu.Lock()
	s.found[p] = out
	s.mu.Unlock()
	return out, snap, nil
}

func (s *session) evaluation() *evaluation { return newEvaluation(s.ctx, s.deadline) }

// each runs work for all partitions, several at once, and stops at the first error. The
// newest partitions come first: they fill a top-k list soonest, and later ones are then
// rejected early.
func (s *session) each(work func(v *evaluation, p *partition) error) error {
	next := make(chan *partition)
	errs := make(chan error, s.x.opts.Workers)
	stop := make(chan struct{})
	var once sync.Once
	for range s.x.opts.Workers {
		go func() {
			var err error
			defer func() { errs <- err }()
			defer catchFaults()()
			v := s.evaluation()
			for p := range next {
				if err = guarded(v, p, work); err != nil {
					once.Do(func() { close(stop) })
					return
				}
			}
		}()
	}
feed:
	for _, p := range slices.Backward(s.parts) {
		select {
		case next <- p:
		case <-stop:
			break feed
		}
	}
	close(next)
	var first error
	for range s.x.opts.Workers {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// guarded recovers from a panic in work, and adds the partition to its error.
func guarded(v *evaluation, p *partition, work func(v *evaluation, p *partition) error) (err error) {
	defer func() { err = withPartition(p, err) }()
	defer recovered("searching", &err)
	return work(v, p)
}

type passageKey struct {
	seg *segment
	i   uint32
}

// passageRead is a passage with its words.
type passageRead struct {
	p    index.Passage
	view *query.View
}

// read reads a passage that is rescored or shown, once for both.
func (s *session) read(seg *segment, i uint32) (passageRead, error) {
	s.reading = seg.part
	key := passageKey{seg, i}
	if r, known := s.seen[key]; known {
		return r, nil
	}
	p, err := seg.passage(i)
	if err != nil {
		return passageRead{}, err
	}
	docMap, err := seg.docMap()
	if err != nil {
		return passageRead{}, err
	}
	p.Number = int(docMap.number[i])
	r := passageRead{p, query.NewView(p.Text, p.Language)}
	if s.seen == nil {
		s.seen = map[passageKey]passageRead{}
	}
	s.seen[key] = r
	return r, nil
}
