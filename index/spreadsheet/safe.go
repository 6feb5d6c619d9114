package spreadsheet

import "strings"

// longest is how many UTF-16 units fit into a cell of Excel. It spreads a longer text over the
// cells that follow.
const longest = 32_767

// Safe returns a text as it may stand in a cell:
//
//   - A text that begins like a formula gets an apostrophe before it, so that it stays text.
//   - So does each part of it after a comma, a semicolon, a tab or a line break, if that part is a
//     formula: a spreadsheet that expects another separator makes a cell of it.
//   - A line break is a single line feed. Other control characters are removed, and bytes that are
//     not UTF-8 are replaced.
//   - A text that is too long for a cell is cut off, and ends with an ellipsis.
func Safe(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfeff {
			return -1
		}
		return r
	}, s)
	var b strings.Builder
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\n") || signed(s) || formula(s) {
		b.WriteByte('\'')
	}
	for {
		i := strings.IndexAny(s, ",;\t\n")
		if i < 0 {
			break
		}
		b.WriteString(s[:i+1])
		if s = s[i+1:]; formula(s) {
			b.WriteByte('\'')
		}
	}
	b.WriteString(s)
	return cut(b.String())
}

// signs are the characters with which a formula begins, in both widths.
var signs = []string{"=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠"}

// spaces are ignored before a formula.
const spaces = " \t\n\u00a0\u3000\u200b"

// signed reports whether a text begins like a formula.
func signed(s string) bool {
	s = strings.TrimLeft(s, spaces)
	for _, sign := range signs {
		if strings.HasPrefix(s, sign) {
			return true
		}
	}
	return false
}

// formula reports whether the text up to the next separator calls something. Inside a text a sign
// alone is common: "thanks, @acme".
func formula(s string) bool {
	if s = strings.TrimLeft(s, spaces+`"`); !signed(s) { // a reader that cuts here drops the quotation marks
		return false
	}
	if strings.HasPrefix(s, "=") || strings.HasPrefix(s, "＝") {
		return true
	}
	if i := strings.IndexAny(s, ",;\t\n"); i >= 0 {
		s = s[:i]
	}
	return strings.ContainsAny(s, "(|!")
}

func cut(s string) string {
	if len(s) <= longest {
		return s
	}
	units, end := 0, 0 // end is where the text is cut, if it is
	for i, r := range s {
		if units < longest {
			end = i
		}
		if units++; r > 0xffff {
			units++
		}
		if units > longest {
			return s[:end] + "…"
		}
	}
	return s
}
