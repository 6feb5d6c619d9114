package impactcmd

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds/table"
	"github.com/namedrop/namedrop/services/correlator/impact"
)

// dated is a line of an events or mentions file.
type dated struct {
	label, kind, name string
	show, audience    string
	from, until       position
	line              int
}

// position is a date or row number that the user typed.
type position struct {
	stamp table.Stamp
	index int64
	given bool
}

// readDated reads `date,name` or `date,kind,name`, with an optional `until`. Columns are found by
// their headings, or by their order if there are none.
func readDated(path, what string, in io.Reader, s impact.Series, order []string) ([]dated, error) {
	f, err := open(path, in)
	if err != nil {
		return nil, fmt.Errorf("reading the %s: %w", what, err)
	}
	defer f.Close()
	t, err := table.Read(f)
	if err != nil {
		return nil, fmt.Errorf("reading the %s %s: %w", what, path, err)
	}
	column := map[string]int{}
	for i, n := range t.Names {
		n = strings.ToLower(n)
		switch n {
		case "date", "ds", "day", "time", "timestamp", "datum", "at", "row", "index":
			n = "date"
		case "until", "to", "end":
			n = "until"
		}
		if _, twice := column[n]; !twice {
			column[n] = i
		}
	}
	if _, ok := column["date"]; !ok {
		for i, n := range order {
			if i < len(t.Names) {
				column[n] = i
			}
		}
	}
	cell := func(row []string, name string) string {
		if i, ok := column[name]; ok {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	var out []dated
	for i, row := range t.Rows {
		d := dated{label: cell(row, "date"), kind: strings.ToLower(cell(row, "kind")), name: cell(row, "name"), show: cell(row, "show"), audience: cell(row, "audience"), line: t.Lines[i]}
		if d.from, err = parsePosition(d.label, s); err != nil {
			return nil, fmt.Errorf("reading the %s %s: line %d: %w", what, path, d.line, err)
		}
		if u := cell(row, "until"); u != "" {
			if d.until, err = parsePosition(u, s); err != nil {
				return nil, fmt.Errorf("reading the %s %s: line %d: %w", what, path, d.line, err)
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// parsePosition reads a date, or a row number for a series without dates.
func parsePosition(text string, s impact.Series) (position, error) {
	if s.Step == impact.Index {
		var n int64
		if _, err := fmt.Sscanf(text, "%d", &n); err != nil || fmt.Sprint(n) != strings.TrimSpace(text) {
			return position{}, fmt.Errorf("%q is not a row number; the series has rows %s to %s and no dates", text, s.Label(0), s.Label(len(s.Values)-1))
		}
		return position{index: n, given: true}, nil
	}
	st, err := table.ParseDate(text)
	if err != nil {
		return position{}, err
	}
	return position{stamp: st, given: true}, nil
}

// instant returns the time of a position, in the series' zone.
func (p position) instant(s impact.Series) time.Time {
	return p.stamp.In(s.Start.Location())
}

// first returns the row in which a position begins.
func (p position) first(s impact.Series) int {
	switch {
	case s.Step == impact.Index:
		return int(p.index - s.First)
	case s.Step == impact.Hour && p.stamp.Clock:
		return s.Row(p.instant(s))
	}
	return s.Days(p.instant(s), 1).From
}

// end returns the row after a position's last one: a date in an hourly series is a whole day.
func (p position) end(s impact.Series) int {
	switch {
	case s.Step == impact.Index:
		return int(p.index-s.First) + 1
	case s.Step == impact.Hour && !p.stamp.Clock:
		return s.Days(p.instant(s), 1).End()
	}
	return s.Row(p.instant(s)) + 1
}
