package slack_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/slack"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

var update = flag.Bool("update", false, "write the golden files")

const base = "https://desk.example"

func channel(settings string) alerts.Channel {
	return alerts.Channel{
		ID: "c", Name: "Team", Type: slack.Type, Settings: json.RawMessage(settings), Active: true,
		Secrets: map[string]feeds.Secret{"url": "https://hooks.slack.com/services/T012/B345/abcdefghijklmnopqrstuvwx"},
	}
}

func event(n int, change ...func(*alerts.EventData)) alerts.Event {
	second := 754.2
	ev := alerts.Event{
		SpecVersion: "1.0", ID: fmt.Sprintf("m%d.1", n), Source: "/workspaces/default", Type: alerts.EventType(alerts.Found),
		Time: time.Date(2026, 11, 20, 6, 40, 4, 0, time.UTC), DataContentType: "application/json",
		Data: alerts.EventData{
			Workspace: "default", Mention: fmt.Sprint("m", n), Revision: 1, Brand: alerts.EventBrand{ID: "fernwick", Name: "Fernwick", Own: true},
			Document: alerts.EventDocument{
				ID: "d1", Kind: feeds.Podcast, Network: "podcast", URL: "https://www.signalpaths.example/41", Title: "41: What we run on", Author: "Ines Okafor",
				Source: alerts.EventSource{ID: "s1", Name: "Signal Paths"}, Published: time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC), Language: "en",
			},
			Hits: []alerts.EventHit{
				{Field: index.InNotes, Quote: "With links to Fernwick.", Surface: "Fernwick", Confidence: 0.99, Link: base + "/mentions/m1"},
				{Field: index.InText, Second: &second, Speaker: "Tomás Reyes", Quote: "We moved the whole pipeline to Fernwick <last spring> & nobody noticed.",
					Surface: "Fernwick", Confidence: 0.97, Link: base + fmt.Sprintf("/mentions/m%d?t=754", n)},
			},
			Best: 1, Type: index.Discussed, Confidence: 0.97, State: index.New, Link: base + fmt.Sprint("/mentions/m", n),
		},
	}
	for _, c := range change {
		c(&ev.Data)
	}
	return ev
}

type object struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Verbatim bool   `json:"verbatim"`
	Emoji    *bool  `json:"emoji"`
}

type payload struct {
	Text        string `json:"text"`
	Parse       string `json:"parse"`
	UnfurlLinks *bool  `json:"unfurl_links"`
	UnfurlMedia *bool  `json:"unfurl_media"`
	LinkNames   any    `json:"link_names"`
	Blocks      []struct {
		Type     string   `json:"type"`
		Text     *object  `json:"text"`
		Elements []object `json:"elements"`
	} `json:"blocks"`
}

func render(t *testing.T, ch alerts.Channel, m alerts.Message) (payload, []byte) {
	t.Helper()
	m.BaseURL = base
	got, err := slack.New(nil).Render(ch, m)
	if err != nil || got.MediaType != "application/json" {
		t.Fatalf("%s, %v", got.MediaType, err)
	}
	again, err := slack.New(nil).Render(ch, m)
	if err != nil || string(again.Body) != string(got.Body) {
		t.Error("the same message has other bytes")
	}
	var p payload
	if err := json.Unmarshal(got.Body, &p); err != nil {
		t.Fatal(err)
	}
	return p, got.Body
}

