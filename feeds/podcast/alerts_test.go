package podcast

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const alert = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Google Alert - Larkmeter</title>
<entry><id>tag:google.com,2013:googlealerts/feed:1</id><title type="html">Why &lt;b&gt;Larkmeter&lt;/b&gt; grows</title>
<link href="https://www.google.com/url?rct=j&amp;sa=t&amp;url=https://news.example/larkmeter%3Fa%3D1&amp;ct=ga&amp;usg=x"/><published>2026-11-02T06:00:00Z</published>
<content type="html">It is &lt;b&gt;Larkmeter&lt;/b&gt;&amp;nbsp;...</content></entry>
<entry><id>2</id><title>Plain</title><link href="https://news.example/plain"/><published>2026-11-02T06:00:00Z</published></entry></feed>`

func TestGoogleAlertsAreUnwrapped(t *testing.T) {
	b := readAlerts(t, alert)
	if len(b.Documents) != 2 || b.Documents[0].URL != "https://news.example/larkmeter?a=1" || b.Documents[0].Title != "Why Larkmeter grows" || b.Documents[0].Text != "It is Larkmeter ..." {
		t.Errorf("%+v", b.Documents)
	}
	if !slices.Equal(b.Found, []string{"https://news.example/larkmeter?a=1"}) {
		t.Errorf("found %v", b.Found)
	}
}

func TestRecordedGoogleAlerts(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set: no recorded alerts")
	}
	body, err := os.ReadFile(filepath.Join(dir, "sources/feeds_generic/google_alerts_atom.xml"))
	if err != nil {
		t.Fatal(err)
	}
	b := readAlerts(t, string(body))
	if len(b.Documents) != 20 || len(b.Found) != 20 || b.Found[1] != "https://investorplace.com/2019/07/slack-stock-truly-compelling/" {
		t.Errorf("%d documents, found %v", len(b.Documents), b.Found)
	}
	for _, d := range b.Documents {
		if strings.Contains(d.URL, "google.com") || strings.Contains(d.Title, "<b>") {
			t.Errorf("%s %s", d.URL, d.Title)
		}
	}
}

func readAlerts(t *testing.T, body string) feeds.Batch {
	t.Helper()
	s := feedstest.NewServer(t)
	s.Page("/alerts", "application/atom+xml", body)
	door, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("test", "https://namedrop.example"), AllowPrivate: feedstest.Loopback()})
	if err != nil {
		t.Fatal(err)
	}
	b, err := New(door).Read(t.Context(), feeds.Source{ID: "alerts", Type: feeds.FeedSource, URL: s.At("/alerts")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
