package query

import (
	"sync"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
)

// builders make automata. They are costly to make and never change.
var builders = [...]func() *levenshtein.LevenshteinAutomatonBuilder{
	sync.OnceValue(func() *levenshtein.LevenshteinAutomatonBuilder { return builder(1) }),
	sync.OnceValue(func() *levenshtein.LevenshteinAutomatonBuilder { return builder(2) }),
}

func builder(distance uint8) *levenshtein.LevenshteinAutomatonBuilder {
	b, err := levenshtein.NewLevenshteinAutomatonBuilder(distance, true)
	if err != nil {
		panic(err) // only a distance above 5 could do this
	}
	return b
}

// NewFuzzy matches words within that distance of term.
func NewFuzzy(term string, distance int) Fuzzy {
	return Fuzzy{Term: term, Distance: distance, automaton: &automaton{term: term, distance: distance}}
}

// automaton is built when it is first needed. Several goroutines may use it.
type automaton struct {
	term     string
	distance int
	once     sync.Once
	built    vellum.Automaton
}

func (a *automaton) get() vellum.Automaton {
	a.once.Do(func() {
		b := builders[0]()
		if a.distance > 1 {
			b = builders[1]()
		}
		dfa, err := b.BuildDfa(a.term, uint8(a.distance))
		if err != nil {
			a.built = nothing{} // a word too long to be built; the parser refuses those
			return
		}
		a.built = dfa
	})
	return a.built
}

// Automaton accepts the words within Distance of Term; two swapped neighbours count as one
// change. The index walks its dictionary with it, and the matching in memory passes each
// word to it, so the two cannot disagree.
func (f Fuzzy) Automaton() vellum.Automaton { return f.automaton.get() }

// Accepts reports whether an automaton accepts a word.
func Accepts(a vellum.Automaton, word string) bool {
	s := a.Start()
	for i := 0; i < len(word); i++ {
		s = a.Accept(s, word[i])
		if !a.CanMatch(s) {
			return false
		}
	}
	return a.IsMatch(s)
}

type nothing struct{}

func (nothing) Start() int               { return 0 }
func (nothing) IsMatch(int) bool         { return false }
func (nothing) CanMatch(int) bool        { return false }
func (nothing) WillAlwaysMatch(int) bool { return false }
func (nothing) Accept(int, byte) int     { return 0 }
