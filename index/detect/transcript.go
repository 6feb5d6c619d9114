package detect

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/detect/sound"
	"github.com/namedrop/namedrop/index/detect/words"
)

// textWord is one word of a text.
type textWord struct {
	start, end int32
	number     int32 // of its heardWord
	breaks     bool  // a sentence begins with it: n-grams don't cross it
	comma      bool  // there is a comma before it
}

// heardWord is what is known of a word, wherever it occurs.
type heardWord struct {
	text   string // folded, without 's
	owns   bool   // ends in 's
	sounds []byte // none for a hesitation and for another script
	rarity float64
}

// transcript is a text as a sequence of words with their sounds. The words are kept for the next
// texts, because speech repeats the same ones, until they are too many.
type transcript struct {
	words   []textWord
	known   []heardWord
	packed  map[packedWord]int32 // numbers of known words
	long    map[string]int32     // of those that are too long to pack
	recent  [1 << recentBits]recentWord
	folded  []byte
	scratch []byte
}

// recentWord spares most look-ups in the map.
type recentWord struct {
	key    packedWord
	number int32
}

const recentBits = 12

// maxKnownWords is how many different words are kept. Ten hours of speech have some 10,000.
const maxKnownWords = 1 << 15

// maxWordSounds is how many sounds of one word are kept.
const maxWordSounds = 24

// reset forgets the words. It reports whether there were too many to keep.
func (t *transcript) reset() bool {
	if t.packed != nil && len(t.known) < maxKnownWords {
		return false
	}
	t.known, t.packed, t.long = t.known[:0], make(map[packedWord]int32), make(map[string]int32)
	t.recent = [1 << recentBits]recentWord{}
	return true
}

// read splits a text into words and looks them up.
func (t *transcript) read(text string, voice sound.Voice) {
	list := t.words[:0]
	breaks, comma := true, false
	for i := 0; i < len(text); {
		c := text[i]
		if foldByte[c] == breakByte {
			breaks = breaks || c == '.' || c == '!' || c == '?'
			comma = comma || c == ',' || c == ';' || c == ':'
			i++
			continue
		}
		start := i
		key, n := asciiWord(text[i:])
		i += n
		folded := false
		if i < len(text) && (text[i] == '\'' || text[i] >= utf8.RuneSelf) {
			i = t.fold(text, start)
			if len(t.folded) == 0 {
				_, size := utf8.DecodeRuneInString(text[i:])
				i += max(size, 1)
				breaks = true
				continue
			}
			key, folded = packWord(t.folded), true
		}
		recent := &t.recent[(key.lo^key.hi*prime)*prime>>(64-recentBits)]
		number, known := recent.number, key != tooLong && recent.key == key
		if !known && key != tooLong {
			number, known = t.packed[key]
		}
		if key == tooLong {
			if !folded {
				t.fold(text, start)
			}
			number, known = t.long[string(t.folded)]
		}
		if !known {
			if !folded {
				t.fold(text, start)
			}
			number = t.add(key, voice)
		}
		*recent = recentWord{key, number}
		list = append(list, textWord{int32(start), int32(i), number, breaks, comma})
		breaks, comma = false, false
	}
	t.words = list
}

// add learns the folded word.
func (t *transcript) add(key packedWord, voice sound.Voice) int32 {
	number := int32(len(t.known))
	w := heardWord{text: string(t.folded)}
	if key == tooLong {
		t.long[w.text] = number
	} else {
		t.packed[key] = number
	}
	if !isFiller(w.text) {
		t.scratch = voice.Heard(t.scratch[:0], t.folded[:min(len(t.folded), 2*maxWordSounds)])
		w.sounds = bytes.Clone(t.scratch[:min(len(t.scratch), maxWordSounds)])
	}
	w.text, w.owns = strings.CutSuffix(w.text, "'s")
	w.rarity = words.Rarity(w.text)
	t.known = append(t.known, w)
	return number
}

func isFiller(word string) bool {
	switch word {
	case "uh", "um", "uhm", "eh", "ehm", "ah", "hmm", "unk":
		return true
	}
	return false
}

// word returns what is known of the i-th word.
func (t *transcript) word(i int) *heardWord { return &t.known[t.words[i].number] }

// fold folds the letters of the word at i, with apostrophes inside it, and returns where the word
// ends.
func (t *transcript) fold(text string, i int) (end int) {
	t.folded = t.folded[:0]
	for i < len(text) {
		c := text[i]
		switch f := foldByte[c]; f {
		case breakByte:
			if c != '\'' || i+1 >= len(text) || foldByte[text[i+1]] == breakByte {
				return i
			}
			t.folded = append(t.folded, '\'')
			i++
		case wideByte:
			r, size := utf8.DecodeRuneInString(text[i:])
			folded := foldRune(r)
			switch {
			case r == '’' && len(t.folded) > 0:
				folded = "'"
			case folded == "":
				return i
			case folded == ignorable:
				folded = ""
			}
			t.folded = append(t.folded, folded...)
			i += size
		default:
			t.folded = append(t.folded, f)
			i++
		}
	}
	return i
}
