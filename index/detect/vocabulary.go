package detect

import (
	"encoding/binary"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// maxWordSounds bounds the sounds of one word; longer ones are cut.
const maxWordSounds = 24

// said is what is known of a word wherever it stands. It has the size of a line of the
// processor's cache and no pointers: a text asks for one with every word.
type wordEntry struct {
	compared, matches uint64 // names it was compared with, and of them those it may begin
	generation        uint32 // for which these hold, see roster
	text              uint32 // in which it was heard last
	classes           sound.Classes
	weight            int16
	onset             sound.Onset
	filler            bool // uh, um
	count             uint8
	sounds            [maxWordSounds]byte
}

func (s *wordEntry) phones() []byte { return s.sounds[:s.count] }

// say writes down a word of folded letters with these sounds.
func (s *wordEntry) write(word, sounds []byte) {
	s.count = uint8(copy(s.sounds[:], sounds))
	s.weight, s.classes, s.onset = int16(sound.Weight(s.phones())), sound.ClassesOf(s.phones()), sound.OnsetOf(s.phones())
	s.filler = isFiller(word)
	s.compared, s.matches = 0, 0
}

func isFiller(word []byte) bool {
	switch string(word) {
	case "uh", "um", "uhm", "eh", "ehm", "ah", "hmm", "unk":
		return true
	}
	return false
}

// letters is a whole word of a language in sixteen bytes, so that two can be told apart
// without going where they are written.
type packedWord struct{ lo, hi uint64 }

// maxKept is how many letters have room in letters, beside the language.
const maxPackedLetters = 15

// tooLong stands for every word of more letters.
var tooLong packedWord

func packWord(word []byte) (l packedWord) {
	if len(word) > maxPackedLetters {
		return tooLong
	}
	var room [2 * wordBytes]byte
	copy(room[:], word)
	return packedWord{binary.LittleEndian.Uint64(room[:]), binary.LittleEndian.Uint64(room[wordBytes:])}
}

func (l packedWord) in(language sound.Language) packedWord {
	return packedWord{l.lo, l.hi | uint64(language)<<56}
}

func (l packedWord) hash() uint64 { return (l.lo ^ l.hi*prime) * prime }

// vocabulary remembers words from text to text, for speech says the same ones over and
// over. A word has its place in one set of four; where that is full the one not heard
// for longest makes room. Long words, which are few, have theirs behind the sets until
// there are too many. A text's own words stay until it ends: what finds no room any
// more is kept behind the sets too.
type vocabulary struct {
	keys    [][ways]packedWord
	entries []wordEntry
	long    map[longWord]int32
	scratch []byte
}

type longWord struct {
	packedWord string
	language   sound.Language
}

// An hour of speech has some 2,000 different words, ten hours some 10,000: a vocabulary
// takes about three megabytes.
const (
	ways         = 4
	setBits      = 13
	overflowKept = 4096 // words behind the sets that are kept for the next text
)

func newVocabulary() *vocabulary {
	const sets = 1 << setBits
	return &vocabulary{make([][ways]packedWord, sets), make([]wordEntry, sets*ways, sets*ways+overflowKept/4), make(map[longWord]int32), nil}
}

// begin forgets what is behind the sets, where it has become too much.
func (v *vocabulary) begin() {
	if sets := len(v.keys) * ways; len(v.entries) > sets+overflowKept {
		v.entries = v.entries[:sets]
		clear(v.long)
	}
}

// say writes down a word under a number.
func (v *vocabulary) write(number int32, word []byte, language sound.Language) {
	v.scratch = sound.Append(v.scratch[:0], word, language)
	v.entries[number].write(word, v.scratch)
}

// find returns a word's number, and whether it was known; where it wasn't, what is there
// is to be overwritten.
func (v *vocabulary) find(word packedWord, text uint32) (number int32, known bool) {
	set := int(word.hash() >> (64 - setBits))
	keys := &v.keys[set]
	way := 0
	for i := range keys { // without a branch, for no two words take the same
		differs := (keys[i].lo ^ word.lo) | (keys[i].hi ^ word.hi)
		way |= int((differs|-differs)>>63^1) * (ways + i)
	}
	if way > 0 {
		at := set*ways + way - ways
		v.entries[at].text = text
		return int32(at), true
	}
	oldest, at := text, -1
	for n := set * ways; n < (set+1)*ways; n++ {
		if v.entries[n].text < oldest {
			oldest, at = v.entries[n].text, n
		}
	}
	if at < 0 {
		return v.grow(), false
	}
	keys[at-set*ways] = word
	v.entries[at].text = text
	return int32(at), false
}

// findLong is find for what is too long.
func (v *vocabulary) findLong(word []byte, language sound.Language) (number int32, known bool) {
	number, known = v.long[longWord{string(word), language}]
	if !known {
		number = v.grow()
		v.long[longWord{string(word), language}] = number
	}
	return number, known
}

// more makes room behind the sets.
func (v *vocabulary) grow() int32 {
	v.entries = append(v.entries, wordEntry{})
	return int32(len(v.entries) - 1)
}
