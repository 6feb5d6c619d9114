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

// published is the snapshot of a partition that searches use, with what they need of each
// segment in memory. Bleve writes a new segment with every batch and merges segments
// whenever it likes. Reading the doc values of a new segment takes many times longer than a
// search. So the writer reads them before it publishes the snapshot, and a search never
// waits for it.
type published struct {
	is       *scorch.IndexSnapshot
	segments []*segment
}

// refreshDelay is how long after the last write the partition is refreshed. By then bleve
// has usually finished merging. Until the refresh the published snapshot keeps the files of
// merged segments on disk.
const refreshDelay = 3 * time.Second

// published returns the current snapshot with a reference that the caller must close. AddRef
// is called under p.mu: publish takes the old snapshot out under the same lock before it
// closes it, so the count cannot reach 0 in between. Scorch unmaps a snapshot's files at 0,
// and a search that still read them would fault. When bleve has a newer snapshot, as after a
// merge, it is published in the background for the next search.
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

// isStale reports whether bleve has another snapshot by now. Scorch returns the same pointer
// until something changes.
func (p *partition) isStale(now *published) bool {
	r, err := p.adv.Reader()
	if err != nil {
		return false
	}
	defer r.Close()
	return r != now.is
}

// publishLater refreshes the partition from a goroutine or timer, which must acquire it
// first.
func (p *partition) publishLater() {
	if !p.acquire() {
		return
	}
	defer p.release()
	if err := p.refreshAndRecord(); err != nil {
		p.logger.Warn("refreshing search partition failed", "partition", p.name, "error", err)
		p.onError(p, err)
	}
}

// refreshAndRecord is refresh for a goroutine of its own: it recovers from panics. It also
// records the state of the files, so that the next start need not read them again.
func (p *partition) refreshAndRecord() (err error) {
	defer recovered("refreshing a search partition", &err)
	defer catchFaults()()
	if err := p.refresh(); err != nil {
		return err
	}
	if err := writeRecord(p.path); err != nil {
		p.logger.Debug("recording search partition failed", "partition", p.name, "error", err)
	}
	return nil
}

// refresh publishes the partition after merges. Bleve removes the files of merged segments
// only while it handles a write, and only when no snapshot refers to them. So after the
// newer snapshot is published, refresh writes a batch that changes nothing, and publishes
// once more. Without it the disk space is not freed until the next real write, which for an
// old month may never come.
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

// segments returns the ids of the published segments.
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

// publish makes bleve's current snapshot the one that searches use. The caller must hold the
// partition open.
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

// openRecovered is openSegments without panics: it runs with p.publishing locked.
func (p *partition) openRecovered(is *scorch.IndexSnapshot, old *published) (next *published, err error) {
	defer recovered("reading search partition "+p.name, &err)
	defer catchFaults()()
	return p.openSegments(is, old)
}

// openSegments prepares the segments of a snapshot. Those that the old snapshot has too keep
// their doc values. For new ones it reads the doc values that searches have asked for so
// far.
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

// wantedColumns are the doc values that searches have asked for.
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
