package search

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/namedrop/namedrop/index/search/text"
)

// shown is what searches see of a partition. Bleve writes a new segment with each
// batch and merges them whenever it likes; what sorting and counting need of a segment
// takes many times a search to read. So the writer reads it, before searches are
// shown the segment, and a search never waits for it.
type published struct {
	is       *scorch.IndexSnapshot
	segments []*segment
}

// settled is how long after the last write merges are looked for, whose replaced
// segments stay on disk as long as they are shown.
const refreshDelay = 3 * time.Second

// shown returns what is shown now, with a reference that the caller must close. When
// bleve has gone on, as after a merge, the next search will see that.
func (p *partition) published() (*published, error) {
	p.mu.Lock()
	now := p.now
	if now != nil {
		now.is.AddRef()
	}
	p.mu.Unlock()
	if now == nil {
		if err := p.publish(); err != nil {
			return nil, err
		}
		return p.published()
	}
	if p.isStale(now) && p.publishPending.CompareAndSwap(false, true) {
		go func() {
			defer p.publishPending.Store(false)
			p.publishLater()
		}()
	}
	return now, nil
}

// passed reports whether bleve has another snapshot by now.
func (p *partition) isStale(now *published) bool {
	r, err := p.adv.Reader()
	if err != nil {
		return false
	}
	defer r.Close()
	return r != now.is
}

// showLater is show for who doesn't hold the partition open.
func (p *partition) publishLater() {
	if !p.acquire() {
		return
	}
	defer p.release()
	if err := p.refreshAndRecord(); err != nil {
		p.logger.Warn("a search partition isn't shown as it is now", "partition", p.name, "error", err)
		p.onError(p, err)
	}
}

// rest is settle for a goroutine of its own. It also takes down how the files are now.
func (p *partition) refreshAndRecord() (err error) {
	defer recovered("showing a search partition", &err)
	defer catchFaults()()
	if err := p.refresh(); err != nil {
		return err
	}
	if err := writeRecord(p.path); err != nil {
		p.logger.Debug("no record of a search partition", "partition", p.name, "error", err)
	}
	return nil
}

// settle shows the partition as it is once merges have ended. Bleve removes the files
// of replaced segments after a write, if nobody looks at them any more; so it is given
// one that changes nothing.
func (p *partition) refresh() error {
	before := p.segments()
	if err := p.publish(); err != nil {
		return err
	}
	if after := p.segments(); slices.Equal(before, after) {
		return nil
	}
	b := p.b.NewBatch()
	b.DeleteInternal([]byte("nothing"))
	if err := p.batch(b); err != nil {
		return fmt.Errorf("removing replaced segments of partition %s: %w", p.name, err)
	}
	return p.publish()
}

// segments are the ids of those shown.
func (p *partition) segments() (ids []uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now != nil {
		for _, s := range p.now.segments {
			ids = append(ids, s.id)
		}
	}
	return ids
}

// show lets searches see the partition as it is. The partition must be held open.
func (p *partition) publish() error {
	p.publishing.Lock()
	defer p.publishing.Unlock()
	r, err := p.adv.Reader()
	if err != nil {
		return fmt.Errorf("reading search partition %s: %w", p.name, err)
	}
	is, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		r.Close()
		return fmt.Errorf("reading search partition %s: not a scorch index but %T", p.name, r)
	}
	p.mu.Lock()
	old := p.now
	p.mu.Unlock()
	if old != nil && old.is == is {
		is.Close()
		return nil
	}
	next, err := p.openRecovered(is, old)
	if err != nil {
		is.Close()
		return err
	}
	p.mu.Lock()
	p.now = next
	p.mu.Unlock()
	if old != nil {
		old.is.Close()
	}
	return nil
}

// looked is look that doesn't panic: it is called with the turn taken.
func (p *partition) openRecovered(is *scorch.IndexSnapshot, old *published) (next *published, err error) {
	defer recovered("reading search partition "+p.name, &err)
	defer catchFaults()()
	return p.openSegments(is, old)
}

// look reads what searches have needed so far of the segments that are new.
func (p *partition) openSegments(is *scorch.IndexSnapshot, old *published) (*published, error) {
	known := map[uint64]*docValues{}
	var needed wantedColumns
	if old != nil {
		for _, s := range old.segments {
			known[s.id] = s.values
			needed.add(s.values)
		}
	}
	next := &published{is: is}
	for _, seg := range is.Segments() {
		if seg.Count() == 0 {
			continue
		}
		s := &segment{part: p, id: seg.Id(), seg: seg.Segment(), deleted: seg.Deleted(), n: seg.Segment().Count(), values: known[seg.Id()]}
		s.live = roaring.New()
		s.live.AddRange(0, s.n)
		if s.deleted != nil {
			s.live.AndNot(s.deleted)
		}
		for _, l := range text.Languages {
			b, err := s.term(fieldLang, l.String())
			if err != nil {
				return nil, err
			}
			s.langs[l] = b
		}
		if s.values == nil {
			s.values = &docValues{}
			if err := needed.read(s); err != nil {
				return nil, err
			}
		}
		next.segments = append(next.segments, s)
	}
	return next, nil
}

// needs are the columns that searches asked for.
type wantedColumns struct {
	bounds, docMap bool
	facets         map[string]bool
}

func (n *wantedColumns) add(c *docValues) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n.bounds = n.bounds || c.bounds != nil
	n.docMap = n.docMap || c.docs != nil
	for field := range c.facets {
		if n.facets == nil {
			n.facets = map[string]bool{}
		}
		n.facets[field] = true
	}
}

func (n *wantedColumns) read(s *segment) error {
	if n.bounds {
		if _, err := s.bounds(); err != nil {
			return err
		}
	}
	if n.docMap {
		if _, err := s.docMap(); err != nil {
			return err
		}
	}
	for field := range maps.Keys(n.facets) {
		if _, err := s.facet(field); err != nil {
			return err
		}
	}
	return nil
}
