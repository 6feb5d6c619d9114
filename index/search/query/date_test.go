package query_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/index/search/query"
)

// Each date is a period in UTC, from its first second up to but not including the last.
func TestDates(t *testing.T) {
	// now is Monday 23 November 2026, 15:00 UTC.
	for _, c := range []struct{ asked, from, to string }{
		{"on:2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"},
		{"on:2026-11", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"},
		{"on:2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"},
		{"on:2026-11-23", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"},
		{"on:2026-1-5", "2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z"},
		{"on:2024-02-29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"on:today", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"},
		{"on:Yesterday", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"},
		{"date:today", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"},
		{"on:7d", "2026-11-16T00:00:00Z", "2026-11-24T00:00:00Z"},
		{"on:0d", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"},
		{"on:2w", "2026-11-09T00:00:00Z", "2026-11-24T00:00:00Z"},
		{"on:1m", "2026-10-23T00:00:00Z", "2026-11-24T00:00:00Z"},
		{"on:1y", "2025-11-23T00:00:00Z", "2026-11-24T00:00:00Z"},
		{"after:7d", "2026-11-16T00:00:00Z", ""},
		{"since:2026-11", "2026-11-01T00:00:00Z", ""},
		{"before:2026-11", "", "2026-11-01T00:00:00Z"},
		{"until:2026", "", "2026-01-01T00:00:00Z"},
		{"before:1m", "", "2026-10-23T00:00:00Z"},
		{"before:2026-10-04T12:15:30Z", "", "2026-10-04T12:15:30Z"},
		{"after:2026-10-04T12:15:30+02:00", "2026-10-04T10:15:30Z", ""},
		{"after:2026-10-04t12:15:30z", "2026-10-04T12:15:30Z", ""},
		{"on:2026-01..2026-03", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"},
		{"on:2026-01-15..2026-01-15", "2026-01-15T00:00:00Z", "2026-01-16T00:00:00Z"},
		{"on:2025..", "2025-01-01T00:00:00Z", ""},
		{"on:..2025", "", "2026-01-01T00:00:00Z"},
		{"on:>2026-10", "2026-11-01T00:00:00Z", ""},
		{"on:>=2026-10", "2026-10-01T00:00:00Z", ""},
		{"on:<2026-10", "", "2026-10-01T00:00:00Z"},
		{"on:<=2026-10", "", "2026-11-01T00:00:00Z"},
		{`on:"2026-11"`, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"},
	} {
		q, err := query.ParseAt(c.asked, now)
		if err != nil {
			t.Errorf("%s: %v", c.asked, err)
			continue
		}
		d, ok := q.Root.(query.Dates)
		if !ok || stamp(d.From) != c.from || stamp(d.To) != c.to {
			t.Errorf("%s: from %s to %s, want %s to %s", c.asked, stamp(d.From), stamp(d.To), c.from, c.to)
		}
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func TestWhatIsNotADate(t *testing.T) {
	for _, s := range []string{"2026-13", "2026-11-31", "2025-02-29", "0000", "11-2026", "23-11-2026", "2026/11/23", "tomorrow", "d", "7", "-7d", "7h", "10001d", "2026-11-23T25:00:00Z", "..", ">", "2026..x", "x..2026"} {
		if q, err := query.ParseAt(`on:"`+s+`"`, now); err == nil {
			t.Errorf("on:%s was read as %s", s, q.Explain())
		}
	}
}

// The day of a relative date is that of UTC, whatever the clock's zone.
func TestTodayIsInUTC(t *testing.T) {
	zone := time.FixedZone("far east", 12*3600)
	q, err := query.ParseAt("on:today", time.Date(2026, 11, 24, 3, 0, 0, 0, zone))
	if err != nil {
		t.Fatal(err)
	}
	if d := q.Root.(query.Dates); stamp(d.From) != "2026-11-23T00:00:00Z" {
		t.Errorf("today begins at %s", stamp(d.From))
	}
}

func TestConfidences(t *testing.T) {
	for asked, want := range map[string][2]float64{
		"0.8": {0.8, 1}, "80%": {0.8, 1}, ">=0.8": {0.8, 1}, "<=0.5": {0, 0.5}, "0.2..0.7": {0.2, 0.7}, "..40%": {0, 0.4}, "60%..": {0.6, 1}, "0": {0, 1}, "1": {1, 1}, "0.5..0.5": {0.5, 0.5},
	} {
		q, err := query.ParseAt("confidence:"+asked, now)
		if err != nil {
			t.Errorf("%s: %v", asked, err)
			continue
		}
		if m := q.Root.(query.Mention); m.Low != want[0] || m.High != want[1] {
			t.Errorf("%s: %v to %v, want %v", asked, m.Low, m.High, want)
		}
	}
	for _, s := range []string{"2", "101%", "0.7..0.2", "..", "high", "NaN", "-1", "<0", "1e9"} {
		if q, err := query.ParseAt("confidence:"+s, now); err == nil {
			t.Errorf("confidence:%s was read as %s", s, q.Explain())
		}
	}
	// Above and below are by hundredths.
	for asked, holds := range map[string][]int{">0.5": {51, 100}, "<0.5": {0, 49}} {
		q, err := query.ParseAt("confidence:"+asked, now)
		if err != nil {
			t.Fatal(err)
		}
		m := q.Root.(query.Mention)
		for h := range 101 {
			if got, want := m.Holds("b", "passing", h), h >= holds[0] && h <= holds[1]; got != want {
				t.Errorf("%s: %d hundredths: %v", asked, h, got)
			}
		}
	}
}
