package csv

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"github.com/namedrop/namedrop/feeds"
)

var now = time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)

func file() *File { return New(func() time.Time { return now }) }

// read reads a file by the mapping that the preview guessed, changed as the test wants it.
func read(t *testing.T, text, zone string, change func(*feeds.Mapping)) (lines []string, warnings []feeds.Warning, err error) {
	t.Helper()
	c, err := file().Preview(strings.NewReader(text), nil)
	if err != nil {
		return nil, nil, err
	}
	c.Mapping.Zone = zone
	if change != nil {
		change(&c.Mapping)
	}
	result, err := file().Samples(t.Context(), strings.NewReader(text), c.Mapping, func(samples []feeds.Sample) error {
		for _, s := range samples {
			lines = append(lines, strings.Join(strings.Fields(fmt.Sprint(s.Start.Format("2006-01-02T15:04Z"), " ", s.Span, " ", s.Metric, " ", s.Channel, " ", s.Landing, " ", s.Country, " ", s.Value, " ", s.State)), " "))
		}
		return nil
	})
	return lines, result.Warnings, err
}

func TestFiles(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("Tag;Besuche\r\n01.11.2026;1.234,5\r\n13.11.2026;7\r\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, text, zone string
		want             []string
	}{
		{"days", "date,visits\n2026-11-01,10\n2026-11-02,0\n2026-11-03,\n", "Europe/Amsterdam", []string{
			"2026-10-31T23:00Z day visits 10 final", "2026-11-01T23:00Z day visits 0 final"}}, // a gap is not 0
		{"today", "date,visits\n2026-11-20,10\n", "", []string{"2026-11-20T00:00Z day visits 10 partial"}},
		{"UTF-16, decimal commas, days first", utf16, "", []string{
			"2026-11-01T00:00Z day visits 1234.5 final", "2026-11-13T00:00Z day visits 7 final"}},
		{"hours by channel, two metrics", "Hour\tSession default channel group\tSessions\tViews\n2026-11-01 09:00\tOrganic Search\t3\t9\n2026-11-01 09:00\tDirect / None\t4\t\n", "Europe/Amsterdam", []string{
			"2026-11-01T08:00Z hour pageviews organic_search 9 final",
			"2026-11-01T08:00Z hour visits direct 4 final", "2026-11-01T08:00Z hour visits organic_search 3 final"}},
		{"minutes and pages add up", "time,landing page,visits\n2026-11-01T09:10Z,/pricing?mail=a@b.example,1\n2026-11-01T09:50Z,https://shop.example/docs,2\n2026-11-01T09:50Z,/,5\n", "", []string{
			"2026-11-01T09:00Z hour visits deep 3 final", "2026-11-01T09:00Z hour visits home 5 final"}},
		{"countries by day", "date,country,visits\n2026-11-01,nl,1\n2026-11-01,BE,2\n", "", []string{
			"2026-11-01T00:00Z day visits BE 2 final", "2026-11-01T00:00Z day visits NL 1 final"}},
		{"half an hour beside the others", "time,visits\n2026-11-01 09:10,1\n2026-11-01 09:50,2\n", "Asia/Kolkata", []string{"2026-11-01T03:30Z hour visits 3 final"}},
		{"the hour that is there twice", "time,visits\n2026-10-25 01:00,1\n2026-10-25 02:00,2\n2026-10-25 02:00,3\n2026-10-25 03:00,4\n", "Europe/Amsterdam", []string{
			"2026-10-24T23:00Z hour visits 1 final", "2026-10-25T00:00Z hour visits 2 final", "2026-10-25T01:00Z hour visits 3 final", "2026-10-25T02:00Z hour visits 4 final"}},
		{"the same of a day of hours", "time,visits\n2026-10-25 02:00,2\n2026-10-25 02:00,2\n2026-10-25 03:00,4\n", "Europe/Amsterdam", []string{"2026-10-24T22:00Z day visits 8 final"}},
		{"the hour that never was, empty", "time,visits\n2026-03-29 01:00,1\n2026-03-29 02:00,0\n2026-03-29 03:00,4\n", "Europe/Amsterdam", []string{
			"2026-03-29T00:00Z hour visits 1 final", "2026-03-29T01:00Z hour visits 4 final"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, warnings, err := read(t, c.text, c.zone, func(m *feeds.Mapping) {
				if strings.Contains(c.name, "of a day") {
					m.Span = feeds.DaySpan
				}
			})
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil || len(warnings) != 0 {
				t.Errorf("%v, warnings %v\n%s", err, warnings, diff)
			}
		})
	}
}

