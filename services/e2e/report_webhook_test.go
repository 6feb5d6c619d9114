package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

// A channel that asks for reports gets a report signed when it has a verdict, and again when its
// grade changes; over refusals, a kill and a restart each message is accepted once. What was sent can
// be read in the list of deliveries. A channel that didn't ask gets nothing.
func TestReportsByWebhook(t *testing.T) {
	w := feedstest.NewServer(t)
	var published atomic.Bool
	at := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -4).Add(9 * time.Hour)
	w.Handle("/blog.xml", http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(rw, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The blog</title><language>en</language>
			<item><guid>first</guid><title>Hello</title><link>https://blog.example/hello</link><description>Nothing here.</description></item>`)
		if published.Load() {
			fmt.Fprintf(rw, `<item><guid>second</guid><title>How we moved to Larkmeter</title><link>https://blog.example/moved</link><pubDate>%s</pubDate>
				<content:encoded><![CDATA[<p>We moved to Larkmeter. Larkmeter is what we use, and Larkmeter is good.</p>]]></content:encoded></item>`, at.Format(time.RFC1123Z))
		}
		fmt.Fprint(rw, `</channel></rss>`)
	}))
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	url, closeHook := hook.Serve()
	t.Cleanup(closeHook)
	s := serve(t, quick)
	s.addBrand("Larkmeter", nil)
	out, code := s.run(nil, "channel", "add", url, "--name", "Reports", "--secret", hookSecret, "--topics", "reports", "--json")
	var made struct{ ID string }
	if code != 0 || json.Unmarshal([]byte(out), &made) != nil {
		t.Fatalf("channel add exits with %d: %s", code, out)
	}
	var usual struct{ ID string }
	s.must("POST", "/channels", map[string]any{"name": "Usual", "url": url, "secret": hookSecret}, &usual) // no rule sends to it
	if out, code := s.run(nil, "channel", "test", made.ID); code != 0 {
		t.Fatalf("channel test exits with %d: %s", code, out)
	}
	if test := accepted(t, hook); len(test) != 1 || test[0].Type != "namedrop.report.ready.v1" || test[0].Data.Mention.Title != "A test message from Namedrop" {
		t.Errorf("the test is %+v", test)
	}
	csv := filepath.Join(s.dir, "visits.csv")
	if err := os.WriteFile(csv, []byte(dailyVisits(at, -170, 4)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := s.run(nil, "import", "visits", csv, "--site", "shop"); code != 0 {
		t.Fatalf("import visits exits with %d: %s", code, out)
	}
	s.waitRead(s.addSource(w.At("/blog.xml")).ID)
	hook.Script(alertstest.Status(503))
	published.Store(true)
	waitFor := func(n int) []alerts.ReportEvent {
		t.Helper()
		eventually(t, func() string {
			if got := accepted(t, hook); len(got) < n {
				return fmt.Sprintf("%d of %d messages", len(got), n)
			}
			return ""
		})
		return accepted(t, hook)
	}
	ready := waitFor(2)[1]
	if ready.Type != "namedrop.report.ready.v1" || ready.Data.Verdict != "likely" || ready.Data.Lift == nil || !strings.HasSuffix(ready.Data.Link, "/mentions/"+ready.Data.Mention.ID+"/report") {
		t.Errorf("%+v", ready)
	}

	s.kill()
	s.start()
	// An outage in the window: now nothing can be told.
	if out, code := s.run(nil, "annotation", "add", "Tag was off", "--kind", "outage", "--from", ready.Data.Window.From, "--to", ready.Data.Window.To); code != 0 {
		t.Fatalf("annotation add exits with %d: %s", code, out)
	}
	all := waitFor(3)
	if revised := all[2]; revised.Type != "namedrop.report.revised.v1" || revised.Data.Verdict != "cannot_tell" || revised.Data.Report != ready.Data.Report || len(all) != 3 {
		t.Errorf("%d messages, the last one %+v", len(all), revised)
	}
	eventually(t, func() string {
		out, code := s.run(nil, "delivery", "list", "--report", ready.Data.Report)
		if code != 0 || !strings.Contains(out, "report cannot tell") || !strings.Contains(out, "report likely (") || strings.Count(out, ": Lark") != 2 || strings.Count(out, "delivered") != 2 {
			return out
		}
		return ""
	})
}

// accepted returns the events that a receiver accepted, in the order in which they came.
func accepted(t *testing.T, r *alertstest.Receiver) []alerts.ReportEvent {
	t.Helper()
	var out []alerts.ReportEvent
	var ids []string
	for _, in := range r.Requests() {
		var ev alerts.ReportEvent
		if err := json.Unmarshal(in.Body, &ev); err != nil || in.Signature != nil {
			t.Fatalf("%v, %v: %s", err, in.Signature, in.Body)
		}
		if in.Accepted() && !slices.Contains(ids, in.ID) {
			out, ids = append(out, ev), append(ids, in.ID)
		}
	}
	return out
}

// dailyVisits is a file of visits around a day, on which they doubled.
func dailyVisits(day time.Time, from, to int) string {
	var csv strings.Builder
	csv.WriteString("date,visits\n")
	for i := from; i < to; i++ {
		visits := 300 + (i*7919%37+37)%37
		if i == 0 {
			visits *= 2
		}
		fmt.Fprintf(&csv, "%s,%d\n", day.AddDate(0, 0, i).Format(time.DateOnly), visits)
	}
	return csv.String()
}
