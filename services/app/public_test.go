package app

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/tag"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// The public side is a listener of its own with nothing of the desk's, is shown in the status
// and checked, and is off unless the configuration has an address for it.
func TestThePublicSide(t *testing.T) {
	start := func(listen string) *App {
		c := config.Default()
		c.Data, c.Desk.Listen, c.NATS.Listen, c.Public.Listen = t.TempDir(), "127.0.0.1:0", "off", listen
		c.Desk.Local = config.LocalOpen
		a, err := New(t.Context(), Options{Config: c, Services: Services{Desk: true, Public: true}, Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Run(ctx) }()
		t.Cleanup(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			if err := a.Stop(context.Background()); err != nil {
				t.Error(err)
			}
		})
		return a
	}
	get := func(url string) (int, string) {
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}
	a := start("127.0.0.1:0")
	if status, text := get(a.Public() + "/healthz"); status != 200 || text != "ok\n" {
		t.Errorf("/healthz: %d %s", status, text)
	}
	for _, path := range []string{"/", "/api/v1/status", "/metrics", "/readyz", "/openapi.json"} {
		if status, _ := get(a.Public() + path); status != 404 {
			t.Errorf("the public side answers %s with %d", path, status)
		}
	}
	if _, text := get(a.Desk() + "/api/v1/status"); !strings.Contains(text, `"public":"`+a.Public()+`"`) {
		t.Errorf("the status: %s", text)
	}
	if _, text := get(a.Desk() + "/metrics"); !strings.Contains(text, `namedrop_public_requests_total{code="404"} 5`) {
		t.Error("requests are not counted")
	}
	found := ""
	for _, f := range a.Checks(t.Context()) {
		if f.Part == "public side" && f.OK {
			found = f.Detail
		}
	}
	if !strings.Contains(found, "answers at "+a.Public()) {
		t.Errorf("doctor reports %q", found)
	}

	// Whoever uses the desk in a browser is not counted by the tag there.
	err := a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		_, _, err := evidence.AddSampleFeed(t.Context(), tx, feeds.SampleFeed{ID: "shop", Site: "shop", Type: tag.Type, Name: "Tag", Zone: "UTC", Settings: []byte(`{"domains":"shop.example"}`)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	a.collector.Wake()
	as := func(browser, method, url, body string, header ...string) {
		t.Helper()
		r, err := http.NewRequest(method, url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:"+browser+") Gecko/20100101 Firefox/"+browser)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	visit := func(browser string) {
		t.Helper()
		as(browser, "POST", a.Public()+"/collect", `{"f":"shop","p":"/"}`, "Origin", "https://shop.example")
	}
	count := func(outcome string) bool {
		_, text := get(a.Desk() + "/metrics")
		return strings.Contains(text, `namedrop_collect_total{outcome="`+outcome+`"} 1`+"\n")
	}
	for end := time.Now().Add(time.Minute); !count("counted") && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		visit("140.0") // a stranger's, until the collector knows the feed
	}
	as("144.0", "GET", a.Desk()+"/api/v1/session", "")
	visit("144.0")
	if !count("team") || !count("counted") {
		t.Error("the visit of a person who uses the desk counts")
	}

	if off := start(config.Off); off.Public() != "" || off.public != nil {
		t.Errorf("it listens at %s although it is off", off.Public())
	}

	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	c := config.Default()
	c.Data, c.Desk.Listen, c.NATS.Listen, c.Public.Listen = t.TempDir(), "127.0.0.1:0", "off", taken.Addr().String()
	if a, err := New(t.Context(), Options{Config: c, Services: Services{Desk: true, Public: true}, Logger: slog.New(slog.DiscardHandler)}); err == nil || !strings.Contains(err.Error(), "choose another with public.listen") {
		t.Errorf("a port that is taken: %v", err)
		_ = a.Stop(t.Context())
	}
}
