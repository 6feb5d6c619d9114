package detect

import (
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// heard is one word of a text: where it stands, and its number in the vocabulary.
type heard struct {
	start, end int32
	number     int32
	breaks     bool // a sentence begins with it
	comma      bool // a comma stands before it
}

// hearing is a text written down as it sounds.
type hearing struct {
	words  []heard
	keys   []letters // of the words
	letter []byte
	known  *vocabulary
	text   uint32 // counts the texts heard
	roster roster
}

func (h *hearing) said(i int) *said { return &h.known.said[h.words[i].number] }

// listen fills a hearing from a text. Words are cut first and looked up then, for so the
// processor may fetch several at a time.
func (h *hearing) listen(text string, language sound.Language) {
	h.cut(text)
	if h.known == nil {
		h.known = newVocabulary()
	}
	h.known.begin()
	h.text++
	for i, key := range h.keys {
		word := &h.words[i]
		var known bool
		if key == tooLong {
			h.word(text, int(word.start))
			word.number, known = h.known.findLong(h.letter, language)
		} else {
			word.number, known = h.known.find(key.in(language), h.text)
		}
		if !known {
			h.word(text, int(word.start))
			h.known.say(word.number, h.letter, language)
		}
	}
}

// cut finds the words of a text.
func (h *hearing) cut(text string) {
	words, keys := h.words[:0], h.keys[:0]
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
		key, n := plainWord(text[i:])
		i += n
		if i < len(text) && (text[i] == '\'' || text[i] >= utf8.RuneSelf) {
			i = h.word(text, start)
			if len(h.letter) == 0 {
				_, size := utf8.DecodeRuneInString(text[i:])
				i += max(size, 1)
				breaks = true
				continue
			}
			key = lettersOf(h.letter)
		}
		words, keys = append(words, heard{int32(start), int32(i), 0, breaks, comma}), append(keys, key)
		breaks, comma = false, false
	}
	h.words, h.keys = words, keys
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

// onset is the first two consonants from the i-th word on, within as many sounds as a
// word may have.
func (h *hearing) onset(i int) sound.Onset {
	s := h.said(i)
	onset, left := s.onset, maxWordSounds-int(s.count)
	for i++; onset.Consonants < 2 && left > 0 && i < len(h.words); i++ {
		s = h.said(i)
		next := s.onset
		if int(s.count) > left {
			next = sound.OnsetOf(s.sounds[:left])
		}
		onset = onset.Then(next)
		left -= int(s.count)
	}
	return onset
}

// begins is the names, by their places in the roster, that the i-th word may begin.
func (h *hearing) begins(i int) uint64 {
	s := h.said(i)
	if s.filler {
		return 0
	}
	onset := s.onset
	if onset.Consonants < 2 {
		onset = h.onset(i)
	}
	names := h.roster.opens[onset.First] | h.roster.opens[onset.Second]
	if names == 0 {
		return 0
	}
	if s.round != h.roster.round {
		s.round, s.asked, s.begins = h.roster.round, 0, 0
	}
	if unasked := names &^ s.asked; unasked != 0 {
		h.roster.ask(s, unasked)
	}
	return names & s.begins
}

// stretch is some words from a place on, taken together.
type stretch struct {
	weight  int32
	to      int32 // end of its sounds
	classes sound.Classes
	comma   bool // one stands inside
}

// ahead is the stretches of up to six words that begin with one word, the shortest
// first: a sentence or a filler ends them.
type ahead struct {
	h      *hearing
	first  int
	list   []stretch
	sounds [maxTokens * maxWordSounds]byte // of as many words as were asked for
	words  int
	room   [maxTokens]stretch
}

// look finds the stretches that begin with the i-th word.
func (a *ahead) look(h *hearing, i int) {
	a.h, a.first, a.words = h, i, 0
	var s stretch
	n := 0
	for ; n < maxTokens && i+n < len(h.words); n++ {
		word := &h.words[i+n]
		said := &h.known.said[word.number]
		if said.filler || n > 0 && word.breaks {
			break
		}
		s.weight += int32(said.weight)
		s.classes = s.classes.Plus(said.classes)
		s.to += int32(said.count)
		s.comma = s.comma || n > 0 && word.comma
		a.room[n] = s
	}
	a.list = a.room[:n]
}

// heard is the sounds of the first n words, which few stretches are asked for.
func (a *ahead) heard(n int) []byte {
	for ; a.words < n; a.words++ {
		said := a.h.said(a.first + a.words)
		copy(a.sounds[a.list[a.words].to-int32(said.count):], said.heard())
	}
	return a.sounds[:a.list[n-1].to]
}
