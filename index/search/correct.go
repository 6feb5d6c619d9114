package search

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/search/query"
)

// longestWord is the length in letters above which a word is not corrected.
const longestWord = 40

// corrected weighs the words that the index has. It replaces a word that the index lacks:
// two words by one if together they are a word, one by two if it is two words, otherwise by
// the most frequent word with nearly the same spelling. Words without a replacement are left
// out.
func (s *session) corrected(words []query.Word) ([]leaf, error) {
	parts := make([]leaf, len(words))
	for i, w := range words {
		parts[i] = leaf{n: w}
	}
	if err := s.weighByRarity(parts); err != nil {
		return nil, err
	}
	var out []leaf
	for i := 0; i < len(parts); i++ {
		if i+1 < len(parts) {
			joined := []leaf{{n: query.NewWord(words[i].Term + words[i+1].Term)}}
			if err := s.weighByRarity(joined); err != nil {
				return nil, err
			}
			if joined[0].weight > 0 {
				out = append(out, joined[0])
				i++
				continue
			}
		}
		if parts[i].weight > 0 {
			out = append(out, parts[i])
			continue
		}
		n, err := s.correction(words[i].Term)
		if err != nil {
			return nil, err
		}
		if n == nil {
			continue
		}
		put := []leaf{{n: n}}
		if err := s.weighByRarity(put); err != nil {
			return nil, err
		}
		if put[0].weight > 0 {
			out = append(out, put[0])
		}
	}
	return out, nil
}

func (s *session) correction(term string) (query.Node, error) {
	n := utf8.RuneCountInString(term)
	if n < 4 || n > longestWord || !letters(term) {
		return nil, nil
	}
	for i := 2; i <= len(term)-2; i++ {
		if !utf8.RuneStart(term[i]) {
			continue
		}
		apart := []leaf{{n: query.Spelled(term[:i] + " " + term[i:])}}
		if err := s.weighByRarity(apart); err != nil {
			return nil, err
		}
		if apart[0].weight > 0 {
			return apart[0].n, nil
		}
	}
	// This is stricter than a suggestion, because the reader is not asked: a name that the
	// index lacks must not become another word.
	for distance := 1; distance <= 2 && n >= 5+3*(distance-1); distance++ {
		better, err := s.closest(term, distance)
		if err != nil {
			return nil, err
		}
		if better != "" && better[0] == term[0] {
			return query.NewWord(better), nil
		}
	}
	return nil, nil
}

// weighByRarity weighs parts by how few passages match them. A part that none matches weighs
// 0.
func (s *session) weighByRarity(parts []leaf) error {
	var mu sync.Mutex
	var all uint64
	df := make([]uint64, len(parts))
	err := s.each(func(v *evaluation, p *partition) error {
		snap, err := s.open(p)
		if err != nil {
			return err
		}
		for _, seg := range snap.list() {
			mu.Lock()
			all += seg.all().GetCardinality()
			mu.Unlock()
			for k := range parts {
				b, err := v.eval(seg, parts[k].n, nil)
				if err != nil {
					return err
				}
				mu.Lock()
				df[k] += b.GetCardinality()
				mu.Unlock()
			}
		}
		return nil
	})
	for k := range parts {
		if parts[k].weight = 0; df[k] > 0 {
			parts[k].weight = idf(df[k], all)
		}
	}
	return err
}

func letters(term string) bool {
	return !strings.ContainsFunc(term, func(r rune) bool { return !unicode.IsLetter(r) })
}
