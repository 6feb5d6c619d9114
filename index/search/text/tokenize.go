package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Token is one word with its position. A written word such as "Node.js" gives several
// tokens: the joined form, whose Outer is true and whose Span is the number of positions it
// fills, and its parts, one position each.
type Token struct {
	Term       string // folded
	Start, End int    // bytes in the text
	Pos        int    // position of the word, from 0
	Span       int    // positions it fills, at least 1
	Outer      bool   // whether it is the whole written word; each written word has one
}

// Tokenize cuts text into words, in the order of their positions. It appends to buf, which
// may be nil, so that a caller who cuts many passages allocates once.
func Tokenize(s string, buf []Token) []Token {
	t := tokenizer{s: s, out: buf[:0]}
	for t.i < len(s) {
		r, n := utf8.DecodeRuneInString(s[t.i:])
		switch {
		case single(r):
			t.emit(t.i, t.i+n, 1, true)
			t.pos++
			t.i += n
		case wordRune(r):
			t.chunk(t.i)
		case r == '&' && t.alone(t.i, n):
			// "Marks & Spencer" is said, and often written, with "and".
			t.out = append(t.out, Token{Term: "and", Start: t.i, End: t.i + n, Pos: t.pos, Span: 1, Outer: true})
			t.pos++
			t.i += n
		default:
			t.i += n
		}
	}
	return t.out
}

type tokenizer struct {
	s   string
	i   int
	pos int
	out []Token
}

// wordRune reports whether r may be inside a word.
func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// single reports whether r is a word by itself, as in scripts that are written without
// spaces.
func single(r rune) bool {
	if r < 0x2E80 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' }

func hyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' }

// alone reports whether the sign at i is between spaces.
func (t *tokenizer) alone(i, n int) bool {
	return i > 0 && i+n < len(t.s) && t.s[i-1] == ' ' && t.s[i+n] == ' '
}

func (t *tokenizer) at(i int) (rune, int) {
	if i >= len(t.s) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(t.s[i:])
}

// chunk reads one written word that begins at start.
func (t *tokenizer) chunk(start int) {
	var parts [][2]int
	var fixed [8][2]int
	parts = fixed[:0]
	signs := false // an ampersand: the word is one piece
	digits := true // whether there were only digits and separators so far
	i, from := start, start
	for {
		r, n := t.at(i)
		if n > 0 && wordRune(r) && !single(r) {
			if r < '0' || r > '9' {
				digits = false
			}
			i += n
			continue
		}
		next, _ := t.at(i + n)
		inner := n > 0 && wordRune(next) && !single(next)
		switch {
		case inner && (r == '.' || r == '_' || hyphen(r) || apostrophe(r)):
		case inner && r == ',' && digits && next >= '0' && next <= '9':
		case inner && r == '&':
			signs = true
		default:
			parts = append(parts, [2]int{from, i})
			t.finish(start, i, parts, signs)
			return
		}
		parts = append(parts, [2]int{from, i})
		i += n
		from = i
	}
}

// finish emits the word s[start:end] and its parts.
func (t *tokenizer) finish(start, end int, parts [][2]int, signs bool) {
	t.i = end
	if len(parts) > 1 {
		if last := parts[len(parts)-1]; possessive(t.s, parts[len(parts)-2][1], last) {
			parts = parts[:len(parts)-1]
			end = parts[len(parts)-1][1]
		}
	}
	lead, tail := false, end
	if len(parts) == 1 && !signs {
		// C++, C#, Disney+: of a longer name the bare word counts too.
		for tail < len(t.s) && tail-end < 2 && (t.s[tail] == '+' || t.s[tail] == '#' && end-start < 3) {
			tail++
		}
		if r, n := t.at(tail); tail > end && (n == 0 || !wordRune(r)) {
			t.i = tail
			t.emit(start, tail, 1, true)
			if end-start > 2 {
				t.emit(start, end, 1, false)
			}
			t.pos++
			return
		}
	}
	// .NET, @handle, #tag: the sign counts where the word begins after a space.
	if start > 0 && (t.s[start-1] == '.' || t.s[start-1] == '@' || t.s[start-1] == '#') &&
		(start == 1 || !signBefore(t.s[:start-1])) {
		lead = true
	}
	switch {
	case signs:
		t.emit(start, end, 1, true)
		if plain := strings.ReplaceAll(t.out[len(t.out)-1].Term, "&", ""); len(plain) > 2 {
			// AT&T is typed att as well.
			t.out = append(t.out, Token{Term: plain, Start: start, End: end, Pos: t.pos, Span: 1})
		}
		t.pos++
		return
	case len(parts) == 1:
		t.emit(start, end, 1, !lead)
		if lead {
			t.emit(start-1, end, 1, true)
		}
		t.pos++
		return
	}
	if whole(t.s, parts) {
		t.emit(start, end, 1, true)
		t.pos++
		return
	}
	term := make([]byte, 0, end-start)
	for _, p := range parts {
		term = append(term, Fold(t.s[p[0]:p[1]])...)
	}
	if len(term) == 0 { // nothing but marks
		term = append(term, t.s[start:end]...)
	}
	t.out = append(t.out, Token{Term: string(term), Start: start, End: end, Pos: t.pos, Span: len(parts), Outer: true})
	if lead {
		t.emit(start-1, end, len(parts), false)
	}
	for _, p := range parts {
		t.emit(p[0], p[1], 1, false)
		t.pos++
	}
}

func (t *tokenizer) emit(start, end, span int, outer bool) {
	term := Fold(t.s[start:end])
	if term == "" { // nothing but marks
		term = t.s[start:end]
	}
	t.out = append(t.out, Token{Term: term, Start: start, End: end, Pos: t.pos, Span: span, Outer: outer})
}

// possessive reports whether the last part is the s of "Acme's".
func possessive(s string, sign int, last [2]int) bool {
	if last[1]-last[0] != 1 || (s[last[0]] != 's' && s[last[0]] != 'S') {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[sign:])
	return apostrophe(r)
}

// whole reports whether the parts of a word mean nothing alone: numbers (3.5) and initials
// (U.S.).
func whole(s string, parts [][2]int) bool {
	digits, initials := true, true
	for _, p := range parts {
		w := s[p[0]:p[1]]
		if utf8.RuneCountInString(w) != 1 {
			initials = false
		}
		for i := 0; i < len(w); i++ {
			if w[i] < '0' || w[i] > '9' {
				digits = false
			}
		}
	}
	r, _ := utf8.DecodeRuneInString(s[parts[0][1]:])
	return digits && (r == '.' || r == ',') || initials && r == '.'
}

// signBefore reports whether s ends in something that makes the next sign punctuation.
func signBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return wordRune(r) || r == '.' || r == '#' || r == '@' || r == '/'
}
