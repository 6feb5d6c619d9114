package query

import (
	"sync"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
)

// builders are costly to make and never change.
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

// Automaton accepts the words at most Distance letters from Term, two neighbours
// changed round counting as one. The index walks its dictionary with it and the
// matching in memory asks it of each word, so the two can't disagree.
func (f Fuzzy) Automaton() vellum.Automaton {
	b := builders[0]()
	if f.Distance > 1 {
		b = builders[1]()
	}
	a, err := b.BuildDfa(f.Term, uint8(f.Distance))
	if err != nil {
		return nothing{} // a word too long to be built; the parser refuses those
	}
	return a
}

// Accepts asks an automaton of a word.
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
