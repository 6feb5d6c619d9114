package search

import (
	"github.com/RoaringBitmap/roaring/v2"

	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/index/search/text"
)

// layer is a pair of fields: words as spelled, and their looser forms.
type layer struct{ exact, loose string }

var (
	spoken = layer{fieldText, fieldLoose}
	titled = layer{fieldTitle, fieldTitleLoose}
)

// words returns the passages where each word is in the text or the title, and at least one
// is in the text.
func (v *evaluation) words(s *segment, n query.Words, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	inText := roaring.New()
	for _, w := range n.Words {
		here, err := v.word(s, spoken, w, within)
		if err != nil {
			return nil, err
		}
		inTitle, err := v.word(s, titled, w, within)
		if err != nil {
			return nil, err
		}
		inText.Or(here)
		within = here
		if !inTitle.IsEmpty() {
			within = roaring.Or(here, inTitle)
		}
		if within.IsEmpty() {
			return within, nil
		}
	}
	return roaring.And(inText, within), nil
}

// word returns the passages with a word as spelled or, in the language of the passage, with
// the same stem.
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
	// Languages in which the word has the same stem share one lookup.
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
