package detect

import (
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// maxWordSounds bounds the sounds of one word; longer ones are cut.
const maxWordSounds = 24

// heard is one word of a text with its sounds, as offsets into the text and into one
// string of all sounds.
type heard struct {
	start, end int
	from, to   int
	said       *said
	breaks     bool // a sentence begins with it
	comma      bool // a comma stands before it
}

// said is what is known of a word wherever it stands.
type said struct {
	sounds        []byte
	weight        int
	classes       sound.Classes
	first, second byte // onset
	filler        bool // uh, um
}

// hearing is a text written down as it sounds. Words are remembered from text to text,
// for speech says the same ones over and over.
type hearing struct {
	words  []heard
	sounds []byte
	letter []byte
	known  map[string]*said
	in     sound.Language // of the words known
}

// maxKnown bounds the words remembered.
const maxKnown = 20_000

// listen fills a hearing from a text.
func (h *hearing) listen(text string, language sound.Language) {
	h.words, h.sounds = h.words[:0], h.sounds[:0]
	if h.known == nil || h.in != language || len(h.known) > maxKnown {
		h.known, h.in = make(map[string]*said), language
	}
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
		i = h.word(text, i)
		if len(h.letter) == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += max(size, 1)
			breaks = true
			continue
		}
		s := h.known[string(h.letter)]
		if s == nil {
			s = h.say()
		}
		from := len(h.sounds)
		h.sounds = append(h.sounds, s.sounds...)
		h.words = append(h.words, heard{start, i, from, len(h.sounds), s, breaks, comma})
		breaks, comma = false, false
	}
}

// word folds the letters of the word at i, with the apostrophes inside it, and returns
// where it ends.
func (h *hearing) word(text string, i int) (end int) {
	h.letter = h.letter[:0]
	for i < len(text) {
		c := text[i]
		switch f := foldByte[c]; f {
		case breakByte:
			if c != '\'' || i+1 >= len(text) || foldByte[text[i+1]] == breakByte {
				return i
			}
			h.letter = append(h.letter, '\'')
			i++
		case wideByte:
			r, size := utf8.DecodeRuneInString(text[i:])
			folded := foldRune(r)
			switch {
			case r == '’' && len(h.letter) > 0:
				folded = "'"
			case folded == "":
				return i
			case folded == vanishes:
				folded = ""
			}
			h.letter = append(h.letter, folded...)
			i += size
		default:
			h.letter = append(h.letter, f)
			i++
		}
	}
	return i
}

// say writes down the word at hand and remembers it.
func (h *hearing) say() *said {
	sounds := sound.Append(nil, h.letter, h.in)
	sounds = sounds[:min(len(sounds), maxWordSounds)]
	s := &said{sounds: sounds, weight: sound.Weight(sounds), classes: sound.ClassesOf(sounds), filler: isFiller(h.letter)}
	s.first, s.second = sound.Onset(sounds)
	if len(h.letter) <= maxLetters {
		h.known[string(h.letter)] = s
	}
	return s
}

func isFiller(word []byte) bool {
	switch string(word) {
	case "uh", "um", "uhm", "eh", "ehm", "ah", "hmm", "unk":
		return true
	}
	return false
}

// stretch is some words from a place on, taken together.
type stretch struct {
	weight  int
	classes sound.Classes
	to      int  // end of its sounds
	comma   bool // one stands inside
}

// stretches lists the stretches of up to six words that begin with the i-th: a sentence
// or a filler ends them.
func (h *hearing) stretches(i int, list []stretch) []stretch {
	var s stretch
	for n := i; n < len(h.words) && n < i+maxTokens; n++ {
		word := &h.words[n]
		if word.said.filler || n > i && word.breaks {
			break
		}
		s.weight += word.said.weight
		s.classes = s.classes.Plus(word.said.classes)
		s.to = word.to
		s.comma = s.comma || n > i && word.comma
		list = append(list, s)
	}
	return list
}
