package impactcmd

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// files are what a case asks with: the series, and others where it needs them.
type files struct{ series, mentions, events string }

// run runs the command on files written for the test, as JSON and as text, and returns the JSON.
// Neither may contain NaN or Inf, and both must agree on whether it failed.
func (f files) run(t *testing.T, c Cmd) (string, error) {
	t.Helper()
	dir := t.TempDir()
	put := func(name, text string) string {
		if text == "" && name != "series.csv" {
			return ""
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	c.Series, c.Mentions, c.Events = put("series.csv", f.series), put("mentions.csv", f.mentions), put("events.csv", f.events)
	var out, errs bytes.Buffer
	err := c.Run(context.Background(), Streams{In: strings.NewReader(""), Out: &out, Err: &errs, JSON: true})
	if err != nil {
		return "", err
	}
	var any any
	if err := json.Unmarshal(out.Bytes(), &any); err != nil {
		t.Fatalf("no JSON: %v\n%s", err, out.String())
	}
	noStrangeNumbers(t, out.String())
	return out.String(), nil
}

func (f files) text(t *testing.T, c Cmd) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "series.csv")
	if err := os.WriteFile(path, []byte(f.series), 0o600); err != nil {
		t.Fatal(err)
	}
	c.Series, c.SVG = path, filepath.Join(filepath.Dir(path), "a.svg")
	var out, errs bytes.Buffer
	if err := c.Run(context.Background(), Streams{In: strings.NewReader(""), Out: &out, Err: &errs}); err != nil {
		t.Fatal(err)
	}
	noStrangeNumbers(t, out.String())
	drawn, err := os.ReadFile(c.SVG)
	if err != nil {
		t.Fatal(err)
	}
	noStrangeNumbers(t, string(drawn))
	return out.String()
}

func noStrangeNumbers(t *testing.T, text string) {
	t.Helper()
	for _, no := range []string{"NaN", "Inf", "%!", "caused"} {
		if strings.Contains(text, no) {
			t.Errorf("the answer holds %q:\n%s", no, text)
		}
	}
}

// daily is a CSV of n days on end from 2026-01-01, in the given columns.
func daily(n int, heading string, row func(i int) string) string {
	var b strings.Builder
	b.WriteString(heading + "\n")
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&b, "%s,%s\n", first.AddDate(0, 0, i).Format("2006-01-02"), row(i))
	}
	return b.String()
}

func usual(i int) int { return 100 + i*7%13 + i*i%5 }

func visits(n int) string {
	return daily(n, "date,visits", func(i int) string { return fmt.Sprint(usual(i)) })
}

// hourly is n hours of Amsterdam's wall clock from the last days of a month.
func hourly(from time.Time, n int, drop, double func(i int) bool) string {
	zone, _ := time.LoadLocation("Europe/Amsterdam")
	var b strings.Builder
	b.WriteString("time,visits\n")
	for i := range n {
		at := from.Add(time.Duration(i) * time.Hour).In(zone)
		if drop != nil && drop(i) {
			continue
		}
		fmt.Fprintf(&b, "%s,%d\n", at.Format("2006-01-02 15:04"), usual(i))
		if double != nil && double(i) {
			fmt.Fprintf(&b, "%s,%d\n", at.Format("2006-01-02 15:04"), usual(i)+1)
		}
	}
	return b.String()
}

