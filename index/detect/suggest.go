package detect

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

// Suggestion is what the archive suggests for a brand. Its owner accepts or ignores it.
type Suggestion struct {
	Aliases []Proposal `json:"aliases"`  // other spellings of the name in written texts
	HeardAs []Proposal `json:"heard_as"` // what speech recognition writes for it
	Context []Proposal `json:"context"`  // words near certain mentions
	Exclude []Proposal `json:"exclude"`  // words near unsure ones
}

// Proposal is a word or name, how often it occurs (for a word: in how many documents) and an
// example.
type Proposal struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
	Quote string `json:"quote"`
}

// Limits of a suggestion.
const (
	maxProposals  = 12
	minSeen       = 3 // documents in which a word must be near the name before it is proposed
	minSeenAlias  = 2
	distinguishes = 1.5 // least log ratio of a word's rate near certain and near unsure hits

	everydayDiscount = 1 // subtracted from the log ratio of words that occur everywhere
)

// Suggest compares the words near a brand's certain hits with the words near its unsure ones.
// The hits are those of [Detector.Detect] for each document; hits of other brands are ignored.
// It changes nothing.
func Suggest(brand index.Brand, archive iter.Seq2[*feeds.Document, []index.Hit]) Suggestion {
	sure, unsure := tally{}, tally{}
	parts := map[string]bool{} // words of the name itself, which are not context
	aliases, heard := seenNames{}, seenNames{}
	language := brand.Language
	known := map[string]bool{}
	for _, n := range slices.Concat([]string{brand.Name}, brand.Aliases, brand.HeardAs) {
		known[strings.ToLower(n)] = true
	}
	for doc, hits := range archive {
		near, doubt := map[string]string{}, map[string]string{} // a document counts once for each word
		for _, h := range hits {
			if h.Brand != brand.ID {
				continue
			}
			for p := range wordsOf(h.Surface) {
				parts[p] = true
			}
			if h.Unsure {
				wordsNear(h, doc.Language, doubt)
			} else {
				wordsNear(h, doc.Language, near)
			}
			surface := strings.ToLower(strings.Join(strings.Fields(h.Surface), " "))
			switch {
			case known[surface] || utf8.RuneCountInString(surface) < 3:
			case h.IsSoundAlike():
				heard.add(surface, h)
			case !h.Unsure && string(key(nil, surface)) == string(key(nil, brand.Name)):
				aliases.add(surface, h)
			}
			if language == "" {
				language = doc.Language
			}
		}
		sure.add(near)
		unsure.add(doubt)
	}
	own := string(key(nil, brand.Name))
	return Suggestion{
		Aliases: aliases.best(),
		HeardAs: heard.best(),
		Context: sure.against(unsure, own, parts, brand.Context, language),
		Exclude: unsure.against(sure, own, parts, brand.Exclude, language),
	}
}

// tally counts in how many documents a word is near a hit.
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
			p = &Proposal{Text: w, Quote: quote}
			t.words[w] = p
		}
		p.Count++
	}
}

// wordsNear adds the words of a hit's quote that may be context words, with the quote.
func wordsNear(h index.Hit, language string, near map[string]string) {
	grammar := words.GrammarOf(language)
	for w := range wordsOf(h.Quote) {
		if _, seen := near[w]; seen || utf8.RuneCountInString(w) < 4 || grammar.Role(w) != words.None || words.Time(w) {
			continue
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
		if p.Count < minSeen || parts[w] || strings.Contains(string(key(nil, w)), own) || slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(h, w) }) {
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

func (s seenNames) add(surface string, h index.Hit) {
	p := s[surface]
	if p == nil {
		p = &Proposal{Text: surface, Quote: h.Quote}
		s[surface] = p
	}
	p.Count++
}

func (s seenNames) best() []Proposal {
	out := make([]Proposal, 0, maxProposals)
	for _, p := range s {
		if p.Count >= minSeenAlias {
			out = append(out, *p)
		}
	}
	slices.SortFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Text, b.Text))
	})
	return out[:min(len(out), maxProposals)]
}
