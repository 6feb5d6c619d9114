package table

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, text string) *Table {
	t.Helper()
	out, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return out
}

func TestReadFindsSeparatorAndHeadings(t *testing.T) {
	for _, c := range []struct {
		name, text string
		names      []string
		rows       [][]string
	}{
		{"commas", "date,visits\n2026-01-01,10\n", []string{"date", "visits"}, [][]string{{"2026-01-01", "10"}}},
		{"semicolons, decimal comma", "Datum;Bezoeken\n01.02.2026;1.234,5\n", []string{"Datum", "Bezoeken"}, [][]string{{"01.02.2026", "1.234,5"}}},
		{"tabs", "a\tb\n1\t2\n", []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"runs of spaces", "day  n\n1   2\n", []string{"day", "n"}, [][]string{{"1", "2"}}},
		{"no headings", "2026-01-01,10\n2026-01-02,11\n", []string{"1", "2"}, [][]string{{"2026-01-01", "10"}, {"2026-01-02", "11"}}},
		{"byte order mark, quotes, a short row", "\ufeffname,n\n\"a, b\",1\nc\n", []string{"name", "n"}, [][]string{{"a, b", "1"}, {"c", ""}}},
	} {
		got := read(t, c.text)
		if diff := cmp.Diff(c.names, got.Names) + cmp.Diff(c.rows, got.Rows); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
	for _, bad := range []string{"", "  \n\n", "date,visits\n", "a,b\n1,2,3\n", "\xff\xfea\x00"} {
		if _, err := Read(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestDatesHaveOneFormInAllRows(t *testing.T) {
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		text string
		want []time.Time // nil: refused
	}{
		{"d,n\n03/04/2026,1\n13/04/2026,1\n", []time.Time{day(4, 3), day(4, 13)}},
		{"d,n\n04/03/2026,1\n04/13/2026,1\n", []time.Time{day(4, 3), day(4, 13)}},
		{"d,n\n01/02/2026,1\n02/02/2026,1\n03/02/2026,1\n", []time.Time{day(2, 1), day(2, 2), day(2, 3)}}, // the days follow one another
		{"d,n\n03/04/2026,1\n", nil},               // two readings
		{"d,n\n2026-04-03,1\n04.04.2026,1\n", nil}, // two forms
		{"d,n\n2026-02-30,1\n", nil},
	} {
		got, err := read(t, c.text).Dates(0)
		if (err == nil) != (c.want != nil) {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		for i := range c.want {
			if !got[i].Wall.Equal(c.want[i]) {
				t.Errorf("%q: row %d is %v", c.text, i, got[i].Wall)
			}
		}
	}
}

func TestStampInAZone(t *testing.T) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Skip(err)
	}
	for text, want := range map[string]string{
		"2026-07-01 12:00":       "2026-07-01T12:00:00+02:00",
		"2026-07-01T12:00:00Z":   "2026-07-01T14:00:00+02:00",
		"2026-07-01 12:00 +0530": "2026-07-01T08:30:00+02:00",
	} {
		st, err := ParseDate(text)
		if err != nil || st.In(amsterdam).Format(time.RFC3339) != want {
			t.Errorf("%q: %v, %v; want %s", text, st.In(amsterdam), err, want)
		}
	}
}

func TestNumbersHaveOneNotationInAColumn(t *testing.T) {
	for _, c := range []struct {
		text string
		want []float64 // nil: refused
	}{
		{"d;n\na;1.234,5\nb;7\n", []float64{1234.5, 7}},
		{"d,n\na,\"1,234\"\nb,\"12,345\"\n", []float64{1234, 12345}},
		{"d;n\na;1,234\n", nil}, // thousands or a decimal comma
		{"d;n\na;1.5\nb;\nc;n/a\n", []float64{1.5, math.NaN(), math.NaN()}},
		{"d;n\na;0x10\n", nil},
		{"d;n\na;1e999\n", nil},
		{"d;n\na;many\n", nil},
	} {
		got, err := read(t, c.text).Numbers(1)
		if (err == nil) != (c.want != nil) {
			t.Errorf("%q: %v, %v", c.text, got, err)
			continue
		}
		for i := range c.want {
			if got[i] != c.want[i] && !(math.IsNaN(got[i]) && math.IsNaN(c.want[i])) {
				t.Errorf("%q: row %d is %v, want %v", c.text, i, got[i], c.want[i])
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("date,visits\n2026-01-01,10\n")
	f.Add("a;b\n01.02.2026;1.234,5\n")
	f.Add("\"x y\" z\n1 2\n")
	f.Fuzz(func(t *testing.T, text string) {
		out, err := Read(strings.NewReader(text))
		if err != nil {
			return
		}
		for i, row := range out.Rows {
			if len(row) != len(out.Names) || out.Lines[i] < 1 {
				t.Fatalf("row %d has %d cells for %d names", i, len(row), len(out.Names))
			}
		}
		for c := range out.Names {
			_, _ = out.Dates(c)
			if n, err := out.Numbers(c); err == nil {
				for _, v := range n {
					if math.IsInf(v, 0) {
						t.Fatal("an infinite number was read")
					}
				}
			}
		}
	})
}
