package detect

import (
	"bytes"
	"math/bits"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// maxVoices is how many names are listened for at a time.
const maxCandidateNames = 64

// roster gives the names listened for a place each, a bit in a word's masks. A name
// keeps its place from text to text, and with it what is known of the words that may
// begin it, until there are too many names: then all begin anew.
type candidateSet struct {
	generation uint32 // counts the beginnings
	used       int
	slots      [maxCandidateNames]pronunciation

	// Of the text at hand.
	present uint64
	byOnset [sound.Onsets]uint64              // names by the classes of their onsets
	current [maxCandidateNames]*pronunciation // by place
}

// attend makes the roster of at most maxVoices names.
func (r *candidateSet) load(pronunciations []pronunciation) {
	if !r.assign(pronunciations) {
		r.generation++
		r.used = 0
		r.assign(pronunciations)
	}
	clear(r.byOnset[:])
	for names := r.present; names != 0; names &= names - 1 {
		slot := bits.TrailingZeros64(names)
		name := r.current[slot]
		r.byOnset[name.onset.First] |= 1 << slot
		r.byOnset[name.onset.Second] |= 1 << slot
	}
}

// seat reports whether there was a place for each.
func (r *candidateSet) assign(pronunciations []pronunciation) bool {
	r.present = 0
	for v := range pronunciations {
		slot := r.slotOf(&pronunciations[v])
		if slot == r.used {
			if r.used == maxCandidateNames {
				return false
			}
			r.slots[slot] = pronunciations[v]
			r.used++
		}
		r.present |= 1 << slot
		r.current[slot] = &pronunciations[v]
	}
	return true
}

// placeOf is a name's place, or the next free one. A place it had when less was asked of
// what sounds like it serves too: a few more words may begin it then.
func (r *candidateSet) slotOf(name *pronunciation) int {
	for slot := range r.slots[:r.used] {
		at := &r.slots[slot]
		if at.entry == name.entry && at.minSimilarity <= name.minSimilarity && r.present>>slot&1 == 0 && bytes.Equal(at.sounds, name.sounds) {
			return slot
		}
	}
	return r.used
}

// ask compares a word with names that it was not compared with before.
func (r *candidateSet) compare(s *wordEntry, names uint64) {
	s.compared |= names
	for ; names != 0; names &= names - 1 {
		if slot := bits.TrailingZeros64(names); r.slots[slot].mayBegin(s) {
			s.matches |= 1 << slot
		}
	}
}

// mayBegin reports whether a stretch that begins with the word may still be the name.
func (v *pronunciation) mayBegin(s *wordEntry) bool {
	return int32(s.weight) <= v.maxWeight && int32(sound.Excess(s.classes, v.classes)) <= v.maxDistance && sound.Begins(v.sounds, s.phones(), int(v.maxDistance))
}
