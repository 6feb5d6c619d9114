package detect

import (
	"bytes"
	"math/bits"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// maxCandidateNames is how many names are compared with a text at a time: one bit each in a
// uint64.
const maxCandidateNames = 64

// candidateSet gives each name that is looked for a slot, which is a bit in the masks of a
// [wordEntry]. A word is compared with a name only once: the masks remember the result.
//
// Slots are kept from text to text, so the masks stay valid and most words of the next text
// need no comparison. When the slots run out, all of them are assigned again under a new
// generation number. Entries with an older generation have stale masks and clear them on
// first use.
type candidateSet struct {
	generation uint32 // raised when all slots are assigned again
	used       int
	slots      [maxCandidateNames]pronunciation

	// For the current text.
	present uint64
	byOnset [sound.Onsets]uint64              // slots of the names whose first or second consonant is of a class
	current [maxCandidateNames]*pronunciation // by slot
}

// load fills the set with at most maxCandidateNames names.
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

// assign gives each name a slot. It returns false when there are not enough.
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

// slotOf returns the slot that a name already has, or else the next free one. A slot that was
// made with a lower similarity threshold can be used again: its masks then let a few more
// words through, which bestNgram rejects. A higher threshold could hide words.
func (r *candidateSet) slotOf(name *pronunciation) int {
	for slot := range r.slots[:r.used] {
		at := &r.slots[slot]
		if at.entry == name.entry && at.minSimilarity <= name.minSimilarity && r.present>>slot&1 == 0 && bytes.Equal(at.sounds, name.sounds) {
			return slot
		}
	}
	return r.used
}

// compare compares a word with names and records the result in its masks.
func (r *candidateSet) compare(s *wordEntry, names uint64) {
	s.compared |= names
	for ; names != 0; names &= names - 1 {
		if slot := bits.TrailingZeros64(names); r.slots[slot].mayBegin(s) {
			s.matches |= 1 << slot
		}
	}
}

// mayBegin reports whether words that begin with this one may still be the name. All three
// tests are lower bounds of the final distance, so no sound-alike is lost. They are ordered
// from cheap to expensive.
func (v *pronunciation) mayBegin(s *wordEntry) bool {
	return int32(s.weight) <= v.maxWeight && int32(sound.Excess(s.classes, v.classes)) <= v.maxDistance && sound.Begins(v.sounds, s.phones(), int(v.maxDistance))
}
