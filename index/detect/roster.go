package detect

import (
	"bytes"
	"math/bits"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// maxVoices is how many names are listened for at a time.
const maxVoices = 64

// roster gives the names listened for a place each, a bit in a word's masks. A name
// keeps its place from text to text, and with it what is known of the words that may
// begin it, until there are too many names: then all begin anew.
type roster struct {
	round  uint32 // counts the beginnings
	taken  int
	places [maxVoices]voice

	// Of the text at hand.
	present uint64
	opens   [sound.Onsets]uint64 // names by the classes of their onsets
	voices  [maxVoices]*voice    // by place
}

// attend makes the roster of at most maxVoices names.
func (r *roster) attend(voices []voice) {
	if !r.seat(voices) {
		r.round++
		r.taken = 0
		r.seat(voices)
	}
	clear(r.opens[:])
	for names := r.present; names != 0; names &= names - 1 {
		place := bits.TrailingZeros64(names)
		name := r.voices[place]
		r.opens[name.onset.First] |= 1 << place
		r.opens[name.onset.Second] |= 1 << place
	}
}

// seat reports whether there was a place for each.
func (r *roster) seat(voices []voice) bool {
	r.present = 0
	for v := range voices {
		place := r.placeOf(&voices[v])
		if place == r.taken {
			if r.taken == maxVoices {
				return false
			}
			r.places[place] = voices[v]
			r.taken++
		}
		r.present |= 1 << place
		r.voices[place] = &voices[v]
	}
	return true
}

// placeOf is a name's place, or the next free one. A place it had when less was asked of
// what sounds like it serves too: a few more words may begin it then.
func (r *roster) placeOf(name *voice) int {
	for place := range r.places[:r.taken] {
		at := &r.places[place]
		if at.entry == name.entry && at.least <= name.least && r.present>>place&1 == 0 && bytes.Equal(at.sounds, name.sounds) {
			return place
		}
	}
	return r.taken
}

// ask compares a word with names that it was not compared with before.
func (r *roster) ask(s *said, names uint64) {
	s.asked |= names
	for ; names != 0; names &= names - 1 {
		if place := bits.TrailingZeros64(names); r.places[place].mayBegin(s) {
			s.begins |= 1 << place
		}
	}
}

// mayBegin reports whether a stretch that begins with the word may still be the name.
func (v *voice) mayBegin(s *said) bool {
	return int32(s.weight) <= v.most && int32(sound.Excess(s.classes, v.classes)) <= v.worst && sound.Begins(v.sounds, s.heard(), int(v.worst))
}