func TestRefusals(t *testing.T) {
	spring := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	lines := strings.SplitAfter(visits(112), "\n")
	swap := func(line int, text string) string {
		changed := append([]string(nil), lines...)
		changed[line-1] = text + "\n"
		return strings.Join(changed, "")
	}
	for _, c := range []struct {
		name string
		f    files
		c    Cmd
		want []string
	}{
		{"no date asked", files{series: visits(10)}, Cmd{}, []string{"--at"}},
		{"no such file", files{}, Cmd{At: "2026-04-01"}, []string{"empty"}},
		{"blank lines only", files{series: "\n\n\n"}, Cmd{At: "2026-04-01"}, []string{"empty"}},
		{"heading only", files{series: "date,visits\n"}, Cmd{At: "2026-04-01"}, []string{"no rows"}},
		{"one row", files{series: visits(1)}, Cmd{At: "2026-01-01"}, []string{"first row", "nothing before it"}},
		{"text far down", files{series: swap(80, "2026-03-20,plenty")}, Cmd{At: "2026-04-01"}, []string{"line 80", "plenty", "not a number"}},
		{"infinity", files{series: swap(80, "2026-03-20,Inf")}, Cmd{At: "2026-04-01"}, []string{"line 80"}},
		{"mixed date forms", files{series: swap(80, "20.03.2026,100")}, Cmd{At: "2026-04-01"}, []string{"line 80", "one form"}},
		{"no such day", files{series: swap(80, "2026-02-30,100")}, Cmd{At: "2026-04-01"}, []string{"line 80", "2026-02-30"}},
		{"mistyped year", files{series: swap(80, "9026-03-20,100")}, Cmd{At: "2026-04-01"}, []string{"mistyped"}},
		{"doubled rows that differ", files{series: visits(112) + "2026-03-20,1\n"}, Cmd{At: "2026-04-01"}, []string{"lines 80 and 114", "different values"}},
		{"date with two readings", files{series: visits(112)}, Cmd{At: "03/04/2026"}, []string{"day first or month first"}},
		{"no date at all", files{series: visits(112)}, Cmd{At: "yesterday"}, []string{"--at", "yesterday"}},
		{"before the data", files{series: visits(112)}, Cmd{At: "2025-04-01"}, []string{"before the first row (2026-01-01)"}},
		{"first day", files{series: visits(112)}, Cmd{At: "2026-01-01"}, []string{"2026-01-01 is the first row"}},
		{"after the last day", files{series: visits(112)}, Cmd{At: "2026-04-23"}, []string{"after the last row (2026-04-22)"}},
		{"window longer than what follows", files{series: visits(112)}, Cmd{At: "2026-04-20", Until: "2026-05-01"}, []string{"--until", "2026-04-22", "not over"}},
		{"window ends before it begins", files{series: visits(112)}, Cmd{At: "2026-04-20", Until: "2026-04-19"}, []string{"before --at"}},
		{"control ends early", files{series: daily(112, "date,visits,other", func(i int) string {
			if i > 105 {
				return fmt.Sprintf("%d,", usual(i))
			}
			return fmt.Sprintf("%d,%d", usual(i), 50+i%9)
		})}, Cmd{At: "2026-04-16", Controls: []string{"other"}}, []string{"other", "inside the window"}},
		{"control equals the metric", files{series: daily(112, "date,visits,same", func(i int) string {
			return fmt.Sprintf("%d,%d", usual(i), 2*usual(i)+5)
		})}, Cmd{At: "2026-04-16", Controls: []string{"same"}}, []string{"same", "exactly with the metric"}},
		{"control is the metric", files{series: visits(112)}, Cmd{At: "2026-04-16", Metric: "visits", Controls: []string{"visits"}}, []string{"metric itself"}},
		{"no such control", files{series: visits(112)}, Cmd{At: "2026-04-16", Controls: []string{"weather"}}, []string{"weather"}},
		{"no such zone", files{series: visits(112)}, Cmd{At: "2026-04-16", Zone: "Mars/Base"}, []string{"--zone"}},
		{"hour doubled where none was", files{series: hourly(spring, 24*40, nil, func(i int) bool { return i == 300 })},
			Cmd{At: "2026-04-05", Zone: "Europe/Amsterdam"}, []string{"lines 302 and 303"}},
		{"unknown kind", files{series: visits(112), mentions: "date,kind,name\n2026-04-01,billboard,Dam\n"}, Cmd{}, []string{"line 2", "billboard"}},
		{"mention without a date", files{series: visits(112), mentions: "date,kind,name\nsoon,post,Dam\n"}, Cmd{}, []string{"line 2", "soon"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.f.run(t, c.c)
			if err == nil {
				t.Fatal("an answer, where it should have been refused")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	spring := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	autumn := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	column := func(value func(i int) string) files {
		return files{series: daily(112, "date,visits", value)}
	}
	lines := strings.SplitAfter(strings.TrimPrefix(visits(112), "date,visits\n"), "\n")
	shuffled := "date,visits\n"
	for i := range 112 {
		shuffled += lines[i*45%112]
	}
	window := Cmd{At: "2026-04-16", Until: "2026-04-18"}
	hours := Cmd{At: "2026-04-05", Until: "2026-04-06", Zone: "Europe/Amsterdam"}
	late := Cmd{At: "2026-10-25", Until: "2026-10-25", Zone: "Europe/Amsterdam"}
	for _, c := range []struct {
		name string
		f    files
		c    Cmd
		want string // in the text
	}{
		{"constant", column(func(int) string { return "50" }), window, "never changes"},
		{"all zeros", column(func(int) string { return "0" }), window, "Only zeros"},
		{"all gaps but two", column(func(i int) string { return map[bool]string{true: "7"}[i == 3 || i == 106] }), window, "not enough"},
		{"outlier before", column(func(i int) string {
			if i == 60 {
				return "1000000"
			}
			return fmt.Sprint(usual(i))
		}), window, "mistyped"},
		{"outlier inside", column(func(i int) string {
			if i == 106 {
				return "1000000"
			}
			return fmt.Sprint(usual(i))
		}), window, ""},
		{"negative", column(func(i int) string { return fmt.Sprint(usual(i) - 105) }), window, ""},
		{"decimal commas", files{series: strings.ReplaceAll(strings.ReplaceAll(visits(112), ",", ";"), "\n", ",5\n")[len("date;visits,5\n"):]}, window, ""},
		{"unsorted", files{series: shuffled}, window, ""},
		{"doubled rows that agree", files{series: visits(112) + lines[5] + lines[6]}, window, "2 rows were given twice"},
		{"tiny numbers", column(func(i int) string { return fmt.Sprintf("0.0000%d", usual(i)) }), window, ""},
		{"huge numbers", column(func(i int) string { return fmt.Sprintf("%d00000000000", usual(i)) }), window, ""},
		{"second row", files{series: visits(112)}, Cmd{At: "2026-01-02", Until: "2026-01-02"}, ""},
		{"last row", files{series: visits(112)}, Cmd{At: "2026-04-22"}, ""},
		{"outage", column(func(i int) string {
			if i >= 80 && i < 84 {
				return "0"
			}
			return fmt.Sprint(usual(i))
		}), window, "2026-03-22"},
		{"outage in the window", column(func(i int) string {
			if i >= 105 && i < 108 {
				return "0"
			}
			return fmt.Sprint(usual(i))
		}), window, "2026-04-16"},
		{"clocks go forward", files{series: hourly(spring, 24*40, nil, nil)}, hours, ""},
		{"hours missing", files{series: hourly(spring, 24*40, func(i int) bool { return i%97 == 0 }, nil)}, hours, ""},
		{"hour that doesn't exist", files{series: hourly(spring, 24*40, nil, nil) + "2026-03-29 02:00,9\n"}, hours, "doesn't exist"},
		{"clocks go back", files{series: hourly(autumn, 24*40, nil, nil)}, late, ""},
		{"one row for both hours", files{series: hourly(autumn, 24*40, func(i int) bool {
			return autumn.Add(time.Duration(i) * time.Hour).Equal(time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC))
		}, nil)}, late, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := c.f.run(t, c.c)
			if err != nil {
				t.Fatal(err)
			}
			var a struct {
				Verdict string
				P       *float64
				Sum     struct{ Low, High *float64 } `json:"cumulative"`
			}
			if err := json.Unmarshal([]byte(out), &a); err != nil {
				t.Fatal(err)
			}
			if a.Verdict == "" {
				t.Errorf("no verdict: %s", out)
			}
			if a.P != nil && (*a.P < 0.05) != (*a.Sum.Low > 0 || *a.Sum.High < 0) {
				t.Errorf("p and the interval disagree: %s", out)
			}
			if text := c.f.text(t, c.c); !strings.Contains(text, c.want) {
				t.Errorf("the text does not say %q:\n%s", c.want, text)
			}
		})
	}
}

// The day the clocks go back has 25 hours, the one they go forward 23; a missing hour
// is a gap and not a zero.
func TestDaysOfAClockChange(t *testing.T) {
	for _, c := range []struct {
		name     string
		from     time.Time
		day      string
		observed int
	}{
		{"forward", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), "2026-03-29", 23},
		{"back", time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), "2026-10-25", 25},
	} {
		t.Run(c.name, func(t *testing.T) {
			series := hourly(c.from, 24*40, nil, nil)
			want, zone := 0, "Europe/Amsterdam"
			for _, line := range strings.Split(series, "\n") {
				if strings.HasPrefix(line, c.day) {
					c.observed--
					var v int
					fmt.Sscan(line[strings.IndexByte(line, ',')+1:], &v)
					want += v
				}
			}
			if c.observed != 0 {
				t.Fatalf("the fixture has %d hours too few", c.observed)
			}
			out, err := files{series: series}.run(t, Cmd{At: c.day, Until: c.day, Zone: zone})
			if err != nil {
				t.Fatal(err)
			}
			var a struct{ Observed float64 }
			if err := json.Unmarshal([]byte(out), &a); err != nil || int(a.Observed) != want {
				t.Errorf("observed %v over the day, want %d", a.Observed, want)
			}
		})
	}
}

