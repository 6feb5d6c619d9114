package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/services/config"
)

// The judge and the directory of shows may be on this machine. A feed, a page that is
// looked at, a webhook or a recording at the very same address stays refused.
func TestConfiguredAddressesAreNotGuarded(t *testing.T) {
	var asked atomic.Int64
	var inside http.HandlerFunc = func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.URL.Path == "/away/chat/completions" {
			http.Redirect(w, r, "http://localhost:"+r.Host[strings.LastIndex(r.Host, ":")+1:]+"/v1/chat/completions", http.StatusTemporaryRedirect)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"resultCount":1,"results":[{"kind":"podcast","collectionName":"Signal Paths","feedUrl":"https://signalpaths.example/feed"}]}`)
	}
	s := httptest.NewServer(inside)
	defer s.Close()
	c := config.Default()
	c.Data, c.Desk.Listen, c.NATS.Listen = t.TempDir(), "127.0.0.1:0", "off"
	c.Judge.URL, c.Endpoints.ITunes = s.URL+"/v1", s.URL
	a, err := New(t.Context(), Options{Config: c, Services: All(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	resp, err := a.judgeClient().Post(c.Judge.URL+"/chat/completions", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatalf("the judge: %v", err)
	}
	resp.Body.Close()
	if _, err := a.judgeClient().Post(s.URL+"/away/chat/completions", "application/json", strings.NewReader("{}")); err == nil || !strings.Contains(err.Error(), "prohibited IP") { //nolint:bodyclose // never answered
		t.Errorf("a redirect of the judge: %v", err)
	}
	if found, err := a.outside.finder.Find(t.Context(), "signal paths"); err != nil || len(found) == 0 {
		t.Errorf("the directory: %v, %v", found, err)
	}
	before := asked.Load()
	for _, address := range []string{s.URL + "/v1", s.URL + "/search", c.Judge.URL + "/chat/completions"} {
		if _, err := a.outside.door.Get(t.Context(), fetch.Request{URL: address}); fetch.KindOf(err) != fetch.Refused {
			t.Errorf("a feed at %s: %v", address, err)
		}
		if _, err := a.outside.finder.Find(t.Context(), address); fetch.KindOf(err) != fetch.Refused {
			t.Errorf("looking at %s: %v", address, err)
		}
		client := http.Client{Transport: fetch.NewTransport(c.Fetch.AllowPrivate), Timeout: 5 * time.Second}
		if _, err := client.Get(address); err == nil || !strings.Contains(err.Error(), "prohibited IP") { //nolint:bodyclose // never answered
			t.Errorf("a recording at %s: %v", address, err)
		}
	}
	if n := asked.Load() - before; n != 0 {
		t.Errorf("%d requests of strangers got through", n)
	}
}
