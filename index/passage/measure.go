package passage

import (
	"unicode"
	"unicode/utf8"
)

// measured is a text as one piece without the space around it, and its number of code points with
// that space. A text of only space has no words and no piece.
type measured struct {
	piece
	runes int
}

// measure measures a text in one pass. Most are ASCII and are read byte by byte.
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

// blank is 1 for the white space of ASCII. Numbers in place of booleans let the loop count words
// without a branch: a word begins where a blank is followed by a byte that is not.
var blank = [256]uint8{'\t': 1, '\n': 1, '\v': 1, '\f': 1, '\r': 1, ' ': 1}

func space(r rune) bool {
	if uint32(r) < utf8.RuneSelf {
		return blank[r] != 0
	}
	return unicode.IsSpace(r)
}

// decode returns the rune of s at byte i and its length.
func decode(s string, i int) (rune, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}
