package impactcmd

import (
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds/table"
	"github.com/namedrop/namedrop/services/correlator/impact"
)

// calendar puts dated rows on a regular grid. The distances between the dates decide whether it
// has hours, days, weeks, months or years. A row of -1 is skipped.
func (t sheet) calendar(stamps []table.Stamp, zone *time.Location) (impact.Series, []int, []string, error) {
	none := impact.Series{}
	loc := zone
	if loc == nil {
		loc = time.UTC
	}
	order := make([]int, len(stamps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return stamps[a].Wall.Compare(stamps[b].Wall) })
	step, err := t.stepOf(stamps, order)
	if err != nil {
		return none, nil, nil, err
	}
	times, notes, err := t.instants(stamps, order, step, loc, zone != nil)
	if err != nil {
		return none, nil, nil, err
	}
	var first, last time.Time
	for i, at := range times {
		if at.IsZero() {
			continue
		}
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) || i == 0 {
			last = at
		}
	}
	if first.IsZero() {
		return none, nil, nil, fmt.Errorf("no row has a date that exists in %s", loc)
	}
	s := impact.Series{Step: step, Start: first}
	if err := sparse(s.Row(last)+1, len(stamps), s.Label(0), last.Format("2006-01-02")); err != nil {
		return none, nil, nil, err
	}
	rows := make([]int, len(times))
	for i, at := range times {
		if at.IsZero() {
			rows[i] = -1
			continue
		}
		rows[i] = s.Row(at)
	}
	return s, rows, notes, nil
}

// stepOf returns the step of the grid from the distances between neighbouring rows.
func (t sheet) stepOf(stamps []table.Stamp, order []int) (impact.Step, error) {
	const day = 24 * time.Hour
	clock := false
	least := time.Duration(0)
	weeks, months, years := true, true, true
	first := stamps[order[0]].Wall
	for k, i := range order {
		at := stamps[i].Wall
		if at.Hour() != first.Hour() || at.Minute() != first.Minute() || at.Second() != first.Second() {
			clock = true
		}
		if k == 0 {
			continue
		}
		d := at.Sub(stamps[order[k-1]].Wall)
		if d > 0 && (least == 0 || d < least) {
			least = d
		}
		weeks = weeks && d%(7*day) == 0
		months = months && at.Day() == first.Day()
		years = years && at.Day() == first.Day() && at.Month() == first.Month()
	}
	switch {
	case clock:
		for _, i := range order {
			if at := stamps[i].Wall; at.Minute() != first.Minute() || at.Second() != first.Second() {
				return 0, fmt.Errorf("line %d: rows are less than an hour apart: sum them to hours or days first", t.Lines[i])
			}
		}
		return impact.Hour, nil
	case least == 0 && stamps[order[0]].Clock && first.Hour() != 0:
		return impact.Hour, nil
	case least == 0:
		return impact.Day, nil
	case years && least > 300*day:
		return impact.Year, nil
	case months && least >= 28*day:
		return impact.Month, nil
	case weeks:
		return impact.Week, nil
	}
	return impact.Day, nil
}

// instants converts wall-clock times into instants in the site's zone. When the clocks go
// forward, an hour doesn't exist and its line is skipped. When they go back, an hour exists
// twice: the file has it twice, in the order of the lines, or once for both.
func (t sheet) instants(stamps []table.Stamp, order []int, step impact.Step, loc *time.Location, zoned bool) ([]time.Time, []string, error) {
	out := make([]time.Time, len(stamps))
	var notes []string
	seen := map[time.Time]bool{}
	for _, i := range order {
		st := stamps[i]
		w := st.Wall
		if step != impact.Hour {
			out[i] = time.Date(w.Year(), w.Month(), w.Day(), 0, 0, 0, 0, loc)
			continue
		}
		if st.Offset != nil {
			out[i] = w.Add(-time.Duration(*st.Offset) * time.Second).In(loc)
			continue
		}
		at := time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, loc)
		if at.Hour() != w.Hour() {
			if v := t.Rows[i]; v != nil && zoned {
				notes = append(notes, fmt.Sprintf("Line %d: %s doesn't exist in %s (the clocks went forward); skipped.", t.Lines[i], w.Format("2006-01-02 15:04"), loc))
			}
			continue
		}
		if earlier := at.Add(-time.Hour); earlier.Hour() == at.Hour() && earlier.Day() == at.Day() {
			at = earlier
		}
		if later := at.Add(time.Hour); zoned && seen[at] && later.Hour() == at.Hour() {
			at = later
		}
		seen[at] = true
		out[i] = at
	}
	return out, notes, nil
}
