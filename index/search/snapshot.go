package search

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
)

// snapshot is a partition as it stood at one moment. It must be closed.
type snapshot struct {
	p        *partition
	s        *scorch.IndexSnapshot
	segments []*segment
}

// segment is one of bleve's segments in a snapshot. Its methods are for one
// goroutine.
type segment struct {
	part    *partition
	id      uint64
	seg     segapi.Segment
	deleted *roaring.Bitmap
	n       uint64
	cols    *columns
	live    *roaring.Bitmap
	langs   map[string]*roaring.Bitmap
}

// snapshot keeps the partition open until it is closed.
func (p *partition) snapshot() (*snapshot, error) {
	if !p.acquire() {
		return nil, ErrClosed
	}
	r, err := p.adv.Reader()
	if err != nil {
		p.release()
		return nil, fmt.Errorf("reading search partition %s: %w", p.name, err)
	}
	is, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		r.Close()
		p.release()
		return nil, fmt.Errorf("reading search partition %s: not a scorch index but %T", p.name, r)
	}
	s := &snapshot{p: p, s: is}
	ids := map[uint64]bool{}
	for _, seg := range is.Segments() {
		ids[seg.Id()] = true
		if seg.Count() == 0 {
			continue
		}
		s.segments = append(s.segments, &segment{
			part: p, id: seg.Id(), seg: seg.Segment(), deleted: seg.Deleted(), n: seg.Segment().Count(),
		})
	}
	p.mu.Lock()
	for _, seg := range s.segments {
		seg.cols = p.columns[seg.id]
		if seg.cols == nil {
			seg.cols = &columns{}
			p.columns[seg.id] = seg.cols
		}
	}
	if len(p.columns) > 2*len(ids)+8 {
		for id := range p.columns {
			if !ids[id] {
				delete(p.columns, id)
			}
		}
	}
	p.mu.Unlock()
	return s, nil
}

func (s *snapshot) close() {
	if s == nil || s.s == nil {
		return
	}
	s.s.Close()
	s.s = nil
	s.p.release()
}

// passagesOf lists the ids of a document's passages. Some may be deleted already.
func (s *snapshot) passagesOf(doc string) ([]string, error) {
	found := false
	for _, seg := range s.segments {
		d, err := seg.seg.Dictionary("_id")
		if err != nil {
			return nil, fmt.Errorf("reading the ids of partition %s: %w", s.p.name, err)
		}
		if ok, err := d.Contains([]byte(doc + "-0")); err != nil {
			return nil, fmt.Errorf("reading the ids of partition %s: %w", s.p.name, err)
		} else if ok {
			found = true
			break
		}
	}
	if !found {
		return nil, nil
	}
	var ids []string
	for _, seg := range s.segments {
		err := seg.each("_id", []byte(doc+"-"), []byte(doc+"."), func(term string) error {
			if number(term) >= 0 && len(term) > len(doc)+1 && term[:len(doc)] == doc {
				ids = append(ids, term)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// each calls visit for the terms of a field from start up to end, in order.
func (s *segment) each(field string, start, end []byte, visit func(term string) error) error {
	d, err := s.seg.Dictionary(field)
	if err != nil {
		return fmt.Errorf("reading field %s of partition %s: %w", field, s.part.name, err)
	}
	it := d.AutomatonIterator(nil, start, end)
	for {
		e, err := it.Next()
		if err != nil {
			return fmt.Errorf("reading field %s of partition %s: %w", field, s.part.name, err)
		}
		if e == nil {
			return nil
		}
		if err := visit(e.Term); err != nil {
			return err
		}
	}
}

// all are the passages that weren't deleted.
func (s *segment) all() *roaring.Bitmap {
	if s.live == nil {
		s.live = roaring.New()
		s.live.AddRange(0, s.n)
		if s.deleted != nil {
			s.live.AndNot(s.deleted)
		}
	}
	return s.live
}

// term returns the live passages with that term. The bitmap may be shared: it must
// not be changed.
func (s *segment) term(field, term string) (*roaring.Bitmap, error) {
	d, err := s.seg.Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("reading field %s of partition %s: %w", field, s.part.name, err)
	}
	return s.postings(d, term)
}

func (s *segment) postings(d segapi.TermDictionary, term string) (*roaring.Bitmap, error) {
	list, err := d.PostingsList([]byte(term), s.deleted, nil)
	if err != nil {
		return nil, fmt.Errorf("reading a term of partition %s: %w", s.part.name, err)
	}
	return bitmap(list.Iterator(false, false, false, nil)), nil
}

func bitmap(it segapi.PostingsIterator) *roaring.Bitmap {
	if o, ok := it.(segapi.OptimizablePostingsIterator); ok {
		if n, one := o.DocNum1Hit(); one {
			return roaring.BitmapOf(uint32(n))
		}
		if b := o.ActualBitmap(); b != nil {
			return b
		}
	}
	return roaring.New()
}
