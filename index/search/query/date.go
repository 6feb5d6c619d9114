package query

import (
	"strconv"
	"strings"
	"time"
)

const dateHelp = "write 2026, 2026-11, 2026-11-23, today, yesterday, or 7d, 4w, 3m, 1y for that long ago"

// period reads a date as the period it covers: 2026-11 is the whole month. All dates are
// UTC.
func period(s string, now time.Time) (from, to time.Time, ok bool) {
	day := now.UTC().Truncate(24 * time.Hour)
	switch strings.ToLower(s) {
	case "today":
		return day, day.AddDate(0, 0, 1), true
	case "yesterday":
		return day.AddDate(0, 0, -1), day, true
	}
	for _, f := range []struct {
		layout  string
		y, m, d int
	}{{"2006-01-02", 0, 0, 1}, {"2006-1-2", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(f.layout, s); err == nil && t.Year() >= 1 {
			return t, t.AddDate(f.y, f.m, f.d), true
		}
	}
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(s)); err == nil {
		return t.UTC(), t.UTC(), true
	}
	if len(s) < 2 {
		return
	}
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil || n < 0 || n > 10000 {
		return
	}
	switch s[len(s)-1] {
	case 'd':
		from = day.AddDate(0, 0, -n)
	case 'w':
		from = day.AddDate(0, 0, -7*n)
	case 'm':
		from = day.AddDate(0, -n, 0)
	case 'y':
		from = day.AddDate(-n, 0, 0)
	default:
		return
	}
	return from, from.AddDate(0, 0, 1), true
}

// dates reads the value of before:, after: or on:.
func dates(name, s string, now time.Time) (Dates, bool) {
	if name == "on" {
		if a, b, isRange := strings.Cut(s, ".."); isRange {
			var d Dates
			if a != "" {
				from, _, ok := period(a, now)
				if !ok {
					return d, false
				}
				d.From = from
			}
			if b != "" {
				_, to, ok := period(b, now)
				if !ok {
					return d, false
				}
				d.To = to
			}
			return d, a != "" || b != ""
		}
		for _, sign := range []string{">=", "<=", ">", "<"} {
			rest, ok := strings.CutPrefix(s, sign)
			if !ok {
				continue
			}
			from, to, ok := period(rest, now)
			switch sign {
			case ">=":
				return Dates{From: from}, ok
			case "<=":
				return Dates{To: to}, ok
			case ">":
				return Dates{From: to}, ok
			}
			return Dates{To: from}, ok
		}
	}
	from, to, ok := period(s, now)
	if _, err := strconv.Atoi(s[:max(0, len(s)-1)]); name == "on" && err == nil && strings.ContainsAny(s, "dwmy") {
		to = now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1) // on:7d is the last seven days
	}
	switch name {
	case "before":
		return Dates{To: from}, ok
	case "after":
		return Dates{From: from}, ok
	}
	return Dates{From: from, To: to}, ok
}
