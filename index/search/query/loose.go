package query

import (
	"hash/maphash"
	"strings"
	"sync/atomic"

	"github.com/namedrop/namedrop/index/search/text"
)

// Loose lists the looser forms of a term in a language under which it is indexed
// beside itself: its stem, if that differs, and the parts of a compound with theirs.
// The list is shared and must not be changed.
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
	// A term is a piece of a passage, which must not be kept for it.
	f := &forms{language: l, term: strings.Clone(term)}
	f.loose = loose(l, f.term)
	slot.Store(f)
	return f.loose
}

// forms are a word's looser forms. Speech says the same words over and over, so they are
// remembered by the hash of the word, the last one asked for in each place: two or three
// megabytes when all are taken.
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
