package search

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/namedrop/namedrop/index/search/query"
)

// dates returns the passages of a period. Most segments lie within it or outside of it as a
// whole, which their bounds show without reading the time of each passage.
func (v *evaluation) dates(s *segment, d query.Dates, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	b, err := s.bounds()
	if err != nil {
		return nil, err
	}
	if (d.From.IsZero() || b.from >= d.From.Unix()) && (d.To.IsZero() || b.to < d.To.Unix()) {
		return clipTo(s.all(), within), nil
	}
	if !d.From.IsZero() && b.to < d.From.Unix() || !d.To.IsZero() && b.from >= d.To.Unix() {
		return roaring.New(), nil
	}
	p, err := s.docMap()
	if err != nil {
		return nil, err
	}
	if within == nil {
		within = s.all()
	}
	var keep []uint32
	for it := within.Iterator(); it.HasNext(); {
		i := it.Next()
		if t := p.at[i]; (d.From.IsZero() || t >= d.From.Unix()) && (d.To.IsZero() || t < d.To.Unix()) {
			keep = append(keep, i)
		}
	}
	return roaring.BitmapOf(keep...), nil
}

// union returns every passage that has a wanted term in the field.
func (v *evaluation) union(s *segment, field string, wanted func(term string) bool) (*roaring.Bitmap, error) {
	d, err := s.seg.Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("reading field %s of partition %s: %w", field, s.part.name, err)
	}
	out := roaring.New()
	err = s.each(field, nil, nil, func(term string) error {
		if err := v.tick(); err != nil {
			return err
		}
		if !wanted(term) {
			return nil
		}
		b, err := s.postings(d, term)
		if err == nil {
			out.Or(b)
		}
		return err
	})
	return out, err
}

var fields = map[query.FieldName]string{
	query.Source: fieldSource, query.Show: fieldShow, query.Kind: fieldKind, query.Lang: fieldLang,
	query.Speaker: fieldSpeaker, query.Person: fieldPerson, query.Site: fieldSite,
}

func (v *evaluation) field(s *segment, f query.Field) (*roaring.Bitmap, error) {
	name := fields[f.Name]
	switch f.Name {
	case query.Kind, query.Lang:
		out := roaring.New()
		for _, value := range f.Values {
			b, err := s.term(name, value)
			if err != nil {
				return nil, err
			}
			out.Or(b)
		}
		return out, nil
	}
	key := fmt.Sprint(f, "\x00")
	found, err := v.union(s, name, func(term string) bool {
		held, known := v.names[key+term]
		if !known {
			held = f.Holds(term)
			v.names[key+term] = held
		}
		return held
	})
	if err != nil || f.Name != query.Source {
		return found, err
	}
	named, err := v.field(s, f.Shows())
	if err != nil {
		return nil, err
	}
	return roaring.Or(found, named), nil
}

func (v *evaluation) mention(s *segment, m query.Mention) (*roaring.Bitmap, error) {
	return v.union(s, fieldBrand, func(term string) bool { return m.Holds(readBrandTerm(term)) })
}
