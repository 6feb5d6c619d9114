package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// The main flow from feed to webhook, on each database: the back catalogue causes no alerts, a
// new episode does, and search finds both.
func TestFromFeedToAlert(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]func(t *testing.T) string{
		"SQLite":     func(*testing.T) string { return "" },
		"PostgreSQL": func(t *testing.T) string { return fmt.Sprintf("database: {url: %q}\n", ledgertest.PostgresURL(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 2, 6)
			hook, err := alertstest.New(hookSecret, nil)
			if err != nil {
				t.Fatal(err)
			}
			url, closeHook := hook.Serve()
			t.Cleanup(closeHook)
			s := serve(t, quick+settings(t))
			s.addBrand("Larkmeter", nil)
			s.addWebhook(url, hookSecret)
			for _, f := range w.feeds() {
				s.addSource(f)
			}
			eventually(t, func() string {
				if n := len(s.mentions("")); n != w.expected() {
					return fmt.Sprintf("%d mentions, want %d", n, w.expected())
				}
				return ""
			})
			if n := len(hook.Requests()); n > 0 {
				t.Errorf("the back catalogue alerted %d times", n)
			}
			w.published.Add(1) // episode 6 names it in the transcript
			got, err := hook.WaitFor(testContext(t), w.shows)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range got {
				if r.Signature != nil || !strings.Contains(string(r.Body), "Larkmeter") {
					t.Errorf("signature %v, body %s", r.Signature, r.Body)
				}
			}
			var sent struct {
				Items []struct {
					Mention  string
					Brand    struct{ Name string }
					Document struct {
						Title  string
						Source struct{ Name string }
					}
				}
			}
			s.must("GET", "/deliveries", nil, &sent)
			if len(sent.Items) != w.shows {
				t.Errorf("%d deliveries, want %d", len(sent.Items), w.shows)
			}
			for _, d := range sent.Items {
				if d.Brand.Name != "Larkmeter" || !strings.Contains(d.Document.Title, "6") || !strings.HasPrefix(d.Document.Source.Name, "Show") {
					t.Errorf("delivered %+v", d)
				}
			}
			eventually(t, func() string {
				out, code := s.run(nil, "search", "brand:larkmeter", "reports")
				if code != 0 || !strings.Contains(out, "Episode 6") {
					return fmt.Sprintf("search exits with %d: %s", code, out)
				}
				return ""
			})
			var status struct{ Database string }
			s.must("GET", "/status", nil, &status)
			if !strings.EqualFold(status.Database, strings.TrimSuffix(name, "QL")) && status.Database != strings.ToLower(name) {
				t.Errorf("the ledger is on %s", status.Database)
			}
		})
	}
}

// A transcript that is published after its episode amends the document: a new episode then alerts
// once, and one of the back catalogue never does.
func TestLateTranscript(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	feed := func(episodes ...int) {
		items := ""
		for _, n := range episodes {
			items += fmt.Sprintf(`<item><guid>%d</guid><title>Episode %d</title><enclosure url="https://x.example/%d.mp3" type="audio/mpeg"/>%s</item>`, n, n, n, "")
		}
		w.Page("/feed", "application/rss+xml", `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Late Show</title>`+items+`</channel></rss>`)
	}
	withText := func(episodes ...int) {
		items := ""
		for _, n := range episodes {
			p := fmt.Sprintf("/%d.vtt", n)
			w.Page(p, "text/vtt", fmt.Sprintf("WEBVTT\n\n00:01.000 --> 00:05.000\nWe moved our reports to Larkmeter in spring %d.\n", n))
			items += fmt.Sprintf(`<item><guid>%d</guid><title>Episode %d</title><enclosure url="https://x.example/%d.mp3" type="audio/mpeg"/><podcast:transcript url="%s" type="text/vtt"/></item>`, n, n, n, w.At(p))
		}
		w.Page("/feed", "application/rss+xml", `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Late Show</title>`+items+`</channel></rss>`)
	}
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	url, closeHook := hook.Serve()
	t.Cleanup(closeHook)
	s := serve(t, quick)
	s.addBrand("Larkmeter", nil)
	s.addWebhook(url, hookSecret)
	feed(1)
	id := s.addSource(w.At("/feed")).ID
	documents := func(n int) {
		t.Helper()
		eventually(t, func() string {
			var src source
			s.must("GET", "/sources/"+id, nil, &src)
			if src.Documents != n {
				return fmt.Sprintf("%d documents, want %d", src.Documents, n)
			}
			return ""
		})
	}
	documents(1)
	feed(2, 1)
	documents(2)
	withText(2, 1)
	if _, err := hook.WaitFor(testContext(t), 1); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() string {
		if n := len(s.mentions("")); n != 2 {
			return fmt.Sprintf("%d mentions, want 2", n)
		}
		return ""
	})
	time.Sleep(500 * time.Millisecond)
	if got := alertstest.Messages(hook.Requests()); len(got) != 1 || !strings.Contains(string(got[0].Body), "Episode 2") {
		t.Errorf("%d messages: %s", len(got), got[0].Body)
	}
}

