package sound

import (
	"bytes"
	"cmp"
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Spelling pronounces words that no dictionary has, letter by letter. For each letter it knows how
// often it sounds like what, first by itself and then between more and more letters to its left
// and right. It mixes these counts from short contexts to long ones. See train.Spelling.
type Spelling struct {
	answers map[string][]Answer // by context
}

// Answer is no, one or two sounds of a letter, and how often it had them.
type Answer struct {
	Sounds string
	Count  float64
}

//go:embed data/spelling.gz
var packedSpelling []byte

// reach is how many letters to the left and right each context has.
var reach = [...][2]int{{0, 0}, {0, 1}, {1, 1}, {1, 2}, {2, 2}, {2, 3}, {3, 3}, {4, 4}}

// Contexts is how many contexts a letter has, from short to long.
const Contexts = len(reach)

// Context returns one of the contexts of a letter of a word: its number and the letters. Beyond
// the ends of the word it has '#'.
func Context(word []byte, letter, number int) string {
	var b [16]byte
	c := append(b[:0], '0'+byte(number))
	for i := letter - reach[number][0]; i <= letter+reach[number][1]; i++ {
		if i < 0 || i >= len(word) {
			c = append(c, '#')
		} else {
			c = append(c, word[i])
		}
	}
	return string(c)
}

// NewSpelling reads lines of a context, and of sounds and counts, separated by spaces.
func NewSpelling(lines []byte) *Spelling {
	s := &Spelling{make(map[string][]Answer, bytes.Count(lines, []byte("\n")))}
	for line := range strings.Lines(string(lines)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), " ")
		answers := make([]Answer, 0, len(fields)/2)
		for i := 1; i+1 < len(fields); i += 2 {
			n, _ := strconv.Atoi(fields[i+1])
			answers = append(answers, Answer{fields[i], float64(n)})
		}
		s.answers[fields[0]] = answers
	}
	return s
}

// maxSpelledLetters bounds the work for one word.
const maxSpelledLetters = 40

// Limits of the search for readings: beam readings of the beginning of a word are kept, each is
// continued in branches ways, none of them rarer than least.
const (
	beam     = 16
	branches = 4
	least    = 0.02
	// tooRare is how much less likely than the first, in nats, another reading may be.
	tooRare = 2.2
)

// Readings returns the most likely readings of a word of small letters, the likeliest first. Other
// characters are silent.
func (s *Spelling) Readings(word []byte, most int) (list [][]byte) {
	type reading struct {
		sounds string
		log    float64
	}
	word = word[:min(len(word), maxSpelledLetters)]
	kept := []reading{{}}
	for i, c := range word {
		if c < 'a' || c > 'z' {
			continue
		}
		next := map[string]float64{}
		for _, a := range s.Likely(word, i) {
			for _, r := range kept {
				log := r.log + math.Log(a.Count)
				if other, twice := next[r.sounds+a.Sounds]; twice {
					log = max(log, other) + math.Log1p(math.Exp(-math.Abs(log-other)))
				}
				next[r.sounds+a.Sounds] = log
			}
		}
		kept = kept[:0]
		for sounds, log := range next {
			kept = append(kept, reading{sounds, log})
		}
		slices.SortFunc(kept, func(a, b reading) int {
			return cmp.Or(cmp.Compare(b.log, a.log), strings.Compare(a.sounds, b.sounds))
		})
		kept = kept[:min(len(kept), beam)]
	}
	for i, r := range kept[:min(len(kept), most)] {
		if i > 0 && r.log < kept[0].log-tooRare {
			break
		}
		list = append(list, []byte(r.sounds))
	}
	return list
}

// Likely returns the likeliest sounds of a letter of a word. Count is their probability.
func (s *Spelling) Likely(word []byte, letter int) []Answer {
	mix := s.Mix(nil, s.answers[Context(word, letter, 0)])
	for n := 1; n < Contexts; n++ {
		// A longer context is left out where it says the same as a shorter one, so the next may exist.
		if answers := s.answers[Context(word, letter, n)]; answers != nil {
			mix = s.Mix(mix, answers)
		}
	}
	slices.SortFunc(mix, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Sounds, b.Sounds))
	})
	mix = mix[:min(len(mix), branches)]
	for len(mix) > 1 && mix[len(mix)-1].Count <= least {
		mix = mix[:len(mix)-1]
	}
	return mix
}

// Mix returns the probabilities of a context, given those of a shorter one. The shorter one weighs
// as much as there are different answers.
func (s *Spelling) Mix(shorter, answers []Answer) []Answer {
	total, weight := 0.0, float64(len(answers))
	for _, a := range answers {
		total += a.Count
	}
	if shorter == nil {
		weight = 0
	}
	mixed := slices.Clone(shorter)
	for i := range mixed {
		mixed[i].Count *= weight / (total + weight)
	}
	for _, a := range answers {
		at := slices.IndexFunc(mixed, func(m Answer) bool { return m.Sounds == a.Sounds })
		if at < 0 {
			mixed, at = append(mixed, Answer{Sounds: a.Sounds}), len(mixed)
		}
		mixed[at].Count += a.Count / (total + weight)
	}
	return mixed
}
