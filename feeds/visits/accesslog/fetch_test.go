package accesslog_test

import (
	"fmt"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/accesslog"
	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/feeds/visits/fetches"
)

const (
	slack   = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"
	chatGPT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot"
)

// fetched returns the fetches of a log as lines, its deep_ metrics above zero, and its warnings.
func fetched(t *testing.T, published *fetches.Addresses, text string) (lines []string, deep map[string]float64, warnings []string) {
	t.Helper()
	deep = map[string]float64{}
	result, err := accesslog.New(func() time.Time { return now }, published).Samples(t.Context(), strings.NewReader(text), feeds.Mapping{Hosts: []string{"shop.example"}}, func(samples []feeds.Sample) error {
		for _, s := range samples {
			if strings.HasPrefix(s.Metric, "deep_") {
				deep[s.Metric] += s.Value
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Fetches {
		lines = append(lines, fmt.Sprint(f.Start.Format("15:04"), " ", f.Span, " ", f.Kind, " ", f.Name, " ", f.Page, " ", f.Proof, " ", f.Count))
	}
	for _, w := range result.Warnings {
		warnings = append(warnings, w.Code)
	}
	return lines, deep, warnings
}

func TestFetchesOfALog(t *testing.T) {
	published := fetches.NewAddresses(map[string][]netip.Prefix{"chatgpt": {netip.MustParsePrefix("198.51.100.0/28")}})
	lines, _, warnings := fetched(t, published, combined("09:00:01", "192.0.2.5", "GET /pricing?x=1", "200", "-", slack)+
		combined("09:00:02", "192.0.2.6", "GET /pricing", "200", "-", slack)+
		combined("09:00:02", "192.0.2.6", "GET /logo.png", "200", "-", "Slack-ImgProxy (+https://api.slack.com/robots)")+
		combined("09:31:00", "192.0.2.6", "GET /pricing/", "200", "-", slack)+
		combined("09:32:00", "198.51.100.15", "GET /docs/start", "200", "-", chatGPT)+
		combined("09:32:30", "203.0.113.9", "GET /docs/start", "200", "-", chatGPT)+
		combined("09:40:00", "192.0.2.7", "GET /docs/start", "200", "-", "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)")+
		combined("09:41:00", "192.0.2.7", "GET /docs/start", "200", "-", "curl/8.5.0")+
		combined("09:41:00", "192.0.2.7", "GET /u/jan%40buyer.example/x", "200", "-", "WhatsApp/2.23.20.0"))
	want := []string{
		"09:00 hour crawler gptbot /docs/start claimed 1",
		"09:00 minute preview slack /pricing claimed 2",
		"09:31 minute preview slack /pricing claimed 1",
		"09:32 minute assistant chatgpt /docs/start listed 1",
		"09:32 minute assistant chatgpt /docs/start unlisted 1",
		"09:41 minute preview whatsapp /u/_/x claimed 1",
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"log_fetches_unlisted"}, warnings); d != "" {
		t.Error(d)
	}
}

// A visit without a referrer to a page that nobody types may come of a pasted link, of a search, or of an
// assistant that read the page just before.
func TestDeepVisits(t *testing.T) {
	_, deep, _ := fetched(t, nil, combined("09:00:00", "192.0.2.5", "GET /docs/start", "200", "-", chatGPT)+
		combined("09:29:00", "192.0.2.1", "GET /docs/start/", "200", "-", firefox)+ // possibly AI
		combined("09:31:00", "192.0.2.2", "GET /docs/start", "200", "-", firefox)+ // too late
		combined("09:31:00", "192.0.2.3", "GET /docs/other-page", "200", "-", firefox)+
		combined("09:32:00", "192.0.2.4", "GET /docs/start", "200", "https://www.google.com/", firefox)+
		combined("09:33:00", "192.0.2.6", "GET /docs/start?utm_source=x", "200", "-", firefox)+
		combined("09:34:00", "192.0.2.7", "GET /", "200", "-", firefox)+
		combined("09:34:00", "192.0.2.8", "GET /pricing", "200", "-", firefox))
	if d := cmp.Diff(map[string]float64{"deep_direct": 3, "deep_search": 1, "deep_direct_possibly_ai": 1}, deep); d != "" {
		t.Error(d)
	}
}

// A log in which everybody calls themselves Slack is no evidence of shares.
func TestSlackFromEverywhere(t *testing.T) {
	var b strings.Builder
	for i := range 2000 {
		b.WriteString(combined(fmt.Sprintf("09:%02d:%02d", i/60%60, i%60), fmt.Sprintf("%d.%d.%d.1", 11+i%200, i%251, i%13), "GET /pricing", "200", "-", slack))
		b.WriteString(combined(fmt.Sprintf("09:%02d:%02d", i/60%60, i%60), fmt.Sprintf("%d.%d.%d.1", 11+i%200, i%251, i%13), "GET /pricing", "200", "-", "WhatsApp/2.23"))
	}
	lines, _, warnings := fetched(t, nil, b.String())
	for _, l := range lines {
		if strings.Contains(l, "slack") != strings.Contains(l, "scattered") {
			t.Fatalf("%s", l) // phones are everywhere
		}
	}
	if d := cmp.Diff([]string{"log_fetches_scattered"}, warnings); d != "" {
		t.Error(d)
	}
}

// A page that is fetched a million times is one share a minute at most, and agents and pages without end
// don't fill the memory.
func TestFloodsOfFetchesAreBounded(t *testing.T) {
	c := fetches.NewCounter(nil)
	at := time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC)
	for i := range 1_000_000 {
		c.AddClient(fetches.Seen{At: at.Add(time.Duration(i/20000) * time.Second), Page: "/a"}, agent.Client{Kind: agent.Preview, Name: "slack"})
	}
	if got := c.Take(); len(got) != 1 || got[0].Count != 1_000_000 || got[0].Minutes != 1 {
		t.Fatalf("%d rows: %+v", len(got), got[0])
	}
	huge := strings.Repeat("x", 1<<20)
	if client, _ := c.Add(fetches.Seen{At: at, Page: "/" + huge, UserAgent: slack + huge}); client.Name != "slack" {
		t.Fatalf("%+v", client)
	}
	if got := c.Take(); len(got) != 1 || len(got[0].Page) > 300 {
		t.Fatalf("%d rows", len(got))
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range 3 * fetches.MostRows {
		c.AddClient(fetches.Seen{At: at, Page: fmt.Sprintf("/%d/%s", i, strings.Repeat("y", 280))}, agent.Client{Kind: agent.Preview, Name: "slack"})
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if mb := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) >> 20; mb > 100 { //nolint:gosec // both are small
		t.Errorf("%d MB", mb)
	}
	rows, beyond := c.Take(), c.Beyond()
	if len(rows) != fetches.MostRows+1 || beyond != 2*fetches.MostRows {
		t.Errorf("%d rows, %d beyond", len(rows), beyond)
	}
}
