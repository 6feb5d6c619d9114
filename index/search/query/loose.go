package query

import (
	"hash/maphash"
	"strings"
	"sync/atomic"

	"github.com/namedrop/namedrop/index/search/text"
)

// Loose returns the looser forms under which a term is indexed in a language beside itself:
// its stem, if that differs, and the stems of the parts of a compound. The list is shared
// and must not be changed.
func Loose(l text.Language, term string) []string {
	if l == text.Plain || !letters(term) {
		return nil
	}
	if len(term) > longestKnown {
		return loose(l, term)
	}
	slot := &known[maphash.String(seed, term)>>(64-knownBits)]
	if f := slot.Load(); f != nil && f.language == l && f.term == term {
		return f.loose
	}
	// The clone keeps the cache from holding on to the whole passage.
	f := &forms{language: l, term: strings.Clone(term)}
	f.loose = loose(l, f.term)
	slot.Store(f)
	return f.loose
}

// forms are the looser forms of a word. Speech repeats the same words, so they are cached by
// the hash of the word. Each slot holds the last word with its hash: two or three megabytes
// when all are used.
type forms struct {
	language text.Language
	term     string
	loose    []string
}

const (
	knownBits    = 14
	longestKnown = 40 // bytes
)

var (
	known [1 << knownBits]atomic.Pointer[forms]
	seed  = maphash.MakeSeed()
)

func loose(l text.Language, term string) []string {
	var out []string
	if s := text.Stem(l, term); s != term {
		out = append(out, s)
	}
	for _, p := range text.Parts(l, term) {
		out = append(out, text.Stem(l, p))
	}
	return out
}