func TestHoursMergedWhenTheClocksGoBack(t *testing.T) {
	_, warnings, err := read(t, "time,visits\n2026-10-25 01:00,1\n2026-10-25 02:00,5\n2026-10-25 03:00,4\n", "Europe/Amsterdam", nil)
	if err != nil || len(warnings) != 1 || !strings.Contains(warnings[0].Detail, "02:00 of 2026-10-25") {
		t.Errorf("%v, %v", warnings, err)
	}
}

func TestFilesThatCantBeRead(t *testing.T) {
	for _, c := range []struct{ text, zone, want string }{
		{"date,visits\n2026-11-01,10\n2026-11-02,many\n", "", `line 3: "many" in column visits is not a number`},
		{"date,visits\n2026-11-01,10\n2026-11-02,-1\n", "", `line 3: "-1" in column visits is below zero`},
		{"date,visits\n2026-11-01,10\n02.11.2026,1\n", "", `line 3: it writes the date as "02.11.2026"`},
		{"date,visits\n03/04/2026,10\n", "", "day first or month first"},
		{"date,visits\n2026-11-01,10\n2026-11-01,12\n", "", "line 3: this row has the same time and labels as line 2"},
		{"date,visits\n2026-11-01,10\n2027-11-01,12\n", "", "line 3: 2027-11-01 is in the future"},
		{"time,visits\n2026-03-29 01:00,1\n2026-03-29 02:30,5\n", "Europe/Amsterdam", "line 3: there was no 02:30 on 2026-03-29 in Europe/Amsterdam"},
		{"time,visits\n2026-10-25 02:00,1\n2026-10-25 02:00,5\n2026-10-25 02:00,5\n", "Europe/Amsterdam", "line 4: this row has the same time and labels as line 3"},
		{"time,country,visits\n2026-10-25 02:00,NL,1\n", "", "countries are stored by day"},
		{"date,country,visits\n2026-10-25,Netherlands,1\n", "", `line 2: "Netherlands" in column country is not a two-letter country code`},
		{"date,visits\n2026-11-01,\n", "", "no numbers"},
		{"date,visitors\n2026-11-01,5\n", "", "no column of visits"}, // people don't add up
		{"page,visits\n/pricing,5\n", "", "no column of dates"},
		{"date,visits\n2026-11-01,5\n", "Mars/Olympus", `no time zone "Mars/Olympus"`},
		{"", "", "empty"},
		{"date;visits\n2026-11-01;1,234\n", "", "line 2"},
	} {
		if got, _, err := read(t, c.text, c.zone, nil); err == nil || !strings.Contains(err.Error(), c.want) || got != nil {
			t.Errorf("%q: %v, %v; want %s", c.text, got, err, c.want)
		}
	}
}

// Later rows don't change how the first ones were read: what doesn't fit is refused.
func TestALateRowInAnotherForm(t *testing.T) {
	var b strings.Builder
	b.WriteString("date,visits\n")
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for range looked + 500 {
		fmt.Fprintf(&b, "%s,1\n", day.Format("02/01/2006"))
		day = day.AddDate(0, 0, 1)
	}
	if got, _, err := read(t, b.String(), "", nil); err != nil || len(got) != looked+500 {
		t.Fatalf("%d samples, %v", len(got), err)
	}
	b.WriteString("12/31/2025,1\n")
	if _, _, err := read(t, b.String(), "", nil); err == nil || !strings.Contains(err.Error(), fmt.Sprint("line ", looked+502)) {
		t.Errorf("%v", err)
	}
}

