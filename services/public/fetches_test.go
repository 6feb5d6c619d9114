package public_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/public"
)

func TestFetchesOfShortLinks(t *testing.T) {
	l := ledgertest.Open(t)
	f, err := public.NewFetches(public.FetchesOptions{Ledger: l, Logger: slog.New(slog.DiscardHandler), Now: l.Now})
	if err != nil {
		t.Fatal(err)
	}
	for userAgent, want := range map[string]agent.Kind{
		"Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)":                        agent.Preview,
		"Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0":            agent.Person,
		"Mozilla/5.0 AppleWebKit/537.36; compatible; ChatGPT-User/1.0; +https://openai.com": agent.Assistant,
		"curl/8.5.0": agent.Program,
	} {
		r := httptest.NewRequest("GET", "/l/show", nil)
		r.Header.Set("User-Agent", userAgent)
		if got := f.See("site", "/pricing?utm_source=x", r); got.Kind != want {
			t.Errorf("%s is %v", userAgent, got)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Run(ctx); err != nil { // it writes the rest
		t.Fatal(err)
	}
	got, err := evidence.FetchesBy(t.Context(), l, evidence.FetchFilter{Feeds: []string{evidence.LinkFetches("site")}, From: l.Now().Add(-time.Hour), Limit: 10}, "page")
	if err != nil || len(got) != 2 || got[0].Page != "/pricing" || got[0].Count != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}
