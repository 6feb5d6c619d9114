package podcast

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Dates as publishers write them by hand and the parser can't read them: day names of other
// languages, full or foreign month names, two-digit years, zones by name. [date] tries these
// expressions in order: numbers only, then day before month, then month before day. Whatever
// follows the day is searched for a time and a zone.
var (
	dayFirst   = regexp.MustCompile(`\b(\d{1,2})(?:\.|st|nd|rd|th|er|o)?\s+(?:(?:de|of)\s+|d['’])?(\p{L}{3,}|ag)\.?,?\s+(?:(?:de|del)\s+)?(\d{4}|\d{2})\b(.*)$`)
	monthFirst = regexp.MustCompile(`(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b(.*)$`)
	yearFirst  = regexp.MustCompile(`\b(\d{4})(?:\.|,)?\s+(?:m\.\s+|gada\s+)?(?:(\p{L}{3,})\.?\s+(\d{1,2})\b|(\d{1,2})\.\s+(\p{L}{3,}))\.?(.*)$`) // Hungarian, Lithuanian, Latvian
	inNumbers  = regexp.MustCompile(`^(?:\D{0,12}\s)?(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}))(?:\b|t|$)(.*)$`)
	clockTime  = regexp.MustCompile(`(\d{1,2})(?:[:.h]|\s?[時时시點点]\s?)(\d{2})(?:(?:[:.m]|\s?[分분]\s?)(\d{2}))?(?:[.,]\d+)?\s*(?:([ap])\.?\s?m\b)?`)
	hourOnly   = regexp.MustCompile(`^[t,\s]*(\d{1,2})()()(?:\s*([ap])m)?\b`)
	offset     = regexp.MustCompile(`(?:gmt|utc)?\s*([+-])\s?(\d{1,2}):?(\d{2})?\b`)
	yearLast   = regexp.MustCompile(`^(?:\p{L}{2,}\s+)?(\p{L}{3,})\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)(.*)\s(\d{4})$`) // as the shell and Java print it
	spacedDots = regexp.MustCompile(`\b(\d{1,2})\.\s+(\d{1,2})\.\s+(\d{4})\b`)                                              // day first, as in Czech and German
	cjk        = regexp.MustCompile(`(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?`)
	dottedYear = regexp.MustCompile(`\b(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})\.?(?:\s|$)`)                 // Korean, Hungarian
	vietnamese = regexp.MustCompile(`\b(\d{1,2})\s+(?:thang|thg)\s?(\d{1,2}),?\s+(?:nam\s+)?(\d{4})\b`) // the months are numbers
	isoWeek    = regexp.MustCompile(`^(\d{4})-?w(\d{2})-?(\d)$`)
	placeName  = regexp.MustCompile(`\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b`)
	compact    = regexp.MustCompile(`^\d{8}(?:t?\d{6}z?)?$`)
	unixTime   = regexp.MustCompile(`^\d{9,10}(?:\d{3})?$`)
)

var zones = map[string]int{ // hours from UTC
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
	"bst": 1, "wet": 0, "west": 1, "cet": 1, "cest": 2, "met": 1, "mez": 1, "mesz": 2, "eet": 2, "eest": 3,
	"jst": 9, "aest": 10, "aedt": 11,
}

// hasNamedZone reports whether a date has a zone that the parser may not know and would read
// as UTC: the names above, and "GMT+2", of which it reads only the GMT.
func hasNamedZone(s string) bool {
	if strings.Contains(s, "GMT+") || strings.Contains(s, "GMT-") || placeName.MatchString(s) {
		return true
	}
	for word := range strings.FieldsSeq(strings.ToLower(s)) {
		if _, ok := zones[word]; ok {
			return true
		}
	}
	return false
}

