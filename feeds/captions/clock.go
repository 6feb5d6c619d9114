package captions

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// longest is the latest second a cue may have: a recording of a thousand hours.
const longest = 3_600_000

// clock reads H:MM:SS.mmm, MM:SS,mmm, SS.mmm and mixtures of them as seconds.
func clock(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 24 {
		return 0, false
	}
	s = strings.ReplaceAll(s, ",", ".")
	parts := strings.Split(s, ":")
	if len(parts) == 4 { // H:MM:SS:mmm
		parts = []string{parts[0], parts[1], parts[2] + "." + parts[3]}
	}
	if len(parts) > 3 {
		return 0, false
	}
	total := 0.0
	for i, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" || strings.Trim(p, "0123456789.") != "" || (i < len(parts)-1 && strings.Contains(p, ".")) {
			return 0, false
		}
		v, err := strconv.ParseFloat(p, 64)
		if err != nil {
			return 0, false
		}
		total = total*60 + v
	}
	if total > longest {
		return 0, false
	}
	return math.Round(total*1000) / 1000, true
}

// span matches two clock times with an arrow between them, with the variations of real files: spaces
// inside a time, a typographic arrow, one hyphen instead of two, no end time.
var span = regexp.MustCompile(`^\s*(-?\d[\d:.,\s]*?)\s*(--?>|→|[–—]>)\s*(-?\d[\d:.,]*(?:\s*[:.,]\s*\d+)*)?(.*)$`)

// unknown is the start of a cue whose time can't be read. It gets the time of the cue before.
const unknown = -1

// timing reads a line like "00:01.000 --> 00:02.500 align:left". ok is false for words that only look
// similar ("2 -> 3 is easy").
func timing(line string) (start, end float64, ok bool) {
	if !strings.ContainsAny(line, ">→") {
		return 0, 0, false
	}
	m := span.FindStringSubmatch(line)
	if m == nil {
		return 0, 0, false
	}
	long, bare := m[2] == "-->", strings.TrimSpace(m[4]) == ""
	switch {
	case !strings.ContainsAny(m[1], ":.,") && !(long && bare):
		return 0, 0, false
	case m[3] == "" && !(long && bare):
		return 0, 0, false
	}
	if start, ok = signed(m[1]); !ok {
		return unknown, unknown, long
	}
	if end, ok = signed(m[3]); !ok {
		end = start
	}
	return start, end, true
}

// signed is clock for files whose first cues were shifted to negative times, which become 0.
func signed(s string) (float64, bool) {
	s = strings.Join(strings.Fields(s), "")
	rest, negative := strings.CutPrefix(s, "-")
	v, ok := clock(rest)
	if negative {
		v = 0
	}
	return v, ok
}