func TestPreview(t *testing.T) {
	var b strings.Builder
	b.WriteString("Datum;Kanaal;Gebruikers;Bezoeken\n")
	for i := range 60 {
		fmt.Fprintf(&b, "%02d-%02d-2026;Direct;%d;%d\n", i%28+1, 8+i/28, i, 2*i)
	}
	b.WriteString("28-1") // cut off
	got, err := file().Preview(strings.NewReader(b.String()), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := feeds.Mapping{Time: "Datum", Channel: "Kanaal", Metrics: map[string]string{"visits": "Bezoeken"}}
	if diff := cmp.Diff(want, got.Mapping); diff != "" || len(got.Rows) != shown || got.Lines[0] != 2 || len(got.Problems) != 0 {
		t.Errorf("%d rows, problems %v\n%s", len(got.Rows), got.Problems, diff)
	}
	if got.Understood == nil || got.Understood.Dates != "03-04-2026 (day first)" || got.Understood.Span != feeds.DaySpan {
		t.Errorf("understood: %+v", got.Understood)
	}
	if got, err := file().Preview(strings.NewReader("a,b\nx,y\n"), nil); err != nil || len(got.Problems) != 1 || !strings.Contains(got.Problems[0], "a, b") {
		t.Errorf("%+v, %v", got, err)
	}
}

// A mapping is checked against the first rows, before anything is sent, and several lines are named at once.
func TestPreviewOfAMapping(t *testing.T) {
	const text = "when;n;where\n01-11-2026;1,5;NL\n02-11-2026;lots;BE\n03-11-2026;2;Belgium\n04-11-2026;-1;BE\n"
	m := feeds.Mapping{Time: "when", Metrics: map[string]string{"visits": "n"}, Country: "where", Zone: "Europe/Amsterdam", Dates: "03-04-2026 (day first)"}
	got, err := file().Preview(strings.NewReader(text), &m)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`Line 3: "lots" in column n is not a number.`,
		`Line 4: "Belgium" in column where is not a two-letter country code, for example NL.`,
		`Line 5: "-1" in column n is below zero.`,
	}
	if diff := cmp.Diff(want, got.Problems); diff != "" || got.Understood == nil || got.Understood.DecimalComma == nil || !*got.Understood.DecimalComma {
		t.Errorf("%+v\n%s", got.Understood, diff)
	}
	if diff := cmp.Diff(m, got.Mapping); diff != "" {
		t.Error(diff)
	}
	_, err = file().Samples(t.Context(), strings.NewReader(text), m, func([]feeds.Sample) error { return nil })
	var wrong feeds.FileMistakes
	if !errors.As(err, &wrong) || len(wrong) != 3 || wrong[2].Line != 5 || wrong[2].Code != "file_below_zero" {
		t.Errorf("the import: %v", err)
	}
	m.Country, m.Metrics = "", map[string]string{"visits": "none"}
	if got, err := file().Preview(strings.NewReader(text), &m); err != nil || len(got.Mistakes) != 1 || got.Mistakes[0].Code != "file_no_column" || got.Understood != nil {
		t.Errorf("a column that there isn't: %+v, %v", got, err)
	}
}

// Of a file that is something else not every line is told.
func TestMistakesEnd(t *testing.T) {
	text := "date,visits\n2026-11-01,1\n" + strings.Repeat("2026-11-02,many\n", 10*feeds.MostMistakes)
	_, _, err := read(t, text, "", nil)
	var wrong feeds.FileMistakes
	if !errors.As(err, &wrong) || len(wrong) != feeds.MostMistakes {
		t.Errorf("%v", err)
	}
}

func FuzzSamples(f *testing.F) {
	f.Add("date,visits\n2026-11-01,10\n", "UTC")
	f.Add("time;bezoeken;kanaal;page\n25.10.2026 02:00;1.234,5;Direct;/a\n", "Europe/Amsterdam")
	f.Add("\xff\xfed\x00", "Asia/Kolkata")
	f.Fuzz(func(t *testing.T, text, zone string) {
		c, err := file().Preview(strings.NewReader(text), nil)
		if err != nil {
			return
		}
		c.Mapping.Zone = zone
		seen, last := map[feeds.SampleKey]bool{}, time.Time{}
		_, err = file().Samples(context.Background(), strings.NewReader(text), c.Mapping, func(samples []feeds.Sample) error {
			for _, s := range samples {
				if seen[s.Key()] || s.Start.Before(last) || math.IsNaN(s.Value) || math.IsInf(s.Value, 0) || s.Value < 0 || s.Start.After(now) {
					t.Fatalf("%+v after %v", s, last)
				}
				seen[s.Key()], last = true, s.Start
			}
			return nil
		})
		if err != nil && len(seen) > 0 {
			t.Fatalf("samples of a file with a fault: %v", err)
		}
	})
}
