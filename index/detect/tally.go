package detect

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

// tally counts in how many documents a word is near a hit. It holds no more than maxTallied words.
type tally struct {
	documents int
	words     map[string]*Proposal
}

func (t *tally) add(near map[string]string) {
	if len(near) == 0 {
		return
	}
	t.documents++
	if t.words == nil {
		t.words = map[string]*Proposal{}
	}
	for w, quote := range near {
		p := t.words[w]
		if p == nil {
			if len(t.words) >= maxTallied {
				continue
			}
			p = &Proposal{Text: w, Quote: quote}
			t.words[w] = p
		}
		p.Count++
	}
}

// wordsNear adds the words of a hit's quote that may be context words, with the quote.
func wordsNear(h index.Hit, language string, near map[string]string) {
	grammar := words.GrammarOf(language)
	lower := strings.ToLower(h.Quote)
	for w := range wordsOf(h.Quote) {
		if _, seen := near[w]; seen || utf8.RuneCountInString(w) < 4 || grammar.Role(w) != words.None || words.Time(w) {
			continue
		}
		if strings.Contains(lower, "."+w) {
			continue // the ending of a web address
		}
		near[w] = h.Quote
	}
}

// wordsOf returns the words of a text in lower case.
func wordsOf(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !isWord(r) }) {
			if !yield(strings.Trim(w, "'’")) {
				return
			}
		}
	}
}

// against returns the words that are near these hits more often than near the other ones.
func (t *tally) against(other tally, own string, parts map[string]bool, have []string, language string) []Proposal {
	type ranked struct {
		Proposal
		weight float64
	}
	var list []ranked
	for w, p := range t.words {
		if p.Count < minSeen || parts[w] || strings.Contains(string(key(nil, w)), own) || hasFold(have, w) {
			continue
		}
		elsewhere := 0
		if o := other.words[w]; o != nil {
			elsewhere = o.Count
		}
		ratio := math.Log((float64(p.Count) + 0.5) / (float64(t.documents) + 1) * (float64(other.documents) + 1) / (float64(elsewhere) + 0.5))
		everyday := level(w, language) == words.Common
		switch {
		case other.documents == 0 && everyday:
			ratio = 0 // nothing to compare with
		case other.documents == 0:
			ratio = distinguishes
		case everyday:
			ratio -= everydayDiscount
		}
		if ratio >= distinguishes {
			list = append(list, ranked{*p, ratio * math.Log(1+float64(p.Count))})
		}
	}
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(a.Text, b.Text))
	})
	out := make([]Proposal, 0, maxProposals)
	for _, r := range list[:min(len(list), maxProposals)] {
		out = append(out, r.Proposal)
	}
	return out
}

// seenNames counts other forms of a name.
type seenNames map[string]*Proposal

func (s seenNames) add(text, quote string) {
	p := s[text]
	if p == nil {
		if len(s) >= maxTallied {
			return
		}
		p = &Proposal{Text: text, Quote: quote}
		s[text] = p
	}
	p.Count++
}

// best returns those that were seen often enough, the most frequent first.
func (s seenNames) best(least int) []Proposal {
	out := make([]Proposal, 0, maxProposals)
	for _, p := range s {
		if p.Count >= least {
			out = append(out, *p)
		}
	}
	slices.SortFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Text, b.Text))
	})
	return out[:min(len(out), maxProposals)]
}
