package bench

import (
	"context"
	"log/slog"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/correlator"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// BenchmarkReport is the time of one report from the ledger, to the ledger: 120 days of hourly
// samples in three channels, and more than 85 past windows.
func BenchmarkReport(b *testing.B) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	l := ledgertest.OpenAt(b, func() time.Time { return now })
	ctx := b.Context()
	write := func(do func(*ledger.Tx) error) {
		b.Helper()
		if err := l.Write(ctx, do); err != nil {
			b.Fatal(err)
		}
	}
	from := now.Truncate(24*time.Hour).AddDate(0, 0, -120)
	doc := feeds.Document{
		ID: feeds.DocumentID("web", "post"), Kind: feeds.Page, Network: "web", Key: "post", Title: "A page", URL: "https://blog.example/post",
		Origin: feeds.Publisher, Text: "We moved to Acme.", Published: now.AddDate(0, 0, -2),
	}
	write(func(tx *ledger.Tx) error {
		if _, err := record.PutBrand(ctx, tx, index.Brand{ID: "acme", Name: "Acme", Own: true, Active: true}); err != nil {
			return err
		}
		if _, _, err := evidence.AddSampleFeed(ctx, tx, feeds.SampleFeed{ID: "feed", Site: "shop", Type: "csv", Name: "csv", Zone: "Europe/Amsterdam"}); err != nil {
			return err
		}
		r := rand.New(rand.NewPCG(1, 1))
		var samples []feeds.Sample
		for at := from; at.Before(now); at = at.Add(time.Hour) {
			for _, c := range []string{"direct", "organic_search", "referral"} {
				v := math.Max(0, math.Round(8+3*r.NormFloat64()))
				samples = append(samples, feeds.Sample{Start: at, Span: feeds.HourSpan, Metric: "visits", Channel: c, Landing: feeds.DeepLanding, Value: v, State: feeds.Final})
			}
		}
		if _, err := evidence.ReplaceSamples(ctx, tx, "feed", evidence.SampleRange{From: from, To: now}, samples); err != nil {
			return err
		}
		src, _, err := archive.AddSource(ctx, tx, feeds.Source{Type: feeds.FeedSource, URL: "https://blog.example/feed", Name: "Blog"})
		if err != nil {
			return err
		}
		if _, err := archive.SaveDocument(ctx, tx, archive.NewDraft(doc), src.ID); err != nil {
			return err
		}
		return record.SaveMention(ctx, tx, index.Mention{
			ID: index.MentionID("default", "acme", doc.ID), Brand: "acme", Document: doc.ID, Revision: 1, Type: index.Discussed, Kind: doc.Kind, Published: doc.Published,
			Hits: []index.Hit{{Brand: "acme", Surface: "Acme"}},
		})
	})
	c, err := correlator.New(correlator.Options{
		Ledger: l, Bus: idleBus{}, Holder: "bench", Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: func() time.Time { return now },
	})
	if err != nil {
		b.Fatal(err)
	}
	sites, err := evidence.ListSites(ctx, l, "")
	if err != nil {
		b.Fatal(err)
	}
	id := evidence.ReportID("", "acme", doc.ID)
	for b.Loop() {
		var took []time.Duration
		for range 50 {
			write(func(tx *ledger.Tx) error { return evidence.SetReportInput(ctx, tx, id, "") })
			begun := time.Now()
			if _, err := c.Make(ctx, sites[0]); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(begun))
		}
		r, err := evidence.GetReport(ctx, l, "", id)
		if err != nil || r.Body.Lift == nil || r.Body.Lift.Placebos < 85 {
			b.Fatalf("%+v, %v", r.Body.Lift, err)
		}
		b.ReportMetric(quantile(took, 0.5), "p50-ms")
		b.ReportMetric(quantile(took, 0.99), "p99-ms")
	}
}

// idleBus is a bus on which nothing happens.
type idleBus struct{}

func (idleBus) Consume(ctx context.Context, _ bus.ConsumerConfig, _ func(context.Context, []bus.Msg) error) error {
	<-ctx.Done()
	return nil
}
