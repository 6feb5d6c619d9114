package detect

import (
	"unicode"
	"unicode/utf8"
)

// neighbours are the words next to a candidate.
type neighbours struct {
	before, after         string // the word, or empty
	before2, after2       string // the one beyond it
	touchBefore, touchAft bool   // nothing but a space in between
	sentenceStart         bool   // first word of a sentence or of the text
	shouted               bool   // the words around it are in capitals
}

func neighboursOf(text string, start, end int) (n neighbours) {
	at := start
	n.before, at, n.touchBefore, n.sentenceStart = wordBefore(text, at)
	if n.before != "" {
		n.before2, _, _, _ = wordBefore(text, at)
	}
	at = end
	n.after, at, n.touchAft = wordAfter(text, at)
	if n.after != "" {
		n.after2, _, _ = wordAfter(text, at)
	}
	n.shouted = isShouted(n.before) && isShouted(n.after) || isShouted(n.before) && isShouted(n.before2) || isShouted(n.after) && isShouted(n.after2)
	return n
}

func isShouted(word string) bool { return len(word) > 1 && shapeOf(word) == allCapital }

// reach is how many bytes away a neighbour may be.
const reach = 48

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '\'' || r == '’'
}

func wordBefore(text string, at int) (word string, begin int, touches, opens bool) {
	i := at
	low := max(0, at-reach)
	gaps := 0
	opens = true
	for i > low {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if isWord(r) && r != '\'' && r != '’' {
			opens = false
			break
		}
		if r == '.' || r == '!' || r == '?' || r == ':' || r == '\n' || r == '…' || r == '|' || r == '"' || r == '“' || r == '•' {
			// The word before the punctuation is still a neighbour, but does not touch.
			for i > low {
				r, size = utf8.DecodeLastRuneInString(text[:i])
				if isWord(r) {
					break
				}
				i -= size
			}
			stop := i
			for i > low {
				r, size = utf8.DecodeLastRuneInString(text[:i])
				if !isWord(r) {
					break
				}
				i -= size
			}
			return text[i:stop], i, false, true
		}
		i -= size
		gaps++
		if r != ' ' {
			gaps += 2
		}
	}
	if opens && i > 0 && i <= low {
		opens = false
	}
	stop := i
	for i > low {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if !isWord(r) {
			break
		}
		i -= size
	}
	return text[i:stop], i, gaps == 1, opens
}

func wordAfter(text string, at int) (word string, stop int, touches bool) {
	i := at
	high := min(len(text), at+reach)
	gaps := 0
	for i < high {
		r, size := utf8.DecodeRuneInString(text[i:])
		if isWord(r) && (gaps > 0 || r != '\'' && r != '’') {
			break
		}
		gaps++
		if r != ' ' {
			gaps += 2
		}
		i += size
	}
	begin := i
	for i < high {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) {
			break
		}
		i += size
	}
	if begin > high || i > len(text) {
		return "", at, false
	}
	return text[begin:i], i, gaps == 1
}
