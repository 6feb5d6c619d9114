package captions

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// longest is the latest second a cue may have: a recording of a thousand hours.
const longest = 3_600_000

// separators are the characters that files write between seconds and their fraction, beside the
// full stop: a comma, the semicolon of drop-frame time codes, and apostrophes. The colon of
// Chinese keyboards is a colon.
var separators = strings.NewReplacer(",", ".", ";", ".", "'", ".", "’", ".", "´", ".", "`", ".", "：", ":")

// clock reads H:MM:SS.mmm, MM:SS,mmm, SS.mmm and mixtures of them as seconds.
func clock(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 48 {
		return 0, false
	}
	s = separators.Replace(s)
	parts := strings.Split(s, ":")
	if len(parts) == 1 {
		parts = dotted(s)
	}
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
		if whole, fraction, found := strings.Cut(p, "."); found && strings.Contains(fraction, ".") {
			// 15.500.0999: a program wrote its milliseconds as a float.
			fraction, _, _ = strings.Cut(fraction, ".")
			p = whole + "." + fraction
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

// dotted splits 00.01.15.000, whose separators are all full stops. One full stop is a fraction.
func dotted(s string) []string {
	parts := strings.Split(s, ".")
	switch {
	case len(parts) == 4:
		return []string{parts[0], parts[1], parts[2] + "." + parts[3]}
	case len(parts) == 3 && len(parts[2]) == 3 && len(parts[1]) <= 2: // MM.SS.mmm
		return []string{parts[0], parts[1] + "." + parts[2]}
	case len(parts) == 3 && len(parts[1]) <= 2 && len(parts[2]) <= 2:
		return parts
	}
	return []string{s}
}

var (
	isoDuration = regexp.MustCompile(`^(?i)P(?:(\d+)D)?T?(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?$`)
	withUnits   = regexp.MustCompile(`^(?i)(?:(\d+)\s*d(?:ays?)?\s*)?(?:(\d+(?:[.,]\d+)?)\s*h(?:(?:ou)?rs?)?\s*)?(?:(\d+(?:[.,]\d+)?)\s*m(?:in(?:ute)?s?)?\.?\s*)?(?:(\d+(?:[.,]\d+)?)\s*s(?:ec(?:ond)?s?)?\.?)?$`)
	millisOnly  = regexp.MustCompile(`^(?i)(\d+(?:[.,]\d+)?)\s*(?:ms|msecs?|millis|milliseconds?)\.?$`)
	scientific  = regexp.MustCompile(`^\d+(?:\.\d+)?[eE][+-]?\d{1,2}$`)
)

// Clock reads a time as programs write it: 1:15, 75.5, 00:01:15,500, PT1M15.5S, "75.5 sec", 1m15s,
// "75500 ms". Brackets around it are ignored. ok is false for anything else.
func Clock(s string) (seconds float64, ok bool) {
	s = strings.Trim(strings.TrimSpace(s), "[](){}<>\"")
	if v, ok := clock(s); ok {
		return v, true
	}
	if s == "" || len(s) > 64 {
		return 0, false
	}
	if scientific.MatchString(s) {
		v, err := strconv.ParseFloat(s, 64)
		return v, err == nil && v <= longest
	}
	if m := millisOnly.FindStringSubmatch(s); m != nil {
		v, err := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", "."), 64)
		return v / 1000, err == nil && v/1000 <= longest
	}
	for _, form := range []*regexp.Regexp{isoDuration, withUnits} {
		m := form.FindStringSubmatch(s)
		if m == nil || strings.Join(m[1:], "") == "" {
			continue
		}
		total := 0.0
		for i, unit := range []float64{86400, 3600, 60, 1} {
			if m[i+1] == "" {
				continue
			}
			v, err := strconv.ParseFloat(strings.ReplaceAll(m[i+1], ",", "."), 64)
			if err != nil {
				return 0, false
			}
			total += v * unit
		}
		return math.Round(total*1000) / 1000, total <= longest
	}
	return 0, false
}
