package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/index/search/text"
)

// rareDocuments is the number of results below which another spelling is looked for.
const rareDocuments = 3

// suggest returns q with its likely typos replaced by frequent words of nearly the same spelling,
// or "" if there are none. A word of a watched name is not a typo.
func (s *session) suggest(q query.Query, watched []string) (string, error) {
	rs := []rune(q.Text)
	known := map[string]bool{}
	for _, name := range watched {
		for _, w := range text.Tokenize(name, nil) {
			known[w.Term] = true
		}
	}
	var words []query.Word
	query.Walk(q.Root, func(n query.Node, positive bool) bool {
		w, ok := n.(query.Word)
		// What was typed with signs, such as <script>, is not a word with a typo.
		if ok && positive && len(words) < 5 && utf8.RuneCountInString(w.Term) > 3 && !known[w.Term] &&
			w.At.To > w.At.From && w.At.To <= len(rs) && letters(string(rs[w.At.From:w.At.To])) {
			words = append(words, w)
		}
		return positive
	})
	if len(words) == 0 {
		return "", nil
	}
	changed := false
	slices.SortFunc(words, func(a, b query.Word) int { return cmp.Compare(b.At.From, a.At.From) })
	for _, w := range words { // from the last, so that the positions before stay valid
		better, err := s.better(w.Term)
		if err != nil {
			return "", err
		}
		if better == "" {
			continue
		}
		rs = slices.Concat(rs[:w.At.From], []rune(better), rs[w.At.To:])
		changed = true
	}
	if !changed {
		return "", nil
	}
	return string(rs), nil
}

// better returns the most frequent word that differs from term in one letter, otherwise in
// two of a long word, if it is much more frequent than term. Typos in the first letter are rare, and
// another first letter is mostly another word.
func (s *session) better(term string) (string, error) {
	maxDistance := 1
	if utf8.RuneCountInString(term) > 7 {
		maxDistance = 2
	}
	for distance := 1; distance <= maxDistance; distance++ {
		w, err := s.closest(term, distance)
		if err != nil || w != "" && w[0] == term[0] {
			return w, err
		}
	}
	return "", nil
}

// closest returns the most frequent word within that distance of term, if it is much more
// frequent than term.
func (s *session) closest(term string, distance int) (string, error) {
	like := query.NewFuzzy(term, distance).Automaton()
	var mu sync.Mutex
	counts := map[string]uint64{}
	err := s.each(func(v *evaluation, p *partition) error {
		snap, err := s.open(p)
		if err != nil {
			return err
		}
		for _, seg := range snap.list() {
			if err := v.check(); err != nil {
				return err
			}
			d, err := seg.seg.Dictionary(fieldText)
			if err != nil {
				return err
			}
			it := d.AutomatonIterator(like, nil, nil)
			for e, err := it.Next(); e != nil || err != nil; e, err = it.Next() {
				if err != nil {
					return err
				}
				mu.Lock()
				counts[e.Term] += e.Count
				mu.Unlock()
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	best, n := "", uint64(0)
	if own := counts[term]; own > 0 {
		n = max(3, 10*own) // a rare word is not a mistake because a frequent one is similar
	}
	for w, c := range counts {
		if w != term && (c > n || c == n && best != "" && w < best) {
			best, n = w, c
		}
	}
	return best, nil
}

// Name is a show, a person, a speaker or a brand that completes what was typed.
type Name struct {
	Field    query.FieldName `json:"field"` // show, person, speaker or brand
	Value    string          `json:"value"`
	Passages int             `json:"passages"`
}

// Names returns the shows, people, speakers and brands that have a word beginning with
// prefix, the most frequent first, for type-ahead. Brands are matched by name and alias and
// returned by name.
func (x *Index) Names(ctx context.Context, prefix string, limit int, brands []index.Brand) ([]Name, error) {
	prefix = strings.TrimSpace(prefix)
	if prefix == "" {
		return []Name{}, nil
	}
	return withRetry(x, new(time.Time), func() ([]Name, error) { return x.names(ctx, prefix, limit, brands) })
}

func (x *Index) names(ctx context.Context, prefix string, limit int, brands []index.Brand) (out []Name, err error) {
	s, err := x.begin(ctx, query.Query{}, new(time.Time))
	if err != nil {
		return nil, err
	}
	defer s.end()
	defer recovered("completing a name", &err)
	defer catchFaults()()
	begins := query.Field{Name: query.Show, Values: []string{prefix + "*"}}
	asked := map[string]string{} // the names of the brands that begin so, by id
	for _, b := range brands {
		if slices.ContainsFunc(append([]string{b.Name}, b.Aliases...), begins.Holds) {
			asked[b.ID] = b.Name
		}
	}
	var mu sync.Mutex
	counts := map[Name]int{}
	err = s.each(func(v *evaluation, p *partition) error {
		snap, err := s.open(p)
		if err != nil {
			return err
		}
		for _, seg := range snap.list() {
			for name, field := range map[query.FieldName]string{query.Show: fieldShow, query.Person: fieldPerson, query.Speaker: fieldSpeaker, "brand": fieldBrand} {
				d, err := seg.seg.Dictionary(field)
				if err != nil {
					return err
				}
				it := d.AutomatonIterator(nil, nil, nil)
				for e, err := it.Next(); e != nil || err != nil; e, err = it.Next() {
					if err != nil {
						return err
					}
					if err := v.tick(); err != nil {
						return err
					}
					value := e.Term
					if name == "brand" {
						id, _, _ := readBrandTerm(value)
						if value = asked[id]; value == "" {
							continue
						}
					}
					key := string(name) + "\x00" + value
					held, known := v.names[key] // the same names come back month after month
					if !known {
						held = name == "brand" || begins.Holds(value)
						v.names[key] = held
					}
					if held {
						mu.Lock()
						counts[Name{Field: name, Value: value}] += int(e.Count)
						mu.Unlock()
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out = make([]Name, 0, len(counts))
	for n, c := range counts {
		n.Passages = c
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b Name) int {
		return cmp.Or(cmp.Compare(b.Passages, a.Passages), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Field, b.Field))
	})
	return out[:min(len(out), max(limit, 0))], nil
}