// date reads a date that the parser couldn't. language is that of the feed, if it is known. A day that doesn't exist (31 June) is refused
// rather than moved to the next month.
func date(s, language string) (time.Time, bool) {
	if len(s) > 160 {
		return time.Time{}, false
	}
	place := location(s)
	s = folded(s)
	for _, form := range []*regexp.Regexp{cjk, dottedYear} {
		s = form.ReplaceAllString(s, "$1-$2-$3 ")
	}
	for _, form := range []*regexp.Regexp{spacedDots, vietnamese} {
		s = form.ReplaceAllString(s, "$3-$2-$1")
	}
	switch s = strings.TrimSpace(s); {
	case isoWeek.MatchString(s):
		return weekDate(isoWeek.FindStringSubmatch(s))
	case unixTime.MatchString(s):
		n, err := strconv.ParseInt(s[:min(len(s), 10)], 10, 64) // milliseconds or not
		return time.Unix(n, 0).UTC(), err == nil
	case compact.MatchString(s):
		s = strings.NewReplacer("t", "", "z", "").Replace(s)
		t, err := time.Parse("20060102150405"[:len(s)], s)
		return t, err == nil
	}
	day, name, year, rest := "", "", "", ""
	s = yearLast.ReplaceAllString(s, "$2 $1 $5 $3$4")
	if m := inNumbers.FindStringSubmatch(s); m != nil {
		year, name, day, rest = m[1]+m[7], m[2]+m[6], m[3]+m[4], m[8]
		if english := primary(language) == "" || primary(language) == "en"; m[5] != "" && m[5] != "." && english && number(day) <= 12 {
			name, day = day, name // Americans write the month first
		}
	} else if m := yearFirst.FindStringSubmatch(s); m != nil {
		year, name, day, rest = m[1], m[2]+m[5], m[3]+m[4], m[6]
	} else if m := dayFirst.FindStringSubmatch(s); m != nil {
		day, name, year, rest = m[1], m[2], m[3], m[4]
	} else if m := monthFirst.FindStringSubmatch(s); m != nil {
		name, day, year, rest = m[1], m[2], m[3], m[4]
	}
	month, ok := monthNamed(name, language)
	if !ok {
		return time.Time{}, false
	}
	d, y := number(day), number(year)
	if len(year) == 2 {
		// RFC 2822's reading of two digits.
		if y += 1900; y < 1950 {
			y += 100
		}
	}
	hour, minute, second := 0, 0, 0
	m := clockTime.FindStringSubmatchIndex(rest)
	if m == nil {
		m = hourOnly.FindStringSubmatchIndex(rest)
	}
	if m != nil {
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return rest[m[2*i]:m[2*i+1]]
		}
		hour, minute, second = number(part(1)), number(part(2)), number(part(3))
		switch half := cmp.Or(part(4), halfBefore(rest[:m[0]])); half {
		case "a", "p":
			if hour %= 12; half == "p" {
				hour += 12
			}
		}
		rest = rest[m[1]:]
	} else {
		rest = ""
	}
	if d < 1 || hour > 24 || minute > 59 || second > 60 {
		return time.Time{}, false
	}
	if time.Date(y, month, d, 0, 0, 0, 0, time.UTC).Day() != d {
		return time.Time{}, false
	}
	if place != nil {
		return time.Date(y, month, d, hour, minute, second, 0, place).UTC(), true
	}
	return time.Date(y, month, d, hour, minute, second, 0, time.UTC).Add(-zone(rest)), true
}

// halfBefore returns which half of the day East Asian text names before the time.
func halfBefore(s string) string {
	switch {
	case strings.ContainsAny(s, "後后下") || strings.Contains(s, "오후"):
		return "p"
	case strings.ContainsAny(s, "前上") || strings.Contains(s, "오전"):
		return "a"
	}
	return ""
}

// location returns the place that a date names as its zone, "America/New_York", or nil.
func location(s string) *time.Location {
	name := placeName.FindString(s)
	if name == "" {
		return nil
	}
	l, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return l
}

// weekDate returns the day of an ISO week: 2026-W31-7 is its Sunday. A week alone is no day.
func weekDate(m []string) (time.Time, bool) {
	year, week, day := number(m[1]), number(m[2]), number(m[3])
	if week < 1 || week > 53 || day < 1 || day > 7 {
		return time.Time{}, false
	}
	fourth := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC) // always in the first week
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	return monday.AddDate(0, 0, 7*(week-1)+day-1), true
}

// zone returns the offset from UTC that the text behind a time names, or zero.
func zone(s string) time.Duration {
	s = strings.TrimSpace(s)
	if m := offset.FindStringSubmatch(s); m != nil {
		d := time.Duration(number(m[2]))*time.Hour + time.Duration(number(m[3]))*time.Minute
		switch {
		case d > 15*time.Hour:
			return 0
		case m[1] == "-":
			return -d
		}
		return d
	}
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r < 'a' || r > 'z' }) {
		if h, ok := zones[word]; ok {
			return time.Duration(h) * time.Hour
		}
	}
	return 0
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