// The command line does everything: import, brand, rescan, edit, doctor, backup and restore.
func TestCommandLineFromImportToRestore(t *testing.T) {
	t.Parallel()
	s := prepare(t, "")
	do := func(stdin string, args ...string) string {
		t.Helper()
		out, code := s.run(strings.NewReader(stdin), args...)
		if code != 0 {
			t.Fatalf("%v exits with %d: %s", args, code, out)
		}
		return out
	}
	do("", "doctor")
	do(`{"id":"1","source":"talk","kind":"podcast","text":"We moved to Larkmeter last spring."}
{"id":"2","source":"talk","kind":"podcast","text":"We stayed with Quillpath, and are happy."}
`, "import", "documents", "-")
	do("", "brand", "add", "Larkmeter")
	s.start()
	appears := func(brand string, want int) {
		t.Helper()
		eventually(t, func() string {
			if n := s.rescansOpen(); n > 0 {
				return "rescans are under way"
			}
			if n := len(s.mentions("brand=" + brand)); n != want {
				return fmt.Sprintf("%d mentions of %s, want %d", n, brand, want)
			}
			return ""
		})
	}
	appears("larkmeter", 1)
	explains(t, "the rescan of a new brand", do("", "rescan", "--status"), "1 added", "0 removed")
	// After the brand is renamed, its old mention is removed and a new one appears.
	s.must("PUT", "/brands/larkmeter", map[string]any{"name": "Quillpath"}, nil)
	appears("larkmeter", 1)
	eventually(t, func() string {
		out := do("", "rescan", "--status")
		if !strings.Contains(out, "1 added, 0 changed, 1 removed") {
			return out
		}
		return ""
	})
	mentions := visible(s.mentions(""))
	opml := filepath.Join(s.dir, "shows.opml")
	if err := os.WriteFile(opml, []byte(`<opml version="2.0"><body><outline text="A" xmlUrl="http://127.0.0.1:1/a"/><outline text="B" xmlUrl="http://127.0.0.1:1/b"/></body></opml>`), 0o600); err != nil {
		t.Fatal(err)
	}
	explains(t, "OPML", do("", "source", "import", opml), "2 added")
	explains(t, "OPML again", do("", "source", "import", opml), "0 added", "2 already existed")

	copied := filepath.Join(s.dir, "copy.db")
	do("", "backup", copied) // while it runs
	s.must("DELETE", "/brands/larkmeter", nil, nil)
	out, code := s.run(nil, "restore", copied)
	if code != 1 {
		t.Errorf("restoring under a running server exits with %d", code)
	}
	explains(t, "restoring under a running server", out, "another Namedrop is using")
	s.stop()
	explains(t, "restore", do("", "restore", copied), "Restored")
	s.start()
	if diff := cmp.Diff(mentions, visible(s.mentions(""))); diff != "" {
		t.Errorf("mentions after the restore:\n%s", diff)
	}
	eventually(t, func() string {
		if out := do("", "search", "quillpath"); !strings.Contains(out, "Quillpath") {
			return out
		}
		return ""
	})
	explains(t, "a sick source", func() string {
		var text string
		eventually(t, func() string {
			out, code := s.run(nil, "doctor")
			if text = out; code != 1 {
				return out
			}
			return ""
		})
		return text
	}(), "FAIL", "sources", "source list --health")
}
