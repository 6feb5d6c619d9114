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
	from, to   int32
	said       *said
	breaks     bool // a sentence begins with it
	comma      bool // a comma stands before it
}

// said is what is known of a word wherever it stands.
type said struct {
	sounds  []byte
	weight  int32
	classes sound.Classes
	filler  bool // uh, um

	text  int     // for which the names below hold
	names []int32 // voices that may begin with it
}

// hearing is a text written down as it sounds. Words are remembered from text to text,
// for speech says the same ones over and over.
type hearing struct {
	words  []heard
	sounds []byte
	letter []byte
	known  map[string]*said
	in     sound.Language // of the words known
	text   int            // counts the texts heard
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
		h.words = append(h.words, heard{start, i, int32(from), int32(len(h.sounds)), s, breaks, comma})
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
	s := &said{sounds: sounds, weight: int32(sound.Weight(sounds)), classes: sound.ClassesOf(sounds), filler: isFiller(h.letter)}
	if len(h.letter) <= maxLetters {
		h.known[string(h.letter)] = s
	}
	return s
}

// mayBegin lists the names that a stretch beginning with the word may still be. Speech
// says the same words over and over, and most begin no name.
func (s *said) mayBegin(voices []voice, text int) {
	s.text, s.names = text, s.names[:0]
	for v := range voices {
		name := &voices[v]
		if s.weight <= name.most && int32(sound.Excess(s.classes, name.classes)) <= name.worst && sound.Begins(name.sounds, s.sounds, int(name.worst)) {
			s.names = append(s.names, int32(v))
		}
	}
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
	weight  int32
	to      int32 // end of its sounds
	classes sound.Classes
	comma   bool // one stands inside
}

// stretches lists the stretches that begin with the i-th word, up to six words and a
// weight: a sentence or a filler ends them.
func (h *hearing) stretches(i int, most int32, list []stretch) []stretch {
	var s stretch
	for n := i; n < len(h.words) && n < i+maxTokens; n++ {
		word := &h.words[n]
		if s.weight += word.said.weight; s.weight > most || word.said.filler || n > i && word.breaks {
			break
		}
		s.classes = s.classes.Plus(word.said.classes)
		s.to = word.to
		s.comma = s.comma || n > i && word.comma
		list = append(list, s)
	}
	return list
}
