package public

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// The script stays small: it is loaded by pages of others.
func TestTheScriptOfTheFormIsSmall(t *testing.T) {
	if n := len(formScript); n >= 5000 {
		t.Errorf("form.js has %d bytes", n)
	}
	if text := string(formScript); strings.Contains(text, "innerHTML") || strings.Contains(text, "insertAdjacentHTML") {
		t.Error("form.js writes HTML")
	}
}

// heard saves a document of a kind that mentions our brand.
func (d *leadsTest) heard(key, show string, kind feeds.Kind, network string, change func(*index.Mention)) index.Mention {
	d.t.Helper()
	ctx := d.t.Context()
	doc := feeds.Document{
		ID: feeds.DocumentID(network, key), Kind: kind, Network: network, Key: key, Title: key, URL: "https://show.example/" + key, Author: "Quillfeather",
		Published: nine.Add(-24 * time.Hour), Origin: feeds.Publisher, Text: "We moved to Acme.",
	}
	m := index.Mention{
		ID: index.MentionID("default", "acme", doc.ID), Brand: "acme", Document: doc.ID, Revision: 1, Type: index.Discussed, Confidence: 0.9,
		Hits: []index.Hit{{Brand: "acme", Surface: "Acme"}}, Kind: kind, Published: doc.Published,
	}
	change(&m)
	err := d.ledger.Write(ctx, func(tx *ledger.Tx) error {
		if _, err := record.GetBrand(ctx, tx, "", "acme"); err == nil {
		} else if _, err := record.PutBrand(ctx, tx, index.Brand{ID: "acme", Name: "Acme", Own: true, Active: true}); err != nil {
			return err
		}
		src, _, err := archive.AddSource(ctx, tx, feeds.Source{Type: feeds.PodcastSource, URL: "https://show.example/" + show, Name: show})
		if err != nil {
			return err
		}
		if _, err := archive.SaveDocument(ctx, tx, archive.NewDraft(doc), src.ID); err != nil {
			return err
		}
		return record.SaveMention(ctx, tx, m)
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return m
}

// A form suggests the shows that really mentioned the brand: no people, nothing that was dismissed, and nothing that is gone.
func TestSuggestionsOfAForm(t *testing.T) {
	d := receiving(t)
	id, _ := d.source("form", evidence.ByRequest, `{}`, nil)
	other, _ := d.source("typeform", evidence.ByRequest, `{}`, nil)
	keep := func(*index.Mention) {}
	paths := d.heard("a", "Paths", feeds.Podcast, "podcast", keep)
	d.heard("b", `<b>"Tides"</b>`, feeds.Video, "youtube", keep)
	d.heard("c", "Posts", feeds.Post, "bluesky", keep)
	d.heard("d", "Dismissed", feeds.Podcast, "podcast", func(m *index.Mention) { m.State = index.Dismissed })
	d.heard("e", "Unsure", feeds.Podcast, "podcast", func(m *index.Mention) { m.Unsure = true })
	get := func(path string) (int, string, http.Header) {
		resp, err := http.Get(d.base + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(b), resp.Header
	}
	suggested := func() string {
		status, body, header := get("/form/" + id)
		var got struct{ Shows []string }
		if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 || header.Get("Access-Control-Allow-Origin") != "*" || header.Get("Set-Cookie") != "" {
			t.Fatalf("%d %s %v", status, body, header)
		}
		return strings.Join(got.Shows, "|")
	}
	if got := suggested(); got != `<b>"Tides"</b>|Paths` && got != `Paths|<b>"Tides"</b>` {
		t.Errorf("suggests %s", got)
	}
	err := d.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		paths.Revision++
		return record.EraseMention(t.Context(), tx, paths, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	d.clock.at = d.clock.at.Add(2 * time.Minute)
	if got := suggested(); got != `<b>"Tides"</b>` {
		t.Errorf("suggests %s after the mention is erased", got)
	}
	for _, path := range []string{"/form/" + other, "/form/" + strings.Repeat("x", 20), "/form/short", "/form/" + strings.Repeat("x", 5000), "/form/"} {
		if status, _, _ := get(path); status != 404 {
			t.Errorf("%.40s answers %d", path, status)
		}
	}
	if status, body, header := get("/form.js"); status != 200 || body != string(formScript) || !strings.HasPrefix(header.Get("Content-Type"), "text/javascript") {
		t.Errorf("form.js answers %d", status)
	}
}

// Whatever somebody asks for as the id of a form, the answer is one of the few that there are, says nothing of what
// was asked, and costs no place among the forms that exist.
func FuzzSuggestions(f *testing.F) {
	d := newLeadsTest(f, slog.DiscardHandler)
	id, _ := d.source("form", evidence.ByRequest, `{}`, nil)
	d.heard("a", "Paths", feeds.Podcast, "podcast", func(*index.Mention) {})
	for _, seed := range []string{id, strings.Repeat("x", leadIDLength), "", "../../etc/passwd", id + "/", "\x00", "';--", strings.Repeat("é", 10)} {
		f.Add(seed, "192.0.2.1")
	}
	f.Add(id, "not an address, 1.2.3.4")
	f.Fuzz(func(t *testing.T, asked, forwarded string) {
		d.clock.at = d.clock.at.Add(2 * time.Second)
		r := from(t.Context(), "GET", "/form/x", "", map[string]string{"X-Forwarded-For": forwarded})
		r.SetPathValue("id", asked)
		w := httptest.NewRecorder()
		d.leads.serveSuggestions(w, r)
		body := w.Body.String()
		switch w.Code {
		case http.StatusOK:
			if asked != id || body != `{"shows":["Paths"]}` {
				t.Errorf("%q is answered %s", asked, body)
			}
		case http.StatusNotFound, http.StatusTooManyRequests:
			if len(asked) > 3 && strings.Contains(body, asked) && !strings.Contains("404 page not found Too many requests. Try again in a minute.", asked) {
				t.Errorf("%q is repeated in %s", asked, body)
			}
		default:
			t.Errorf("%q is answered %d %s", asked, w.Code, body)
		}
	})
}
