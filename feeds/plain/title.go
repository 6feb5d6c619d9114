package plain

import "strings"

// unclosed are elements that need no end tag.
var unclosed = names(`br hr img input li link meta p wbr`)

// Title returns the text of a title on one line. A tag without attributes that is never closed is a word in
// brackets there, even if HTML has such an element: "When to use <table>".
func Title(s string) string {
	if strings.IndexByte(s, '<') < 0 {
		return Line(FromHTML(s))
	}
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		lower = s // lower case has other lengths in a few scripts
	}
	var b strings.Builder
	last := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '<' {
			continue
		}
		end := i + 1
		closing := end < len(s) && s[end] == '/'
		if closing {
			end++
		}
		from := end
		for end < len(s) && nameByte(s[end]) {
			end++
		}
		name := lower[from:end]
		if name == "" || end == len(s) || s[end] != '>' || unclosed[name] || !elements[name] {
			continue // [FromHTML] knows what it is
		}
		if closing && strings.Contains(lower[:i], "<"+name) || !closing && strings.Contains(lower[end:], "</"+name+">") {
			continue
		}
		b.WriteString(s[last:i] + "&lt;")
		last = i + 1
	}
	b.WriteString(s[last:])
	return Line(FromHTML(b.String()))
}
