package passage

import (
	"unicode"
	"unicode/utf8"
)

// extent is a text as one piece, and how many code points it has with the space
// around it. A text of space has no words, and no piece.
type measured struct {
	piece
	runes int
}

// survey reads a text once. Most are ASCII: those are read a byte at a time.
func measure(text string) measured {
	words := 0
	before := blank[' ']
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= utf8.RuneSelf {
			return measureRunes(text)
		}
		words += int(before &^ blank[c])
		before = blank[c]
	}
	if words == 0 {
		return measured{runes: len(text)}
	}
	p := piece{to: len(text), words: words}
	for blank[text[p.from]] != 0 {
		p.from++
	}
	for blank[text[p.to-1]] != 0 {
		p.to--
	}
	p.start, p.end = p.from, p.to
	p.sentence = stop(rune(text[p.to-1]))
	return measured{p, len(text)}
}

func measureRunes(text string) measured {
	var e measured
	inWord := false
	var last rune
	for i := 0; i < len(text); {
		r, n := decode(text, i)
		if space(r) {
			inWord = false
		} else {
			if e.words == 0 {
				e.from, e.start = i, e.runes
			}
			if !inWord {
				e.words++
				inWord = true
			}
			e.to, e.end = i+n, e.runes+1
			last = r
		}
		i += n
		e.runes++
	}
	e.sentence = stop(last)
	return e
}

// blank is 1 for the white space of ASCII.
var blank = [256]uint8{'\t': 1, '\n': 1, '\v': 1, '\f': 1, '\r': 1, ' ': 1}

func space(r rune) bool {
	if uint32(r) < utf8.RuneSelf {
		return blank[r] != 0
	}
	return unicode.IsSpace(r)
}

// decode is the rune of s at byte i, and its length.
func decode(s string, i int) (rune, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}
