package agent_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/namedrop/namedrop/feeds/visits/agent"
)

func TestOf(t *testing.T) {
	const chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	for _, c := range []struct {
		text string
		kind agent.Kind
		name string
	}{
		{chrome, agent.Person, ""},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", agent.Person, ""},
		{"Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36", agent.Person, ""},
		{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36", agent.Program, ""},
		{"", agent.Program, ""},
		{"-", agent.Program, ""},
		{"curl/8.5.0", agent.Program, ""},
		{"SomethingNew/1.0", agent.Program, ""},
		{"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", agent.Program, ""},
		{"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)", agent.Program, ""},
		{"Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", agent.Preview, "slack"},
		{"Slack-ImgProxy (+https://api.slack.com/robots)", agent.Program, ""},
		{"Slackbot 1.0 (+https://api.slack.com/robots)", agent.Program, ""},
		{"Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com", agent.Preview, "teams"},
		{"WhatsApp/2.23.20.0 A", agent.Preview, "whatsapp"},
		{"WhatsApp/2", agent.Preview, "private_messenger"},
		{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0", agent.Preview, "imessage"},
		{"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", agent.Preview, "facebook"},
		{"Twitterbot/1.0", agent.Preview, "x"},
		{"TelegramBot (like TwitterBot)", agent.Preview, "telegram"},
		{"Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", agent.Preview, "discord"},
		{"http.rb/5.1 (Mastodon/4.2; +https://social.example/)", agent.Preview, "mastodon"},
		{"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot", agent.Assistant, "chatgpt"},
		{"Mozilla/5.0 (compatible; Claude-User/1.0; +Claude-User@anthropic.com)", agent.Assistant, "claude"},
		{"Mozilla/5.0 (compatible; ClaudeBot/1.0)", agent.Program, ""},
		{"Mozilla/5.0 (compatible; Perplexity-User/1.0)", agent.Assistant, "perplexity"},
	} {
		if got := agent.Of(c.text); got.Kind != c.kind || got.Name != c.name {
			t.Errorf("%s: %+v, want %s %s", c.text, got, c.kind, c.name)
		}
	}
}

// No crawler of a public list counts as a person.
func TestListedCrawlers(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	b, err := os.ReadFile(filepath.Join(dir, "visits", "crawlers", "crawler-user-agents_2026-07-02_subset.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []struct {
		Pattern   string
		Instances []string
	}
	if err := json.Unmarshal(b, &list); err != nil {
		t.Fatal(err)
	}
	all, wrong := 0, 0
	for _, e := range list {
		for _, text := range e.Instances {
			if all++; agent.Of(text).Kind == agent.Person {
				wrong++
				t.Logf("a person: %s", text)
			}
		}
	}
	if all == 0 || wrong*50 > all { // one in fifty doesn't differ from a browser, or is one inside another program
		t.Errorf("%d of %d crawlers count as people", wrong, all)
	}
}
