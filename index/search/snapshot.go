package search

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segapi "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/namedrop/namedrop/index/search/text"
)

// snapshot is a partition at one moment. It must be closed. Searches of the same moment
// share its segments.
type snapshot struct {
	p        *partition
	s        *scorch.IndexSnapshot
	segments []*segment
}

// segment is one of bleve's segments in a snapshot. Segments never change; deletions are
// kept beside them.
type segment struct {
	part    *partition
	id      uint64
	seg     segapi.Segment
	deleted *roaring.Bitmap
	n       uint64
	values  *docValues
	live    *roaring.Bitmap
	langs   [text.LanguageCount]*roaring.Bitmap // the live passages in each language
}

// snapshot keeps the partition open until the snapshot is closed. It has everything up to
// the last write.
func (p *partition) snapshot() (*snapshot, error) {
	if !p.acquire() {
		return nil, ErrClosed
	}
	now, err := p.published()
	if err != nil {
		p.release()
		return nil, err
	}
	return &snapshot{p: p, s: now.is, segments: now.segments}, nil
}

func (s *snapshot) close() {
	if s == nil || s.s == nil {
		return
	}
	s.s.Close()
	s.s = nil
	s.p.release()
}

// passagesOf returns the ids of a document's passages. Some may be deleted already. The
// lookup of the head first makes the common case fast: a new document has none.
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
			// The range also holds the ids of documents such as doc-2.
			if number(term) >= 0 && documentOf(term) == doc {
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

// each calls visit for the terms of a field from start up to but not including end, in
// order.
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

// all returns the passages that are not deleted. The bitmap must not be changed.
func (s *segment) all() *roaring.Bitmap { return s.live }

// term returns the live passages with a term. The bitmap may be shared and must not be
// changed.
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
