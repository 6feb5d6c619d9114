package agent

import "strings"

// crawlers are those that are told apart by name. Others are "other".
var crawlers = []string{
	"gptbot", "oai-searchbot", "oai-adsbot", "claudebot", "claude-searchbot", "perplexitybot", "ccbot", "meta-externalagent", "meta-webindexer", "bytespider", "amazonbot",
	"googlebot", "bingbot", "applebot", "duckduckbot", "yandexbot", "baiduspider", "ahrefsbot", "semrushbot",
}

// Crawler returns the name of a crawler, "other" for one without a name here, and "" for a program that is none,
// such as a monitor or a script.
func Crawler(userAgent string) string {
	s := strings.ToLower(userAgent)
	for _, name := range crawlers {
		if strings.Contains(s, name) {
			return name
		}
	}
	// The image of a preview that was counted already, and a reader of feeds.
	if strings.Contains(s, "slack") || strings.Contains(s, "monitor") || strings.Contains(s, "uptime") {
		return ""
	}
	for _, word := range []string{"bot", "crawl", "spider", "slurp"} {
		if strings.Contains(s, word) {
			return "other"
		}
	}
	return ""
}

// fromServers are chats and networks that fetch from servers of their own, never from the device of whoever shares.
var fromServers = map[string]bool{
	"slack": true, "teams": true, "telegram": true, "discord": true, "linkedin": true, "facebook": true, "x": true, "bluesky": true, "reddit": true, "pinterest": true,
	"chatgpt": true, "claude": true, "perplexity": true, "duckassist": true, "mistral": true, "meta": true,
}

// FromServers reports whether a chat, a network or an assistant fetches from servers of its own only.
func FromServers(name string) bool { return fromServers[name] }
