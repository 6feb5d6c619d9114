package table

import "time"

// Instants returns the moments at which clocks in loc show a wall clock, which is written as
// if it were UTC: mostly one; two in the hour that is counted twice when summer time ends;
// none in the hour that is left out when it begins.
func Instants(wall time.Time, loc *time.Location) []time.Time {
	var out []time.Time
	for _, near := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, east := wall.Add(near).In(loc).Zone()
		t := wall.Add(-time.Duration(east) * time.Second)
		if !Wall(t, loc).Equal(wall) || len(out) == 1 && out[0].Equal(t) {
			continue
		}
		out = append(out, t.UTC())
	}
	if len(out) == 2 && out[1].Before(out[0]) {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

// Wall returns what clocks in loc show at a moment, written as if it were UTC.
func Wall(t time.Time, loc *time.Location) time.Time {
	l := t.In(loc)
	return time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), 0, time.UTC)
}

// Midnight returns when the day of a wall clock begins in loc: at midnight, or when the
// clocks go on at once, a little later.
func Midnight(wall time.Time, loc *time.Location) time.Time {
	day := wall.Truncate(24 * time.Hour)
	if at := Instants(day, loc); len(at) > 0 {
		return at[0]
	}
	return time.Date(wall.Year(), wall.Month(), wall.Day(), 0, 0, 0, 0, loc).UTC()
}
