package table

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Form is a date format: the order of the parts and what separates them.
type Form struct {
	name  string // as a person would write it
	re    *regexp.Regexp
	order [3]int // which group is year, month, day
}

const clock = `(?:[T ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?\s*(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?$`

// forms are the formats that can be read. Some pairs differ only in the order of day and month.
var forms = []Form{
	{"2026-04-03", regexp.MustCompile(`^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})` + clock), [3]int{1, 2, 3}},
	{"2026/04/03", regexp.MustCompile(`^([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})` + clock), [3]int{1, 2, 3}},
	{"20260403", regexp.MustCompile(`^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})` + clock), [3]int{1, 2, 3}},
	{"03.04.2026", regexp.MustCompile(`^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})` + clock), [3]int{3, 2, 1}},
	{"03-04-2026 (day first)", regexp.MustCompile(`^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})` + clock), [3]int{3, 2, 1}},
	{"03-04-2026 (month first)", regexp.MustCompile(`^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})` + clock), [3]int{3, 1, 2}},
	{"03/04/2026 (day first)", regexp.MustCompile(`^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})` + clock), [3]int{3, 2, 1}},
	{"03/04/2026 (month first)", regexp.MustCompile(`^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})` + clock), [3]int{3, 1, 2}},
}

// Stamp is a date with what was written: perhaps a time of day, perhaps an offset.
type Stamp struct {
	Wall   time.Time // the wall-clock time, as if it were UTC
	Clock  bool      // a time of day is given
	Offset *int      // seconds east of UTC; nil where none is given
}

// In returns the instant of a stamp. A stamp without an offset is in loc.
func (s Stamp) In(loc *time.Location) time.Time {
	w := s.Wall
	if s.Offset != nil {
		return w.Add(-time.Duration(*s.Offset) * time.Second).In(loc)
	}
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, loc)
}

// String returns an example of the format.
func (f Form) String() string { return f.name }

// FormNamed returns the format whose [Form.String] is name.
func FormNamed(name string) (Form, bool) {
	for _, f := range forms {
		if f.name == name {
			return f, true
		}
	}
	return Form{}, false
}

// UnknownForm returns the mistake of a mapping that names a format that there isn't.
func UnknownForm(name string) *feeds.FileMistake {
	return feeds.Mistaken("file_date_format", `"{format}" is not a known date format. Use one of: {formats}`, "format", Clip(name), "formats", strings.Join(FormNames(), ", "))
}

// NotInForm returns the mistake of a date that isn't in the format of a column.
func NotInForm(cell, column string, f Form) *feeds.FileMistake {
	return feeds.Mistaken("file_date_differs", `"{value}" in column {column} is not a date in the format of those before it ({format})`,
		"value", Clip(cell), "column", Clip(column), "format", f.name)
}

// UnknownZone returns the mistake of a mapping that names a time zone that there isn't.
func UnknownZone(name string) *feeds.FileMistake {
	return feeds.Mistaken("file_zone", `there is no time zone "{zone}"; write it as Europe/Amsterdam`, "zone", Clip(name))
}

// NoDates returns the mistake of a mapping without a column of dates.
func NoDates(names []string) *feeds.FileMistake {
	return feeds.Mistaken("file_no_dates", "no column of dates was found. Name one of: {columns}", "columns", List(names))
}

// Future returns the mistake of a row that lies in the future.
func Future(cell string) *feeds.FileMistake {
	return feeds.Mistaken("file_future", "{value} is in the future", "value", Clip(cell))
}

// FormNames lists the formats that can be read.
func FormNames() []string {
	out := make([]string, len(forms))
	for i, f := range forms {
		out[i] = f.name
	}
	return out
}

