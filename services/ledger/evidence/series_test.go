package evidence_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func in(t *testing.T, zone string) *time.Location { return must(time.LoadLocation(zone))(t) }

func date(t *testing.T, day string) time.Time { return must(time.Parse(time.DateOnly, day))(t) }

// hourly are counts of 1 for each hour from one time until another.
func hourly(from, to time.Time) (out []evidence.Count) {
	for t := from; t.Before(to); t = t.Add(time.Hour) {
		out = append(out, evidence.Count{Start: t.UTC(), Span: feeds.HourSpan, Value: 1})
	}
	return out
}

// drawn writes the points of a series: 24 is a count, 24~ a partial one, and - none.
func drawn(s evidence.Series) string {
	var words []string
	for _, p := range s.Points {
		word := "-"
		if p.Value != nil {
			word = fmt.Sprint(*p.Value)
		}
		if p.Partial {
			word += "~"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestAGridKnowsTheClocksOfItsZone(t *testing.T) {
	for _, c := range []struct {
		name, zone  string
		unit        evidence.Unit
		first, last string
		units       int
		want        string // of a site on which every hour has one visit
	}{
		{"a plain week", "Europe/Amsterdam", evidence.Daily, "2026-11-02", "2026-11-08", 7, "24 24 24 24 24 24 24"},
		{"a day of 25 hours", "Europe/Amsterdam", evidence.Daily, "2026-10-24", "2026-10-26", 3, "24 25 24"},
		{"a day of 23 hours", "Europe/Amsterdam", evidence.Daily, "2026-03-28", "2026-03-30", 3, "24 23 24"},
		{"its hours", "Europe/Amsterdam", evidence.Hourly, "2026-10-25", "2026-10-25", 25, strings.TrimSpace(strings.Repeat("1 ", 25))},
		{"a week with it", "Europe/Amsterdam", evidence.Weekly, "2026-10-21", "2026-10-26", 2, "169 168"},
		{"a day that begins at one", "Africa/Cairo", evidence.Daily, "2026-04-23", "2026-04-25", 3, "24 23 24"},
		{"a midnight that comes twice", "America/Havana", evidence.Daily, "2026-10-31", "2026-11-02", 3, "24 25 24"},
		{"half an hour off", "Asia/Kolkata", evidence.Daily, "2026-11-02", "2026-11-03", 2, "24 24"},
		{"one day", "UTC", evidence.Daily, "2026-02-28", "2026-02-28", 1, "24"},
		{"a week from its Sunday", "UTC", evidence.Weekly, "2026-11-08", "2026-11-08", 1, "168"},
	} {
		zone := in(t, c.zone)
		g, ok := evidence.NewGrid(c.unit, zone, date(t, c.first), date(t, c.last), 100)
		if !ok || g.Len() != c.units {
			t.Errorf("%s: %d units, want %d", c.name, g.Len(), c.units)
			continue
		}
		counts := hourly(g.From().Add(-48*time.Hour), g.To().Add(48*time.Hour))
		if got := drawn(g.Fill(counts, zone, g.To())); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		for i, p := range g.Fill(counts, zone, g.To()).Points {
			if g.At(p.Start) != i || g.At(p.End.Add(-time.Nanosecond)) != i {
				t.Errorf("%s: unit %d is found as %d", c.name, i, g.At(p.Start))
			}
		}
		if g.At(g.From().Add(-1)) != -1 || g.At(g.To()) != -1 {
			t.Errorf("%s: times outside are found", c.name)
		}
	}
}

func TestAGridHasAMost(t *testing.T) {
	for unit, most := range map[evidence.Unit]int{evidence.Hourly: 48, evidence.Daily: 2, evidence.Weekly: 1} {
		if _, ok := evidence.NewGrid(unit, time.UTC, date(t, "2026-11-03"), date(t, "2026-11-04"), most); !ok {
			t.Errorf("%s: as many as fit are refused", unit)
		}
		if _, ok := evidence.NewGrid(unit, time.UTC, date(t, "2026-11-03"), date(t, "2026-11-09"), most); ok && unit != evidence.Weekly {
			t.Errorf("%s: more than that are accepted", unit)
		}
	}
	if _, ok := evidence.NewGrid(evidence.Hourly, time.UTC, date(t, "0001-01-01"), date(t, "9999-01-01"), 5000); ok {
		t.Error("ten thousand years are accepted")
	}
}

func TestWhatIsUnknownStaysSo(t *testing.T) {
	amsterdam := in(t, "Europe/Amsterdam")
	day := func(zone *time.Location, d int, v float64) evidence.Count {
		return evidence.Count{Start: time.Date(2026, 11, d, 0, 0, 0, 0, zone).UTC(), Span: feeds.DaySpan, Value: v}
	}
	midnight := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, amsterdam) }
	partly := hourly(midnight(4), midnight(5))
	partly[23].Partial = true
	for name, c := range map[string]struct {
		counts []evidence.Count
		unit   evidence.Unit
		feed   *time.Location
		now    time.Time
		want   string
	}{
		"nothing":                          {nil, evidence.Daily, amsterdam, midnight(9), "- - - - - - -"},
		"nothing, by hour":                 {nil, evidence.Weekly, amsterdam, midnight(9), "-"},
		"a count of 0":                     {[]evidence.Count{day(amsterdam, 3, 0)}, evidence.Daily, amsterdam, midnight(9), "- 0 - - - - -"},
		"a missing hour":                   {append(hourly(midnight(3), midnight(4))[:5], hourly(midnight(3), midnight(4))[6:]...), evidence.Daily, amsterdam, midnight(9), "- 23~ - - - - -"},
		"an hour that was not over":        {partly, evidence.Daily, amsterdam, midnight(9), "- - 24~ - - - -"},
		"hours beside the day":             {append(hourly(midnight(3), midnight(4)), day(amsterdam, 3, 99)), evidence.Daily, amsterdam, midnight(9), "- 24 - - - - -"},
		"some hours beside the day":        {append(hourly(midnight(3), midnight(4))[:9], day(amsterdam, 3, 99)), evidence.Daily, amsterdam, midnight(9), "- 99 - - - - -"},
		"a day that is not over":           {hourly(midnight(3), midnight(4)), evidence.Daily, amsterdam, midnight(3).Add(20 * time.Hour), "- 24~ - - - - -"},
		"days of another zone":             {[]evidence.Count{day(time.UTC, 3, 7), day(time.UTC, 4, 8)}, evidence.Daily, time.UTC, midnight(9), "- 7 8 - - - -"},
		"a week without some of its days":  {[]evidence.Count{day(amsterdam, 3, 7), day(amsterdam, 4, 8)}, evidence.Weekly, amsterdam, midnight(9), "15~"},
		"numbers that are none":            {[]evidence.Count{day(amsterdam, 3, math.NaN()), day(amsterdam, 4, math.Inf(1))}, evidence.Daily, amsterdam, midnight(9), "- - - - - - -"},
		"days, where hours are asked for":  {[]evidence.Count{day(amsterdam, 3, 7)}, evidence.Hourly, amsterdam, midnight(9), strings.TrimSpace(strings.Repeat("- ", 7*24))},
		"a week by hour":                   {hourly(midnight(2), midnight(9)), evidence.Weekly, amsterdam, midnight(9), "168"},
		"counts before and after the grid": {append(hourly(midnight(1), midnight(2)), hourly(midnight(9), midnight(10))...), evidence.Daily, amsterdam, midnight(11), "- - - - - - -"},
	} {
		g, _ := evidence.NewGrid(c.unit, amsterdam, date(t, "2026-11-02"), date(t, "2026-11-08"), 500)
		s := g.Fill(c.counts, c.feed, c.now)
		if got := drawn(s); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if s.OtherDays != (name == "days of another zone") {
			t.Errorf("%s: days of another zone: %t", name, s.OtherDays)
		}
	}
}

func TestTheUnitsThatHaveBegunAndThoseThatAreMissing(t *testing.T) {
	g, _ := evidence.NewGrid(evidence.Daily, time.UTC, date(t, "2026-11-02"), date(t, "2026-11-08"), 500)
	now := date(t, "2026-11-06").Add(time.Hour)
	if g = g.Until(now); g.Len() != 5 {
		t.Errorf("%d days", g.Len())
	}
	counts := hourly(date(t, "2026-11-03"), date(t, "2026-11-04"))
	var gaps []string
	for _, p := range g.Fill(counts, time.UTC, now).Missing(date(t, "2026-11-03"), now) {
		gaps = append(gaps, p.Start.Format(time.DateOnly)+" "+p.End.Format(time.DateOnly))
	}
	// Not the second, which is before the first sample, and not the sixth, which is not over.
	if diff := cmp.Diff([]string{"2026-11-04 2026-11-06"}, gaps); diff != "" {
		t.Error(diff)
	}
	if one := g.Until(date(t, "2020-01-01")); one.Len() != 1 {
		t.Errorf("%d days of the future", one.Len())
	}
}

func TestCountsOfAChannel(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		sample := func(hour int, channel, country string, value float64) feeds.Sample {
			return feeds.Sample{Start: noon.Add(time.Duration(hour) * time.Hour), Span: feeds.HourSpan, Metric: "visits", Channel: channel, Country: country, Value: value, State: feeds.Final}
		}
		samples := []feeds.Sample{
			sample(0, "direct", "", 3), sample(0, "referral", "", 4), // both
			sample(1, "referral", "", 5),                       // no direct visits, since others were counted
			sample(2, "", "", 6),                               // it isn't known of which channel
			sample(3, "", "", 0),                               // none at all
			sample(4, "direct", "", 7), sample(4, "", "NL", 9), // by country too
		}
		write(t, l, func(tx *ledger.Tx) error {
			if _, _, err := evidence.AddSampleFeed(t.Context(), tx, visitsFeed("a")); err != nil {
				return err
			}
			_, err := evidence.ReplaceSamples(t.Context(), tx, "a", evidence.SampleRange{From: noon, To: noon.Add(5 * time.Hour)}, samples)
			return err
		})
		for channel, want := range map[string]string{"": "7 5 6 0 7", "direct": "3 0 - 0 7", "referral": "4 5 - 0 0"} {
			f := evidence.CountFilter{Feed: "a", Metric: "visits", Channel: channel, From: noon, To: noon.Add(5 * time.Hour)}
			got := map[int]float64{}
			for _, c := range must(evidence.CountsBy(t.Context(), l, f))(t) {
				got[int(c.Start.Sub(noon).Hours())] = c.Value
			}
			var words []string
			for i := range 5 {
				if v, ok := got[i]; ok {
					words = append(words, fmt.Sprint(v))
				} else {
					words = append(words, "-")
				}
			}
			if line := strings.Join(words, " "); line != want {
				t.Errorf("%q: %s, want %s", channel, line, want)
			}
			f.From, f.To = noon.Add(time.Hour), noon.Add(2*time.Hour)
			if few := must(evidence.CountsBy(t.Context(), l, f))(t); len(few) != 1 {
				t.Errorf("%q: %d counts in an hour", channel, len(few))
			}
		}
		if diff := cmp.Diff([]string{"direct", "referral"}, must(evidence.Channels(t.Context(), l, "a", "visits"))(t)); diff != "" {
			t.Error(diff)
		}
	})
}
