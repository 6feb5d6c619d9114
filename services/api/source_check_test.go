package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// A check reads a source once, says what came, and stores nothing.
func TestCheckOfASource(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Market Talk</title><link rel="hub" xmlns="http://www.w3.org/2005/Atom" href="https://hub.example/"/>`)
		for i := range 5 {
			fmt.Fprintf(w, `<item><guid>%d</guid><title>Talk %d</title><pubDate>Mon, 0%d Nov 2026 06:00:00 GMT</pubDate></item>`, i, i, 9-i)
		}
		fmt.Fprint(w, `</channel></rss>`)
	}))
	defer site.Close()
	c := config.Default()
	c.Fetch.AllowPrivate = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	d := openWith(t, app.Options{Config: c, Now: time.Now})
	var v api.CheckView
	d.want(200, &v, "POST", "/sources/check", `{"url":"`+strings.Replace(site.URL, "http://", "http://ann:sesame@", 1)+`/feed"}`)
	if !v.Read || v.Way != "polled" || v.Title != "Market Talk" || v.Documents != 5 || len(v.Items) != 3 || v.Items[0].Title != "Talk 0" || v.Error != "" || v.Limits.PerHost != 2 || v.Limits.Shortest != 300 {
		t.Errorf("%+v", v)
	}
	if len(v.Fetched) != 1 || v.Fetched[0].Status != 200 || v.Fetched[0].Type != "application/rss+xml" || v.Fetched[0].Bytes == 0 || !strings.HasPrefix(v.Fetched[0].Host, "127.0.0.1:") {
		t.Errorf("%+v", v.Fetched)
	}
	if strings.Contains(fmt.Sprintf("%+v", v), "sesame") {
		t.Errorf("the password is in the answer: %+v", v)
	}
	v = api.CheckView{}
	d.want(200, &v, "POST", "/sources/check", `{"url":"`+site.URL+`/none"}`)
	if v.Read || v.Fault != string(feeds.FaultAbsent) || v.Error == "" || len(v.Fetched) != 1 || v.Fetched[0].Status != 404 || len(v.Items) != 0 {
		t.Errorf("%+v", v)
	}
	v = api.CheckView{}
	d.want(200, &v, "POST", "/sources/check", `{"type":"podping"}`)
	if v.Way != "streamed" || v.Read || v.Error != "" || len(v.Fetched) != 0 {
		t.Errorf("%+v", v)
	}
	var list struct{ Items []any }
	d.want(200, &list, "GET", "/sources", "")
	if len(list.Items) != 0 {
		t.Errorf("a check stored %v", list.Items)
	}
}

// A source says whether its hub tells, and what became of the addresses that it found.
func TestHubAndAddressesOfASource(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	d := openAt(t, func() time.Time { return now })
	var src struct{ ID string }
	d.want(200, &src, "POST", "/sources", `{"url":"https://show.example/feed"}`)
	write := func(do func(tx *ledger.Tx) error) {
		t.Helper()
		if err := d.a.Ledger().Write(t.Context(), do); err != nil {
			t.Fatal(err)
		}
	}
	detail := func() *api.HubView {
		t.Helper()
		var s struct{ Hub *api.HubView }
		d.want(200, &s, "GET", "/sources/"+src.ID, "")
		return s.Hub
	}
	if h := detail(); h != nil {
		t.Errorf("%+v", h)
	}
	write(func(tx *ledger.Tx) error {
		return archive.SetHub(t.Context(), tx, src.ID, feeds.Hub{URL: "https://hub.example/x?secret=1", Topic: "https://show.example/feed"})
	})
	asked, err := archive.DueHubs(t.Context(), d.a.Ledger(), 1, func(archive.HubSubscription) time.Time { return now.Add(time.Hour) })
	if h := detail(); err != nil || h == nil || h.State != "asked" || h.Host != "hub.example" {
		t.Fatalf("%+v, %v", h, err)
	}
	write(func(tx *ledger.Tx) error {
		return archive.HubConfirmed(t.Context(), tx, asked[0].ID, now.Add(time.Hour), now.Add(time.Minute))
	})
	if h := detail(); h.State != "telling" || h.Until == nil || !h.Until.Equal(now.Add(time.Hour)) {
		t.Errorf("%+v", h)
	}
	write(func(tx *ledger.Tx) error {
		if _, _, err := archive.AddFound(t.Context(), tx, src.ID, []string{"https://a.example/x"}, false); err != nil {
			return err
		}
		return archive.HubFailed(t.Context(), tx, asked[0].ID, &feeds.Fault{Kind: feeds.FaultRefused, Code: "hub_denied", Reason: "No"}, true)
	})
	if h := detail(); h.State != "failed" || !h.Denied {
		t.Errorf("%+v", h)
	}
	var list struct{ Items []api.AddressView }
	d.want(200, &list, "GET", "/addresses?source="+src.ID, "")
	if len(list.Items) != 1 || !list.Items[0].Found || list.Items[0].Source != src.ID || list.Items[0].State != archive.AddressWaiting {
		t.Fatalf("%+v", list.Items)
	}
	now = now.Add(time.Hour)
	var again api.AddressView
	d.want(200, &again, "POST", "/addresses/"+list.Items[0].ID+"/retry", "")
	if again.Due == nil || !again.Due.Equal(now) {
		t.Errorf("%+v", again)
	}
	d.want(404, nil, "POST", "/addresses/nosuch/retry", "")
}