func TestMentionsOutsideTheSeries(t *testing.T) {
	out, err := files{
		series: visits(112),
		mentions: "date,kind,name\n2025-12-01,post,before\n2026-01-01,post,first\n2026-04-21,podcast,open\n" +
			"2026-06-01,post,after\n2026-03-20,video,inside\n2026-03-20,post,same day\n",
	}.run(t, Cmd{})
	if err != nil {
		t.Fatal(err)
	}
	var a struct {
		Mentions []struct {
			Verdict string
			Notes   []string
		}
	}
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	if len(a.Mentions) != 6 {
		t.Fatalf("%d answers for 6 mentions", len(a.Mentions))
	}
	for i, want := range []string{"before the first row", "on the first row", "", "after the last row"} {
		if got := strings.Join(a.Mentions[i].Notes, " "); want != "" && !strings.Contains(got, want) {
			t.Errorf("mention %d: notes %q don't say %q", i+1, got, want)
		}
		if a.Mentions[i].Verdict != "cannot_tell" {
			t.Errorf("mention %d: %s, want cannot_tell", i+1, a.Mentions[i].Verdict)
		}
	}
}

func TestManyMentions(t *testing.T) {
	many := 1_000
	if os.Getenv("NAMEDROP_SLOW") != "" {
		many = 10_000
	}
	var b strings.Builder
	b.WriteString("date,kind,name\n")
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range many {
		fmt.Fprintf(&b, "%s,%s,mention %d\n", first.AddDate(0, 0, 20+i*7919%370).Format("2006-01-02"), [...]string{"post", "video", "podcast"}[i%3], i)
	}
	began := time.Now()
	out, err := files{series: visits(400), mentions: b.String()}.run(t, Cmd{})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out, `"verdict"`); got != many {
		t.Errorf("%d answers for %d mentions", got, many)
	}
	t.Logf("%d mentions in %s", many, time.Since(began).Round(time.Millisecond))
}

func TestManyRows(t *testing.T) {
	rows := 100_000
	if os.Getenv("NAMEDROP_SLOW") != "" {
		rows = 1_000_000
	}
	var b strings.Builder
	b.WriteString("time,visits\n")
	for i := range rows {
		at := time.Date(1900, 1, 1, i, 0, 0, 0, time.UTC)
		fmt.Fprintf(&b, "%s,%d\n", at.Format("2006-01-02 15:04"), usual(i%1000))
	}
	began := time.Now()
	at := time.Date(1900, 1, 1, rows, 0, 0, 0, time.UTC).AddDate(0, 0, -1).Format("2006-01-02")
	_, err := files{series: b.String()}.run(t, Cmd{At: at})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows in %s", rows, time.Since(began).Round(time.Millisecond))
}
