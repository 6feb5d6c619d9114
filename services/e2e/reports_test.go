package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type reportRow struct {
	ID, State, Verdict string
	Mention            struct {
		ID, Title, Show string
		Published       time.Time
	}
	Group   []string
	Caveats []struct{ Code string }
	Lift    *struct{ Placebos int }
}

// The reports of the demo say what its invented visits did: two old episodes moved them, one did
// not, and two that overlap did so together.
func TestReportsOfTheDemo(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	var rows []reportRow
	eventually(t, func() string {
		rows = rows[:0]
		for next := ""; ; {
			var page struct {
				Items []reportRow
				Next  string
			}
			d.must("GET", "/reports?"+url.Values{"limit": {"200"}, "cursor": {next}}.Encode(), nil, &page)
			rows = append(rows, page.Items...)
			if next = page.Next; next == "" {
				break
			}
		}
		n := 0
		for _, r := range rows {
			if r.Mention.Show == "The Slow Quarter" {
				n++
			}
		}
		if n < 5 {
			return fmt.Sprintf("%d of its reports among %d", n, len(rows))
		}
		return ""
	})
	var got []string
	for _, r := range rows { // newest first
		if r.Mention.Show == "The Slow Quarter" {
			got = append(got, r.Verdict)
		}
	}
	// Once the leads are matched, an answer that names only the show makes the one that moved nothing possible.
	if all := strings.Join(got, ", "); all != "likely, likely, no_sign, likely, likely" && all != "likely, likely, possible, likely, likely" {
		t.Errorf("verdicts %s:\n%+v", all, rows)
	}
	var overlapping struct {
		Overlaps []struct{ Mention string }
	}
	for i, r := range rows {
		if r.Mention.Show == "The Slow Quarter" {
			d.must("GET", "/reports/"+r.ID, nil, &overlapping)
			if len(overlapping.Overlaps) != 1 || overlapping.Overlaps[0].Mention != rows[i+1].Mention.ID {
				t.Errorf("the newest one overlaps %+v", overlapping.Overlaps)
			}
			var graded struct{ Report struct{ Verdict string } }
			d.must("GET", "/mentions/"+r.Mention.ID, nil, &graded)
			if graded.Report.Verdict != r.Verdict {
				t.Errorf("its mention says %q", graded.Report.Verdict)
			}
			break
		}
	}
	out, code := d.run(nil, "report", "list", "--verdict", "likely")
	if code != 0 || !strings.Contains(out, "likely") || !strings.Contains(out, "by chance about") {
		t.Errorf("report list exits with %d:\n%s", code, out)
	}
	out, code = d.run(nil, "report", rows[len(rows)-1].ID)
	if code != 0 || !strings.HasPrefix(out, "LIKELY  The Slow Quarter") || !strings.Contains(out, "Timing alone does not prove cause.") {
		t.Errorf("report exits with %d:\n%s", code, out)
	}
}

// A report follows from a file of visits and a show, without a demo: the command line alone.
func TestAReportFromAFileOfVisits(t *testing.T) {
	t.Parallel()
	s := serve(t, quick)
	day := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -30)
	var csv, docs strings.Builder
	csv.WriteString("date,visits\n")
	for i := -170; i < 29; i++ {
		at := day.AddDate(0, 0, i)
		visits := 300 + (i*7919%37+37)%37
		if i >= 0 && i < 7 {
			visits += 200
		}
		fmt.Fprintf(&csv, "%s,%d\n", at.Format(time.DateOnly), visits)
	}
	fmt.Fprintf(&docs, `{"id":"one","kind":"podcast","title":"How we moved to Larkmeter","text":"We moved to Larkmeter. Larkmeter is what we use, and Larkmeter is good.","published":%q}`+"\n", day.Add(9*time.Hour).Format(time.RFC3339))
	write := func(name, text string) string {
		path := filepath.Join(s.dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, args := range [][]string{
		{"brand", "add", "Larkmeter"},
		{"import", "documents", write("docs.jsonl", docs.String())},
		{"import", "visits", write("visits.csv", csv.String()), "--site", "shop"},
	} {
		if out, code := s.run(nil, args...); code != 0 {
			t.Fatalf("%v exits with %d: %s", args, code, out)
		}
	}
	eventually(t, func() string {
		var page struct{ Items []reportRow }
		s.must("GET", "/reports", nil, &page)
		if len(page.Items) != 1 || page.Items[0].Verdict != "likely" {
			return fmt.Sprintf("%+v", page.Items)
		}
		return ""
	})
}

// startDemo runs the demo, whose world publishes nothing new.
func startDemo(t *testing.T) *server {
	t.Helper()
	s := prepare(t, quick)
	s.args = []string{"demo", "--world", "127.0.0.1:0", "--every", "24h", "--data", s.data()}
	s.start()
	return s
}
