package table

import "time"

// Instants returns the moments at which clocks in loc show a wall-clock time, which is given as if it
// were UTC. That is usually one moment. There are two in the hour that occurs twice when summer time
// ends, and none in the hour that is skipped when it begins.
//
// It tries the two offsets that are in force a day before and a day after, and keeps those that lead
// back to the same wall-clock time.
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

// Wall returns the wall-clock time of t in loc, as if it were UTC.
func Wall(t time.Time, loc *time.Location) time.Time {
	l := t.In(loc)
	return time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), 0, time.UTC)
}

// Midnight returns the beginning of the day of a wall-clock time in loc: midnight, or a little later
// where summer time begins at midnight.
func Midnight(wall time.Time, loc *time.Location) time.Time {
	day := wall.Truncate(24 * time.Hour)
	if at := Instants(day, loc); len(at) > 0 {
		return at[0]
	}
	return time.Date(wall.Year(), wall.Month(), wall.Day(), 0, 0, 0, 0, loc).UTC()
}
