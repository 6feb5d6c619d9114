package detect

import (
	"encoding/binary"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// maxWordSounds is how many sounds of one word are kept. Longer words are cut.
const maxWordSounds = 24

// wordEntry is what is known of a word, wherever it occurs. Its size is one cache line of 64
// bytes and it holds no pointers: a text loads one entry for each of its words, and the
// garbage collector never has to scan them.
type wordEntry struct {
	compared, matches uint64 // bit per candidate slot: compared with this word, and of those, the word may begin the name
	generation        uint32 // of the candidate set that the two masks above belong to
	text              uint32 // number of the last text that used the word
	classes           sound.Classes
	weight            int16
	onset             sound.Onset
	filler            bool // a hesitation: uh, um
	count             uint8
	sounds            [maxWordSounds]byte
}

func (s *wordEntry) phones() []byte { return s.sounds[:s.count] }

// write fills an entry from the sounds of a word.
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

// packedWord is a word and its language packed into 16 bytes, so that two words are compared
// with two integer comparisons and without a pointer to their letters.
type packedWord struct{ lo, hi uint64 }

// maxPackedLetters is how many letters fit into a packedWord. The last byte is the language.
const maxPackedLetters = 15

// tooLong is the value for every word of more letters. No other word has it, because it has no
// letters.
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

// vocabulary is a cache of word entries that is kept from text to text, because speech repeats
// the same words. It works like a four-way set-associative processor cache: the hash of a word
// chooses a set of four entries, and when the set is full the entry that was used longest ago
// is replaced.
//
// An entry that the current text uses is never replaced, because the text refers to entries by
// number. When all four belong to the current text, the new word goes to the overflow area
// after the sets. Words that are too long to pack also go there and are found by a map. The
// overflow is dropped between texts once it is large.
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

// An hour of speech has some 2,000 different words, ten hours some 10,000. The vocabulary
// takes about three megabytes.
const (
	ways         = 4
	setBits      = 13
	overflowKept = 4096 // entries in the overflow area that are kept for the next text
)

func newVocabulary() *vocabulary {
	const sets = 1 << setBits
	return &vocabulary{make([][ways]packedWord, sets), make([]wordEntry, sets*ways, sets*ways+overflowKept/4), make(map[longWord]int32), nil}
}

// begin prepares for a new text: it drops the overflow area when that has become large.
func (v *vocabulary) begin() {
	if sets := len(v.keys) * ways; len(v.entries) > sets+overflowKept {
		v.entries = v.entries[:sets]
		clear(v.long)
	}
}

// write fills the entry with this number.
func (v *vocabulary) write(number int32, word []byte, language sound.Language) {
	v.scratch = sound.Append(v.scratch[:0], word, language)
	v.entries[number].write(word, v.scratch)
}

// find returns the number of a word's entry and whether it is filled. When it is not, the
// caller must fill it.
func (v *vocabulary) find(word packedWord, text uint32) (number int32, known bool) {
	set := int(word.hash() >> (64 - setBits))
	keys := &v.keys[set]
	way := 0
	for i := range keys { // without a branch per way, which the processor could not predict: (d|-d)>>63 is 1 when d is not 0, so the product is ways+i for the way that matches and 0 for the others
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

// findLong is find for words that are too long to pack.
func (v *vocabulary) findLong(word []byte, language sound.Language) (number int32, known bool) {
	number, known = v.long[longWord{string(word), language}]
	if !known {
		number = v.grow()
		v.long[longWord{string(word), language}] = number
	}
	return number, known
}

// grow adds an entry to the overflow area.
func (v *vocabulary) grow() int32 {
	v.entries = append(v.entries, wordEntry{})
	return int32(len(v.entries) - 1)
}
