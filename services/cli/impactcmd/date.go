package impactcmd

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// form is a way to write a date: its order of parts and the sign between them.
type form struct {
	name  string // as a person would write it
	re    *regexp.Regexp
	order [3]int // which group is year, month, day
}

const clock = `(?:[T ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?\s*(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?$`

// forms are the ways that are understood. The last two look alike.
var forms = []form{
	{"2026-04-03", regexp.MustCompile(`^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})` + clock), [3]int{1, 2, 3}},
	{"2026/04/03", regexp.MustCompile(`^([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})` + clock), [3]int{1, 2, 3}},
	{"20260403", regexp.MustCompile(`^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})` + clock), [3]int{1, 2, 3}},
	{"03.04.2026", regexp.MustCompile(`^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})` + clock), [3]int{3, 2, 1}},
	{"03-04-2026 (day first)", regexp.MustCompile(`^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})` + clock), [3]int{3, 2, 1}},
	{"03-04-2026 (month first)", regexp.MustCompile(`^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})` + clock), [3]int{3, 1, 2}},
	{"03/04/2026 (day first)", regexp.MustCompile(`^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})` + clock), [3]int{3, 2, 1}},
	{"03/04/2026 (month first)", regexp.MustCompile(`^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})` + clock), [3]int{3, 1, 2}},
}

// stamp is a date as read: wall-clock parts, whether a time of day was given, and the
// offset where one was.
type stamp struct {
	wall   time.Time // the wall clock, written as if it were UTC
	clock  bool
	offset *int // seconds east
}

func (f form) parse(s string) (stamp, bool) {
	m := f.re.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return stamp{}, false
	}
	part := func(i int) int { n, _ := strconv.Atoi(m[i]); return n }
	y, mo, d := part(f.order[0]), part(f.order[1]), part(f.order[2])
	out := stamp{clock: m[4] != ""}
	hour, minute, second := part(4), part(5), part(6)
	if hour > 23 || minute > 59 || second > 60 || y < 1 {
		return stamp{}, false
	}
	out.wall = time.Date(y, time.Month(mo), d, hour, minute, second, 0, time.UTC)
	if out.wall.Day() != d || int(out.wall.Month()) != mo {
		return stamp{}, false
	}
	switch zone := m[7]; {
	case zone == "Z" || zone == "UTC":
		out.offset = new(int)
	case zone != "":
		zone = strings.Replace(zone, ":", "", 1)
		h, _ := strconv.Atoi(zone[1:3])
		min, _ := strconv.Atoi(zone[3:5])
		east := h*3600 + min*60
		if zone[0] == '-' {
			east = -east
		}
		out.offset = &east
	}
	return out, true
}

func looksDated(cell string) bool {
	for _, f := range forms {
		if _, ok := f.parse(cell); ok {
			return true
		}
	}
	return false
}

// dates reads a column of dates in the one form that fits all rows. Where day-first
// and month-first both fit, the one whose days follow on one another is taken, and if
// that doesn't settle it the column is refused.
func (t *table) dates(column int) ([]stamp, error) {
	var fits []form
	var read [][]stamp
	furthest, line, first := -1, 0, 0
	for _, f := range forms {
		stamps := make([]stamp, len(t.rows))
		ok := true
		for i, row := range t.rows {
			if stamps[i], ok = f.parse(row[column]); !ok {
				if i > furthest {
					furthest, line = i, t.lines[i]
				}
				break
			}
		}
		if ok {
			fits, read = append(fits, f), append(read, stamps)
		}
	}
	switch {
	case len(fits) == 1:
		return read[0], nil
	case len(fits) > 1:
		a, b := steps(read[0]), steps(read[1])
		if a < b {
			return read[0], nil
		}
		if b < a {
			return read[1], nil
		}
		return nil, fmt.Errorf("the dates in column %s can be read day first or month first (line %d: %q): write them as 2026-04-03", t.names[column], t.lines[0], clip(t.rows[0][column]))
	}
	first = t.lines[0]
	cell := t.rows[max(furthest, 0)][column]
	if furthest > 0 && looksDated(cell) {
		return nil, fmt.Errorf("line %d writes the date as %q, line %d as %q: use one form, best 2026-04-03", line, clip(cell), first, clip(t.rows[0][column]))
	}
	if line == 0 {
		line = first
	}
	return nil, fmt.Errorf("line %d: %q in column %s is not a date (2026-04-03 would be)", line, clip(cell), t.names[column])
}

// steps counts different distances between neighbouring rows: days that follow on one
// another have one.
func steps(stamps []stamp) int {
	seen := map[time.Duration]bool{}
	for i := 1; i < len(stamps); i++ {
		seen[stamps[i].wall.Sub(stamps[i-1].wall)] = true
	}
	return len(seen)
}

// parseDate reads one date given by hand, which must not be readable in two ways.
func parseDate(s string) (stamp, error) {
	var found []stamp
	for _, f := range forms {
		if st, ok := f.parse(s); ok {
			found = append(found, st)
		}
	}
	switch {
	case len(found) == 0:
		return stamp{}, fmt.Errorf("%q is not a date (2026-04-03 would be)", s)
	case len(found) > 1 && !found[0].wall.Equal(found[1].wall):
		return stamp{}, fmt.Errorf("%q can be read day first or month first: write it as 2026-04-03", s)
	}
	return found[0], nil
}
