package search

import (
	"context"
	"fmt"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/index/search/text"
)

// evaluation is what one search keeps while it asks segments. It is for one
// goroutine.
type evaluation struct {
	ctx      context.Context
	deadline time.Time
	steps    int
	names    map[string]bool // answers of Field.Holds
	group    grouping
}

func newEvaluation(ctx context.Context, deadline time.Time) *evaluation {
	return &evaluation{ctx: ctx, deadline: deadline, names: map[string]bool{}}
}

// tick is called now and then by all that may take long.
func (v *evaluation) tick() error {
	if v.steps++; v.steps%32 != 0 {
		return nil
	}
	return v.check()
}

func (v *evaluation) check() error {
	if err := v.ctx.Err(); err != nil {
		return err
	}
	if !v.deadline.IsZero() && time.Now().After(v.deadline) {
		return ErrTooCostly
	}
	return nil
}

// eval returns the passages of s that answer n, of those in within if that isn't
// nil. The bitmap must not be changed. What is cheap is asked first, and what must
// look at single passages (phrases, NEAR, raw) only of those that are left.
func (v *evaluation) eval(s *segment, n query.Node, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	if err := v.tick(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case nil, query.All:
		return clipTo(s.all(), within), nil
	case query.And:
		return v.and(s, n.Nodes, within)
	case query.Or:
		out := roaring.New()
		for _, c := range n.Nodes {
			b, err := v.eval(s, c, within)
			if err != nil {
				return nil, err
			}
			out.Or(b)
		}
		return out, nil
	case query.Not:
		b, err := v.eval(s, n.Node, within)
		if err != nil {
			return nil, err
		}
		base := within
		if base == nil {
			base = s.all()
		}
		return roaring.AndNot(base, b), nil
	case query.Word:
		return v.word(s, spoken, n, within)
	case query.Words:
		return v.words(s, n, within)
	case query.Most:
		return v.most(s, n, within)
	case query.Phrase:
		return v.phrase(s, n, within)
	case query.Prefix:
		b, err := v.prefix(s, n)
		return clipTo(b, within), err
	case query.Fuzzy:
		b, err := v.fuzzy(s, n)
		return clipTo(b, within), err
	case query.Raw:
		return v.raw(s, n, within)
	case query.Near:
		return v.near(s, n, within)
	case query.Field:
		b, err := v.field(s, n)
		return clipTo(b, within), err
	case query.Dates:
		return v.dates(s, n, within)
	case query.Mention:
		b, err := v.mention(s, n)
		return clipTo(b, within), err
	}
	return nil, fmt.Errorf("searching: unknown part of a query %T", n)
}

func clipTo(b, within *roaring.Bitmap) *roaring.Bitmap {
	if within == nil || b == nil {
		return b
	}
	return roaring.And(b, within)
}

// cost orders the parts of an And: cheap ones first, exclusions last.
func cost(n query.Node) int {
	switch n := n.(type) {
	case query.Field, query.Dates, query.Mention:
		return 0
	case query.Word:
		return 1
	case query.Words, query.Most, query.Prefix, query.Fuzzy, query.And, query.Or:
		return 2
	case query.Phrase:
		return 3
	case query.Raw:
		return 4
	case query.Near:
		return 5
	case query.Not:
		return 6 + cost(n.Node)
	}
	return 1
}

func (v *evaluation) and(s *segment, nodes []query.Node, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	for c := 0; c <= 12; c++ {
		for _, n := range nodes {
			if cost(n) != c {
				continue
			}
			b, err := v.eval(s, n, within)
			if err != nil {
				return nil, err
			}
			if b.IsEmpty() {
				return b, nil
			}
			within = b
		}
	}
	return clipTo(s.all(), within), nil
}

// layer is a pair of fields: words as spelled, and their looser forms.
type layer struct{ exact, loose string }

var (
	spoken = layer{fieldText, fieldLoose}
	titled = layer{fieldTitle, fieldTitleLoose}
)

// words finds passages where each word is said or in the title, and one is said.
func (v *evaluation) words(s *segment, n query.Words, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	said := roaring.New()
	for _, w := range n.Words {
		here, err := v.word(s, spoken, w, within)
		if err != nil {
			return nil, err
		}
		above, err := v.word(s, titled, w, within)
		if err != nil {
			return nil, err
		}
		said.Or(here)
		within = here
		if !above.IsEmpty() {
			within = roaring.Or(here, above)
		}
		if within.IsEmpty() {
			return within, nil
		}
	}
	return roaring.And(said, within), nil
}

// word finds a bare word as spelled, and in each language its stem, as a word or as
// the stem of one, where the passage speaks that language.
func (v *evaluation) word(s *segment, in layer, w query.Word, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	exact, err := s.term(in.exact, w.Term)
	if err != nil {
		return nil, err
	}
	out := clipTo(exact, within)
	if w.Stems == ([6]string{}) && !stemmable(w.Term) {
		return out, nil
	}
	owned := within != nil
	// The languages that share a stem are asked together.
	var asked [len(w.Stems)]bool
	for _, l := range text.Languages {
		if asked[l] {
			continue
		}
		stem := w.Stem(l)
		var speakers *roaring.Bitmap
		for _, m := range text.Languages {
			if w.Stem(m) != stem {
				continue
			}
			asked[m] = true
			b := s.langs[m]
			if b.IsEmpty() {
				continue
			}
			if speakers == nil {
				speakers = b
			} else {
				speakers = roaring.Or(speakers, b)
			}
		}
		if speakers == nil {
			continue
		}
		found, err := s.term(in.loose, stem)
		if err != nil {
			return nil, err
		}
		if stem != w.Term {
			more, err := s.term(in.exact, stem)
			if err != nil {
				return nil, err
			}
			if !more.IsEmpty() {
				found = roaring.Or(found, more)
			}
		}
		if found.IsEmpty() {
			continue
		}
		if uint64(speakers.GetCardinality()) < s.n {
			found = roaring.And(found, speakers)
		}
		found = clipTo(found, within)
		if owned {
			out.Or(found)
		} else {
			out, owned = roaring.Or(out, found), true
		}
	}
	return out, nil
}

// stemmable reports whether a term may be the stem of other words.
func stemmable(term string) bool {
	for i := 0; i < len(term); i++ {
		if c := term[i]; c < 0x80 && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

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
	p, err := s.places()
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

// union is every passage with a term of the field that is wanted.
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
