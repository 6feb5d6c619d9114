package attribute

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/search/text"
)

// How much of an answer is read.
const (
	maxText  = 4 << 10
	maxWords = 400
)

// token is a word of an answer.
type token struct {
	word       string // folded
	upper      bool   // it begins with a capital
	caps       bool   // it is all capitals
	possessive bool   // 's was cut off
	hash       bool   // a # stands before it
	clause     int
	sentence   int
}

// abbreviations don't end a clause with their full stop.
var abbreviations = set("afl ep eps nr no dr st mr mrs nav vs ca bijv")

// openers begin a clause without punctuation.
var openers = set("but maar although echter hoewel aber")

// tokens splits a text into words and clauses.
func tokens(s string) []token {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	var out []token
	clause, sentence, started := 0, 0, false
	breakHere := func() {
		if started {
			clause, started = clause+1, false
		}
	}
	for i := 0; i < len(s) && len(out) < maxWords; {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isWord(r) {
			switch {
			case r == '.' && len(out) > 0 && abbreviations[out[len(out)-1].word]:
			case strings.ContainsRune(".!?;,:\n()[]—–…|", r), r == '-' && i+1 < len(s) && s[i+1] == ' ':
				breakHere()
				if strings.ContainsRune(".!?;\n", r) && len(out) > 0 && out[len(out)-1].sentence == sentence {
					sentence++
				}
			}
			i += n
			continue
		}
		from := i
		for i < len(s) {
			r, n := utf8.DecodeRuneInString(s[i:])
			if !isWord(r) && !(isApostrophe(r) && i+n < len(s) && i > from && letterAt(s, i+n)) {
				break
			}
			i += n
		}
		raw := s[from:i]
		first, _ := utf8.DecodeRuneInString(raw)
		t := token{upper: unicode.IsUpper(first), hash: from > 0 && s[from-1] == '#'}
		stem, suffix, cut := cutApostrophe(raw)
		t.caps = len(stem) > 1 && strings.ToUpper(stem) == stem && strings.ToLower(stem) != stem
		folded := text.Fold(stem)
		switch end := text.Fold(suffix); {
		case !cut:
		case end == "t" && strings.HasSuffix(folded, "n"):
			folded += "t" // didn't
		case end == "s":
			t.possessive = true
		}
		if folded == "" {
			continue
		}
		if before, kind, ok := compound(folded); ok {
			out = append(out, token{word: before, upper: t.upper, clause: clause, sentence: sentence})
			folded, t.upper, started = kind, false, true
		}
		if openers[folded] {
			breakHere()
		}
		t.word, t.clause, t.sentence, started = folded, clause, sentence, true
		out = append(out, t)
	}
	return out
}

// compound splits Dutch compounds with a kind: "schoenenpodcast" is a podcast about shoes.
func compound(w string) (before, kind string, ok bool) {
	for _, kind := range []string{"podcast", "podcasts", "nieuwsbrief", "aflevering", "filmpje"} {
		if before, ok := strings.CutSuffix(w, kind); ok && len(before) >= 4 {
			return before, kind, true
		}
	}
	return "", "", false
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' }

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

func cutApostrophe(s string) (before, after string, found bool) {
	i := strings.IndexFunc(s, isApostrophe)
	if i < 0 {
		return s, "", false
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[:i], s[i+n:], true
}

// set returns the words of a list.
func set(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}
