package captions

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dashed matches a line that begins with a dash, as subtitles show that another person speaks. A minus
// stands before a digit.
var dashed = regexp.MustCompile(`^([-‐‑–—―])\s*([^\s\d\-‐‑–—―>].*)$`)

// turns splits lines at the dashes of a dialogue and removes these: "- Do you like it? - Yes" is what two
// people say. In a line that doesn't begin with a dash, one is punctuation.
func turns(lines []spokenLine) []spokenLine {
	dialogue := false
	for _, l := range lines {
		dialogue = dialogue || dashed.MatchString(l.Text)
	}
	if !dialogue {
		return lines
	}
	var out []spokenLine
	begun := false // the cue begins with a dash
	for i, l := range lines {
		m := dashed.FindStringSubmatch(l.Text)
		first := i == 0 || lines[i-1].block != l.block
		if first {
			begun = m != nil
		}
		if m == nil || !begun && strings.Contains("–—―", m[1]) { // in the middle of a cue a long one encloses something
			out = append(out, l)
			continue
		}
		for n, said := range oneLine(m[2], m[1]) {
			next := l
			next.Text, next.turn = said, true
			if before := len(out) - 1; (n > 0 || !first) && out[before].Speaker == l.Speaker {
				next.Speaker = "" // the file names one speaker for what several people say
			}
			out = append(out, next)
		}
	}
	return out
}

// oneLine splits a line that began with a dash at the same dashes that begin a turn: behind the end of a
// sentence, or before a capital letter if it is the only one. Two of them may enclose something.
func oneLine(s, dash string) []string {
	between := " " + dash + " "
	alone := strings.Count(s, between) == 1
	var out []string
	from := 0
	for at := 0; ; {
		n := strings.Index(s[at:], between)
		if n < 0 {
			return append(out, s[from:])
		}
		end, next := at+n, at+n+len(between)
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[next:min(len(s), next+16)], "¿¡\"“‘«([♪ "))
		if strings.ContainsAny(s[max(from, end-4):end], ".?!…。？！") || alone && unicode.IsUpper(first) {
			out = append(out, s[from:end])
			from = next
		}
		at = next
	}
}
