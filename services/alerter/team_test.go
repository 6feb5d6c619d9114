package alerter_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/slack"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// A link to an own page in a message to people is marked, so that the tag doesn't count the visit. A
// program gets the address as it is.
func TestLinksToOwnPagesAreMarked(t *testing.T) {
	w := newWorld(t)
	hook := w.receiver("hook", 0.5)
	people := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte("ok")) }))
	defer people.Close()
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		if _, err := evidence.PutSite(ctx, tx, evidence.Site{ID: "site", Name: "shop", Zone: "UTC", Domains: []string{"shop.example"}}); err != nil {
			return err
		}
		if _, _, err := evidence.AddSampleFeed(ctx, tx, feeds.SampleFeed{ID: "tag", Site: "shop", Type: "tag", Name: "Tag", Zone: "UTC", Settings: []byte(`{"domains":"blog.example"}`)}); err != nil {
			return err
		}
		_, err := record.PutChannel(ctx, tx, alerts.Channel{ID: "s", Name: "Team", Type: slack.Type, Active: true, Secrets: map[string]feeds.Secret{"url": feeds.Secret(people.URL + "/services/T0/B0/secret-secret-secret")}})
		if err != nil {
			return err
		}
		_, err = record.PutRule(ctx, tx, alerts.Rule{ID: "r-s", Workspace: "default", Name: "s", Channels: []string{"s"}, Active: true})
		return err
	})
	w.start()
	for _, address := range []string{"https://www.shop.example/news/a?x=1", "https://blog.example/b", "https://pod.example/c"} {
		w.announce(alerts.Found, strings.TrimPrefix(address, "https://"), 1, func(d *alerts.EventData) { d.Document.URL = address })
	}
	w.handled()
	for _, r := range w.arrived(hook, 3) {
		if strings.Contains(string(r.Body), "nd-team") {
			t.Errorf("a program gets %s", r.Body)
		}
	}
	for mention, want := range map[string]string{
		"www.shop.example/news/a?x=1": "https://www.shop.example/news/a?x=1&amp;nd-team=1", "blog.example/b": "https://blog.example/b?nd-team=1", "pod.example/c": "https://pod.example/c|",
	} {
		if body := string(w.delivery("s", mention).Body); !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
}