func TestGolden(t *testing.T) {
	happened := func(name alerts.EventName) alerts.Event {
		ev := event(1)
		ev.Type = alerts.EventType(name)
		return ev
	}
	written := func(d *alerts.EventData) {
		d.Brand.Name, d.Document.Kind, d.Document.Source.Name, d.Document.Title = "Larkspur", feeds.Post, "", "A week with four tools"
		d.Best, d.Hits = 0, []alerts.EventHit{{Field: index.InText, Quote: "Larkspur held up best.", Link: d.Link}}
	}
	gone := func(d *alerts.EventData) { d.Hits = []alerts.EventHit{} }
	untold := func(d *alerts.ReportEventData) { // nothing could be computed
		d.Verdict, d.Lift, d.Group = "cannot_tell", nil, []string{"m1", "m2"}
	}
	window := &alerts.Window{From: time.Date(2026, 11, 20, 6, 30, 0, 0, time.UTC), To: time.Date(2026, 11, 20, 6, 45, 0, 0, time.UTC)}
	for name, tt := range map[string]struct {
		ch alerts.Channel
		m  alerts.Message
	}{
		"one":         {channel(""), alerts.Message{Events: []alerts.Event{event(1)}}},
		"one-nl":      {channel(`{"language":"nl"}`), alerts.Message{Events: []alerts.Event{event(1)}}},
		"written":     {channel(""), alerts.Message{Events: []alerts.Event{event(1, written)}}},
		"dismissed":   {channel(""), alerts.Message{Events: []alerts.Event{happened(alerts.Dismissed)}}},
		"removed":     {channel(""), alerts.Message{Events: []alerts.Event{event(1, gone)}}},
		"several":     {channel(""), alerts.Message{Events: []alerts.Event{event(1), event(2, written)}, Window: window}},
		"and-more":    {channel(""), alerts.Message{Events: []alerts.Event{event(1), event(2)}, Window: window, More: 7}},
		"report":      {channel(""), alerts.Message{Report: reportEvent(alerts.ReportReady)}},
		"report-nl":   {channel(`{"language":"nl"}`), alerts.Message{Report: reportEvent(alerts.ReportRevised, untold)}},
		"and-more-nl": {channel(`{"language":"nl"}`), alerts.Message{Events: []alerts.Event{event(1), event(2, written)}, Window: window, More: 7}},
	} {
		t.Run(name, func(t *testing.T) {
			_, body := render(t, tt.ch, tt.m)
			var v any
			if err := json.Unmarshal(body, &v); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(path, body, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(body)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
}

var nasty = []string{
	"<!here> <!channel> <!everyone> <@U012> <!subteam^S012> @here @channel @everyone #general",
	"<https://evil.example|Approve> <!date^1^{date}^https://evil.example|now>",
	"*bold* _italic_ ~gone~ `code` ```block``` > quote :tada: &lt;!here&gt;",
	"https://evil.example/login www.evil.example mailto:me@evil.example",
	"a\u202Eb\u2066c\u200Bd\u0000e\uFEFF \U000E0041", "\n\n*Namedrop*: your account is blocked",
	strings.Repeat("👩‍👩‍👧‍👦", 900), strings.Repeat("é\u0301", 3000), strings.Repeat("<!here>", 2000), strings.Repeat("&", 5000), "",
}

// Whatever strangers write, nobody is pinged, no link but ours and the document's own host
// appears, and Slack's limits hold.
func TestTextFromOutsideDoesNothing(t *testing.T) {
	for _, evil := range nasty {
		for _, count := range []int{1, 2, 40, 500} {
			m := alerts.Message{}
			for n := range count {
				m.Events = append(m.Events, event(n, func(d *alerts.EventData) {
					d.Brand.Name, d.Document.Title, d.Document.Author, d.Document.Source.Name = "Fernwick", evil, evil, evil
					d.Hits[1].Quote, d.Hits[1].Speaker = evil, evil
					d.Document.URL = "https://slack.com@evil.example/" + evil + "|Approve>"
				}))
			}
			p, body := render(t, channel(""), m)
			inspect(t, p, body)
		}
	}
}

var links = regexp.MustCompile(`<([^|>]*)\|([^>]*)>`)

func inspect(t *testing.T, p payload, body []byte) {
	t.Helper()
	if p.Parse != "none" || p.LinkNames != nil || p.UnfurlLinks == nil || *p.UnfurlLinks || p.UnfurlMedia == nil || *p.UnfurlMedia {
		t.Errorf("links and names are looked up: %s", body[:200])
	}
	if n := len(p.Blocks); n == 0 || n > 50 {
		t.Errorf("%d blocks", n)
	}
	if strings.ContainsAny(p.Text, "<>") || p.Text == "" || length(p.Text) > 40000 || regexp.MustCompile(`@(here|channel|everyone)|&(?:[^alg]|$)`).MatchString(p.Text) {
		t.Errorf("the fallback text is not escaped: %q", p.Text[:min(300, len(p.Text))])
	}
	all := 0
	for _, b := range p.Blocks {
		objects := b.Elements
		if b.Text != nil {
			objects = append(objects, *b.Text)
		}
		if len(objects) == 0 || len(b.Elements) > 10 {
			t.Errorf("a block of %d texts", len(objects))
		}
		most := 3000
		if b.Type == "header" {
			most = 150
		}
		for _, o := range objects {
			n := length(o.Text)
			all += n
			if n == 0 || n > most {
				t.Errorf("%s of %d characters", b.Type, n)
			}
			if strings.ContainsAny(o.Text, "\u202E\u2066\u200B\uFEFF\x00") {
				t.Errorf("invisible characters: %q", o.Text)
			}
			switch o.Type {
			case "plain_text":
				if o.Emoji == nil || *o.Emoji {
					t.Error("colons become emoji")
				}
			case "mrkdwn":
				if !o.Verbatim {
					t.Error("markup that looks for names and links by itself")
				}
				rest := links.ReplaceAllStringFunc(o.Text, func(l string) string {
					m := links.FindStringSubmatch(l)
					ours := strings.HasPrefix(m[1], base+"/")
					if !ours && (!strings.HasPrefix(m[1], "https://evil.example/") || m[2] != "evil.example") {
						t.Errorf("a link to %q called %q", m[1], m[2])
					}
					return ""
				})
				if strings.Trim(rest, " ·") != "" {
					t.Errorf("markup beside our links: %q", rest)
				}
			default:
				t.Errorf("a text of type %s", o.Type)
			}
		}
	}
	if all > 13000 {
		t.Errorf("%d characters in all", all)
	}
}

func length(s string) int { return len(utf16.Encode([]rune(s))) }

func TestTheRestIsCounted(t *testing.T) {
	var events []alerts.Event
	for n := range 60 {
		events = append(events, event(n))
	}
	p, body := render(t, channel(""), alerts.Message{Events: events, More: 100})
	shown := strings.Count(string(body), "Listen from")
	last := p.Blocks[len(p.Blocks)-1]
	want := fmt.Sprintf("<%s/inbox|and %d more>", base, 160-shown)
	if shown < 10 || last.Elements[0].Text != want || p.Blocks[0].Text.Text != "160 mentions of Fernwick" {
		t.Errorf("%d shown, %q, %q", shown, last.Elements[0].Text, p.Blocks[0].Text.Text)
	}
	if _, err := slack.New(nil).Render(channel(""), alerts.Message{}); err == nil {
		t.Error("a message about nothing")
	}
}

func FuzzRender(f *testing.F) {
	for _, evil := range nasty[:6] {
		f.Add(evil, evil, "https://evil.example/")
	}
	f.Fuzz(func(t *testing.T, quote, title, address string) {
		p, body := render(t, channel(""), alerts.Message{Events: []alerts.Event{event(1, func(d *alerts.EventData) {
			d.Document.Title, d.Document.Source.Name, d.Hits[1].Quote, d.Document.URL = title, quote, quote, "https://evil.example/"+address
		}), event(2)}})
		for i := range p.Blocks { // the second is about the usual document
			for j := range p.Blocks[i].Elements {
				o := &p.Blocks[i].Elements[j]
				o.Text = strings.ReplaceAll(o.Text, "<https://www.signalpaths.example/41|signalpaths.example>", "·")
			}
		}
		inspect(t, p, body)
	})
}