// Parse reads a date in this format.
func (f Form) Parse(s string) (Stamp, bool) {
	m := f.re.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return Stamp{}, false
	}
	part := func(i int) int { n, _ := strconv.Atoi(m[i]); return n }
	y, mo, d := part(f.order[0]), part(f.order[1]), part(f.order[2])
	out := Stamp{Clock: m[4] != ""}
	hour, minute, second := part(4), part(5), part(6)
	if hour > 23 || minute > 59 || second > 60 || y < 1 {
		return Stamp{}, false
	}
	out.Wall = time.Date(y, time.Month(mo), d, hour, minute, second, 0, time.UTC)
	if out.Wall.Day() != d || int(out.Wall.Month()) != mo {
		return Stamp{}, false
	}
	switch zone := m[7]; {
	case zone == "Z" || zone == "UTC":
		out.Offset = new(int)
	case zone != "":
		zone = strings.Replace(zone, ":", "", 1)
		h, _ := strconv.Atoi(zone[1:3])
		min, _ := strconv.Atoi(zone[3:5])
		east := h*3600 + min*60
		if zone[0] == '-' {
			east = -east
		}
		out.Offset = &east
	}
	return out, true
}

// LooksDated reports whether a cell is a date in one of the formats.
func LooksDated(cell string) bool {
	for _, f := range forms {
		if _, ok := f.Parse(cell); ok {
			return true
		}
	}
	return false
}

// Dates reads a column of dates in the one format that fits all rows. Where day-first and month-first
// both fit, the one that gives more regular steps between the rows is taken. If neither does, the
// column is refused.
func (t *Table) Dates(column int) ([]Stamp, error) {
	_, stamps, err := t.dates(column)
	return stamps, err
}

// Form returns the format in which [Table.Dates] reads a column.
func (t *Table) Form(column int) (Form, error) {
	f, _, err := t.dates(column)
	return f, err
}

func (t *Table) dates(column int) (Form, []Stamp, error) {
	var fits []Form
	var read [][]Stamp
	furthest, line, first := -1, 0, 0
	for _, f := range forms {
		stamps := make([]Stamp, len(t.Rows))
		ok := true
		for i, row := range t.Rows {
			if stamps[i], ok = f.Parse(row[column]); !ok {
				if i > furthest {
					furthest, line = i, t.Lines[i]
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
		return fits[0], read[0], nil
	case len(fits) > 1:
		a, b := steps(read[0]), steps(read[1])
		if a < b {
			return fits[0], read[0], nil
		}
		if b < a {
			return fits[1], read[1], nil
		}
		return Form{}, nil, feeds.Mistaken("file_dates_unclear", `the dates in column {column} can be read day first or month first ("{value}"): write them as 2026-04-03, or say which they are`,
			"column", Clip(t.Names[column]), "value", Clip(t.Rows[0][column])).On(t.Lines[0])
	}
	first = t.Lines[0]
	cell := t.Rows[max(furthest, 0)][column]
	if furthest > 0 && LooksDated(cell) {
		return Form{}, nil, feeds.Mistaken("file_dates_mixed", `it writes the date as "{value}", line {first} as "{other}": use one format, preferably 2026-04-03`,
			"value", Clip(cell), "first", strconv.Itoa(first), "other", Clip(t.Rows[0][column])).On(line)
	}
	if line == 0 {
		line = first
	}
	return Form{}, nil, feeds.Mistaken("file_not_a_date", `"{value}" in column {column} is not a date (2026-04-03 would be)`, "value", Clip(cell), "column", Clip(t.Names[column])).On(line)
}

// steps returns the number of different distances between neighbouring rows. Consecutive days have
// one.
func steps(stamps []Stamp) int {
	seen := map[time.Duration]bool{}
	for i := 1; i < len(stamps); i++ {
		seen[stamps[i].Wall.Sub(stamps[i-1].Wall)] = true
	}
	return len(seen)
}

// ParseDate reads a single date. One that can be read in two ways is refused.
func ParseDate(s string) (Stamp, error) {
	var found []Stamp
	for _, f := range forms {
		if st, ok := f.Parse(s); ok {
			found = append(found, st)
		}
	}
	switch {
	case len(found) == 0:
		return Stamp{}, fmt.Errorf("%q is not a date (2026-04-03 would be)", s)
	case len(found) > 1 && !found[0].Wall.Equal(found[1].Wall):
		return Stamp{}, fmt.Errorf("%q can be read day first or month first: write it as 2026-04-03", s)
	}
	return found[0], nil
}
