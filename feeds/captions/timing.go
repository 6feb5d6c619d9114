package captions

import (
	"regexp"
	"strconv"
	"strings"
)

// stamp matches one clock time as files write it, with any of the separators that clock knows.
const stamp = `-?\d{1,12}(?:[:.,;'’´：]\d{1,20})*`

// span matches a timing line: maybe the cue's number, a time, an arrow, maybe another time, and
// what follows. Arrows are typographic or have one hyphen in some files.
var span = regexp.MustCompile(`^\s*(?:#?\d{1,9}[.):]?\s+)?[\[(]?(` + stamp + `)[\])]?\s*(--+>|->|→|[–—]>|=>)\s*[\[(]?(` + stamp + `)?[\])]?(.*)$`)

// pair matches two times without an arrow between them, alone on a line, as in SBV files:
// "0:00:05.000,0:00:07.000". Both have a colon, so that two numbers don't match.
var pair = regexp.MustCompile(`^\s*(?:#?\d{1,9}[.):]?\s+)?[\[(]?(\d{1,4}:\d{1,2}(?:[:.;'’´,]\d{1,9})*?)[\])]?\s*(?:,\s*|[-–—~/|]+\s*|\bto\b\s*|\s+|;\s*)[\[(]?(\d{1,4}:\d{1,2}(?:[:.,;'’´]\d{1,9})*)[\])]?\s*$`)

// garbled matches a timing line whose times are no times: "NaN:NaN:NaN --> NaN:NaN:NaN".
var garbled = regexp.MustCompile(`^\s*\S*[:.]\S*\s*-->\s*\S*[:.]\S*\s*$`)

// gap matches the spaces that some files have inside a time: "00 : 00 : 05. 250".
var gap = regexp.MustCompile(`(\d)(?:\s+([:.,;])\s*|([:.,;])\s+)(\d)`)

// unknown is the start of a cue whose time can't be read.
const unknown = -1

// timing reads a line like "00:01.000 --> 00:02.500 align:left". tail is what follows the times and
// isn't a setting of WebVTT: words that were put on the timing line. ok is false for words that only
// look similar ("2 -> 3 is easy").
func timing(line string) (start, end float64, tail string, ok bool) {
	if !strings.ContainsAny(line, ">→") {
		if strings.Count(line, ":") < 2 || len(line) > 200 { // most lines are words
			return 0, 0, "", false
		}
		m := pair.FindStringSubmatch(line)
		if m == nil {
			return 0, 0, "", false
		}
		start, ok1 := clock(m[1])
		end, ok2 := clock(m[2])
		return start, end, "", ok1 && ok2 && end >= start
	}
	m := span.FindStringSubmatch(line)
	if m == nil {
		loose := gap.ReplaceAllString(gap.ReplaceAllString(line, "$1$2$3$4"), "$1$2$3$4")
		if m = span.FindStringSubmatch(loose); m == nil {
			return unknown, unknown, "", garbled.MatchString(line)
		}
	}
	long, rest := strings.HasPrefix(m[2], "--"), strings.TrimSpace(m[4])
	if settings(rest) {
		rest = ""
	}
	clocks := strings.ContainsAny(m[1], ":：") && (m[3] == "" || strings.ContainsAny(m[3], ":："))
	switch {
	case !strings.ContainsAny(m[1], ":.,;'’：") && !(long && rest == ""):
		return 0, 0, "", false
	case m[3] == "" && !(long && rest == ""):
		return 0, 0, "", false
	case rest != "" && !clocks:
		return 0, 0, "", false
	}
	if start, ok = signed(m[1]); !ok {
		return unknown, unknown, rest, long
	}
	if end, ok = signed(m[3]); !ok || end == unknown {
		end = start
	}
	return start, end, rest, true
}

// setting matches one setting of a WebVTT cue or the coordinates of an old SubRip one.
var setting = regexp.MustCompile(`^(?:(?:align|position|line|size|vertical|region|A|D|L|S|T|X[12]|Y[12]):\S*|\d+(?:\.\d+)?%\S*)$`)

// settings reports whether all words of s are settings.
func settings(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if !setting.MatchString(w) {
			return false
		}
	}
	return true
}

// signed is clock with a minus before it. A time before the beginning of the recording is unknown.
func signed(s string) (float64, bool) {
	rest, negative := strings.CutPrefix(s, "-")
	v, ok := clock(rest)
	if ok && negative {
		if v, ok = fromBeginning(-v); !ok {
			return unknown, true
		}
	}
	return v, ok
}

// fromBeginning returns 0 for a time up to a second before the beginning: programs that align words write
// such times. ok is false for earlier ones, of which nobody knows where they belong.
func fromBeginning(v float64) (seconds float64, ok bool) {
	return max(v, 0), v >= -1
}

// inline matches a timing within a line, with the cue's number before it.
var inline = regexp.MustCompile(`(?:(#?\d{1,9})\s+)?(\d{1,9}(?:[:.,;]\d{1,20})+\s*--+>\s*\d{1,9}(?:[:.,;]\d{1,20})+)`)

// unflatten gives the timings of a file that lost its line ends lines of their own again. A number
// before a timing is the cue's if it counts on from the one before; otherwise it is a word.
func unflatten(s string) string {
	if !strings.Contains(s, "-->") {
		return s
	}
	var b strings.Builder
	last := 0
	for line := range strings.Lines(s) {
		if strings.Count(line, "-->") < 2 {
			b.WriteString(line)
			continue
		}
		at := 0
		for _, m := range inline.FindAllStringSubmatchIndex(line, -1) {
			from := m[4]
			if m[2] >= 0 {
				if n, err := strconv.Atoi(strings.TrimPrefix(line[m[2]:m[3]], "#")); err == nil && (n == last+1 || last == 0 && n < 2) {
					last, from = n, m[2]
				}
			}
			b.WriteString(line[at:from])
			b.WriteString("\n\n")
			b.WriteString(line[m[4]:m[5]])
			b.WriteByte('\n')
			at = m[5]
		}
		b.WriteString(strings.TrimLeft(line[at:], " \t"))
	}
	return b.String()
}
