package bench

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

const secret = "whsec_bmFtZWRyb3AtYmVuY2gtc2VjcmV0LW9mLXRoZS1ydW4="

// BenchmarkFetchedToWebhook is the time from a fetched document to its webhook's
// arrival, at 20 documents a second of live news that all name the brand.
func BenchmarkFetchedToWebhook(b *testing.B) {
	for b.Loop() {
		took := webhooks(b, 400)
		b.ReportMetric(quantile(took, 0.5), "p50-ms")
		b.ReportMetric(quantile(took, 0.99), "p99-ms")
		b.ReportMetric(quantile(took, 1), "max-ms")
	}
}

func webhooks(b *testing.B, n int) []time.Duration {
	hook, err := alertstest.New(secret, nil)
	if err != nil {
		b.Fatal(err)
	}
	url, closeHook := hook.Serve()
	defer closeHook()
	names := brands(1)
	news := feeds.Source{ID: "news", Key: "news", Type: feeds.ImportSource, Name: "News"}
	a, stop := run(b, settings(b), app.Services{Detector: true, Indexer: true, Alerter: true}, app.Seed{
		Brands: names, Sources: []feeds.Source{news},
		Channels: []alerts.Channel{webhook.Channel("hook", "Hook", url, secret)},
		Rules:    []alerts.Rule{{ID: "all", Workspace: "default", Name: "All", Channels: []string{"hook"}, Active: true}},
	})
	defer stop()
	settle(b, a)
	sent := map[string]time.Time{}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for i := range n {
		<-tick.C
		key := fmt.Sprint("post-", i)
		d := feeds.Document{
			ID: feeds.DocumentID("web", key), Kind: feeds.Page, Network: "web", Key: key, Title: "A page", Language: "en", Origin: feeds.Publisher,
			// Pages with the same text would be copies of one, which are announced once.
			Text: fmt.Sprintf("We moved to %s in week %d and never looked back.", names[0].Name, i), Published: time.Now().UTC(), Fetched: time.Now().UTC(),
			URL: "https://blog.example/" + key,
		}
		sent[d.ID] = time.Now()
		save(b, a.Ledger(), news.ID, []feeds.Document{d})
	}
	ctx, cancel := context.WithTimeout(b.Context(), 30*time.Second)
	defer cancel()
	got, err := hook.WaitFor(ctx, n)
	if err != nil {
		b.Fatalf("%d of %d messages came: %v", len(got), n, err)
	}
	documents := map[string]string{} // by delivery
	rows, _, err := record.ListMentions(b.Context(), a.Ledger(), record.MentionFilter{Page: ledger.Page{Limit: 1000}})
	if err != nil {
		b.Fatal(err)
	}
	for _, m := range rows {
		documents[alerts.DeliveryID("hook", alerts.EventData{Workspace: m.Workspace, Cluster: m.Cluster, Brand: alerts.EventBrand{ID: m.Brand}}, alerts.Found)] = m.Document
	}
	took := make([]time.Duration, 0, n)
	for _, r := range got {
		at, ok := sent[documents[r.ID]]
		if !ok {
			b.Fatalf("message %s belongs to no document", r.ID)
		}
		took = append(took, r.At.Sub(at))
	}
	return took
}
