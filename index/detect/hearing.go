package detect

import (
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// heard is one word of a text with its sounds, as offsets into the text and into one
// string of all sounds.
type heard struct {
	start, end int
	from, to   int
	weight     int
	mask       uint16
	breaks     bool // a sentence begins with it
	comma      bool // a comma stands before it
	filler     bool // uh, um
}

// hearing is a text written down as it sounds.
type hearing struct {
	words  []heard
	sounds []byte
	letter []byte
}

// listen fills a hearing from a text.
func (h *hearing) listen(text string, language sound.Language) {
	h.words, h.sounds = h.words[:0], h.sounds[:0]
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
		h.letter = h.letter[:0]
		for i < len(text) {
			c := text[i]
			if f := foldByte[c]; f == breakByte {
				if c != '\'' || i+1 >= len(text) || foldByte[text[i+1]] == breakByte {
					break
				}
				i++
			} else if f != wideByte {
				h.letter = append(h.letter, f)
				i++
			} else {
				r, size := utf8.DecodeRuneInString(text[i:])
				folded := foldRune(r)
				if folded == "" && r != '’' {
					break
				}
				if folded != vanishes {
					h.letter = append(h.letter, folded...)
				}
				i += size
			}
		}
		if len(h.letter) == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += max(size, 1)
			breaks = true
			continue
		}
		from := len(h.sounds)
		h.sounds = sound.Append(h.sounds, h.letter, language)
		if len(h.sounds)-from > 24 {
			h.sounds = h.sounds[:from+24]
		}
		h.words = append(h.words, heard{start, i, from, len(h.sounds), sound.Weight(h.sounds[from:]), sound.Mask(h.sounds[from:]), breaks, comma, isFiller(h.letter)})
		breaks, comma = false, false
	}
}

func isFiller(word []byte) bool {
	switch string(word) {
	case "uh", "um", "uhm", "eh", "ehm", "ah", "äh", "hmm", "unk":
		return true
	}
	return false
}
