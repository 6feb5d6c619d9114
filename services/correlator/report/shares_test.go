package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// seen returns the question of a post of 20 October: its window is that day.
func seen(s Shares) Question {
	first := time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)
	return Question{
		in:    Input{Zone: time.UTC, Mention: evidence.ReportMention{Kind: feeds.Post, Published: first.Add(9 * time.Hour)}, Shares: s},
		state: evidence.Ready, first: first, until: first.AddDate(0, 0, 1), whole: first.AddDate(0, 0, 1), horizon: first.AddDate(0, 0, 1),
	}
}

func TestSharesOfAWindow(t *testing.T) {
	first := time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)
	days := Daily{Start: first.AddDate(0, 0, -10)}
	for range 11 {
		days.Values = append(days.Values, 100)
	}
	hour := func(days, hour int, kind feeds.FetchKind, name string, proof feeds.FetchProof, minutes int64) feeds.Fetches {
		return feeds.Fetches{Start: first.AddDate(0, 0, days).Add(time.Duration(hour) * time.Hour), Span: feeds.HourSpan, Kind: kind, Name: name, Proof: proof, Count: 3 * minutes, Minutes: minutes}
	}
	line := seen(Shares{Known: true, Days: days, Fetches: []feeds.Fetches{
		hour(-30, 9, feeds.PreviewFetch, "slack", feeds.Claimed, 50), // the log doesn't go back so far
		hour(-5, 9, feeds.PreviewFetch, "slack", feeds.Claimed, 10),
		hour(0, 10, feeds.PreviewFetch, "slack", feeds.Claimed, 4),
		hour(0, 11, feeds.PreviewFetch, "slack", feeds.Claimed, 2),
		hour(0, 11, feeds.PreviewFetch, "whatsapp", feeds.Claimed, 2),
		hour(0, 12, feeds.PreviewFetch, "facebook", feeds.Unlisted, 90), // shown, not counted
		hour(0, 12, feeds.AssistantFetch, "chatgpt", feeds.Listed, 7),   // no share
		hour(0, 12, feeds.CrawlerFetch, "gptbot", feeds.Claimed, 30),
		hour(1, 9, feeds.PreviewFetch, "slack", feeds.Claimed, 20), // after the window
	}}).sharesLine()
	if line.State != "ready" || *line.Observed != 8 || *line.Expected != 1 {
		t.Errorf("%+v, observed %v, expected %v", line, *line.Observed, *line.Expected)
	}
	want := []evidence.ReportFetches{
		{Kind: feeds.PreviewFetch, Name: "facebook", Proof: feeds.Unlisted, Count: 90},
		{Kind: feeds.PreviewFetch, Name: "slack", Proof: feeds.Claimed, Count: 6, Usual: 1},
		{Kind: feeds.PreviewFetch, Name: "whatsapp", Proof: feeds.Claimed, Count: 2},
		{Kind: feeds.AssistantFetch, Name: "chatgpt", Proof: feeds.Listed, Count: 7},
	}
	if d := cmp.Diff(want, line.Seen); d != "" {
		t.Error(d)
	}
}

func TestSharesThatAreNotKnown(t *testing.T) {
	if l := seen(Shares{}).sharesLine(); l.State != "not_set_up" || l.Code != evidence.NoShares {
		t.Errorf("%+v", l)
	}
	if l := seen(Shares{Known: true}).sharesLine(); l.State != "cannot_tell" || l.Observed != nil {
		t.Errorf("a window without a log: %+v", l)
	}
	open := seen(Shares{Known: true})
	open.state = evidence.Open
	if l := open.sharesLine(); l.State != "waiting" {
		t.Errorf("%+v", l)
	}
	if l := seen(Shares{}).darkLine(); l.State != "not_set_up" || l.Code != evidence.NoTag {
		t.Errorf("%+v", l)
	}
}
