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
	word          string
	sounds        []byte
	weight        int32
	classes       sound.Classes
	first, second byte // onset
	filler        bool // uh, um

	text  int     // for which the names below hold
	names []int32 // voices that may begin with it
}

// hearing is a text written down as it sounds. Words are remembered from text to text,
// for speech says the same ones over and over.
type hearing struct {
	words  []heard
	sounds []byte
	letter []byte
	known  []*said        // by the hash of the word; the last one heard stays
	in     sound.Language // of the words known
	text   int            // counts the texts heard
}

// knownBits is how many words are remembered, as a power of two.
const knownBits = 14

// listen fills a hearing from a text.
func (h *hearing) listen(text string, language sound.Language) {
	h.words, h.sounds = h.words[:0], h.sounds[:0]
	if h.known == nil || h.in != language {
		h.known, h.in = make([]*said, 1<<knownBits), language
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
		hash := uint64(0)
		i, hash = h.word(text, i)
		if len(h.letter) == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += max(size, 1)
			breaks = true
			continue
		}
		slot := &h.known[hash>>(64-knownBits)]
		if *slot == nil || (*slot).word != string(h.letter) {
			*slot = h.say()
		}
		s := *slot
		from := len(h.sounds)
		h.sounds = append(h.sounds, s.sounds...)
		h.words = append(h.words, heard{start, i, int32(from), int32(len(h.sounds)), s, breaks, comma})
		breaks, comma = false, false
	}
}

// word folds the letters of the word at i, with the apostrophes inside it, and returns
// where it ends and its hash.
func (h *hearing) word(text string, i int) (end int, hash uint64) {
	h.letter = h.letter[:0]
	for i < len(text) {
		c := text[i]
		switch f := foldByte[c]; f {
		case breakByte:
			if c != '\'' || i+1 >= len(text) || foldByte[text[i+1]] == breakByte {
				return i, hash
			}
			h.letter = append(h.letter, '\'')
			hash *= prime
			i++
		case wideByte:
			r, size := utf8.DecodeRuneInString(text[i:])
			folded := foldRune(r)
			switch {
			case r == '’' && len(h.letter) > 0:
				folded = "'"
			case folded == "":
				return i, hash
			case folded == vanishes:
				folded = ""
			}
			h.letter = append(h.letter, folded...)
			hash = (hash + uint64(r)) * prime
			i += size
		default:
			h.letter = append(h.letter, f)
			hash = (hash + uint64(f)) * prime
			i++
		}
	}
	return i, hash
}

// say writes down the word at hand.
func (h *hearing) say() *said {
	sounds := sound.Append(nil, h.letter, h.in)
	sounds = sounds[:min(len(sounds), maxWordSounds)]
	s := &said{word: string(h.letter), sounds: sounds, weight: int32(sound.Weight(sounds)), classes: sound.ClassesOf(sounds), filler: isFiller(h.letter)}
	s.first, s.second = sound.Onset(sounds)
	return s
}

// mayBegin lists the names that a stretch beginning with the word may still be. Speech
// says the same words over and over, and most begin no name.
func (s *said) mayBegin(voices []voice, text int) {
	s.text, s.names = text, s.names[:0]
	for v := range voices {
		name := &voices[v]
		if s.weight > name.most || s.first != s.second && !name.opens(s.first) && !name.opens(s.second) {
			continue
		}
		if int32(sound.Excess(s.classes, name.classes)) <= name.worst && sound.Begins(name.sounds, s.sounds, int(name.worst)) {
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
