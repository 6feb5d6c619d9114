package captions

import "strings"

// Limits on the pieces of a transcript: while it is parsed, a line, a tag or a JSON value uses about a
// hundred times as much memory as its text. Ten hours of speech with a time for each word have about
// 100,000 words.
const (
	maxLines   = 1 << 20
	maxTags    = 1 << 19
	maxObjects = 150_000
	maxValues  = 1 << 20
)

// limited cuts a text after the permitted number of pieces, and reports whether it was cut.
func limited(s string) (string, bool) {
	if strings.Contains(s, "\n\n\n") {
		s = fewerLines(s)
	}
	end := len(s)
	end = min(end, cutAt(s, '\n', maxLines), cutAt(s, '<', maxTags))
	if head := strings.TrimSpace(s[:min(len(s), 64)]); head != "" && strings.ContainsRune(`{["`, rune(head[0])) {
		end = min(end, cutAt(s, '{', maxObjects), cutAt(s, ',', maxValues), cutAt(s, '[', maxObjects))
	}
	return s[:end], end < len(s)
}

// cutAt returns where the text must be cut to have at most that many separators.
func cutAt(s string, sep byte, most int) int {
	if strings.Count(s, string(sep)) < most {
		return len(s)
	}
	at := 0
	for range most {
		next := strings.IndexByte(s[at:], sep)
		if next < 0 {
			return len(s)
		}
		at += next + 1
	}
	return at - 1
}

// fewerLines reduces runs of empty lines to two, which mean the same as many.
func fewerLines(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	run := 0
	for i := range len(s) {
		if s[i] == '\n' {
			if run++; run > 3 {
				continue
			}
		} else {
			run = 0
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// hasWords reports whether a text has at least n words.
func hasWords(s string, n int) bool {
	for range strings.FieldsSeq(s) {
		if n--; n <= 0 {
			return true
		}
	}
	return n <= 0
}

func countWords(s string) int {
	n := 0
	for range strings.FieldsSeq(s) {
		n++
	}
	return n
}
