// Package agent classes user agents: people, chats that fetch a page for a preview, assistants that
// fetch it for a person, and other programs.
//
// A user agent is a claim. The classes are good enough for counts, and not for access.
package agent

import "strings"

// Kind is what sort of client sent a request.
type Kind string

const (
	Person    Kind = "person"    // a browser, as far as can be seen
	Preview   Kind = "preview"   // a chat or network that draws the preview of a link somebody shared
	Assistant Kind = "assistant" // an AI assistant that fetches a page for a person
	Program   Kind = "program"   // crawlers, monitors, scripts, and requests without a user agent
)

// Client is the class of a user agent. Name is set for previews and assistants: slack, chatgpt.
type Client struct {
	Kind Kind
	Name string
}

// rule says that a user agent with all words, in lower case, is a client. The first rule wins.
type rule struct {
	words []string
	is    Client
}

func preview(name string, words ...string) rule   { return rule{words, Client{Preview, name}} }
func assistant(name string, words ...string) rule { return rule{words, Client{Assistant, name}} }
func program(words ...string) rule                { return rule{words, Client{Kind: Program}} }

// rules have the special case before the general one: iMessage names itself after Facebook and
// Twitter, and Slack has three programs of which one draws previews.
var rules = []rule{
	preview("imessage", "facebookexternalhit", "facebot", "twitterbot"),
	preview("slack", "slackbot-linkexpanding"),
	program("slack-imgproxy"), // the image of a preview that was counted already
	program("slackbot"),       // reads feeds
	preview("teams", "skypeuripreview"),
	program("kakaotalk-scrap"),
	preview("line", "facebookexternalhit", "line-poker"),
	preview("facebook", "facebookexternalhit"),
	preview("x", "twitterbot/"),
	preview("telegram", "telegrambot"),
	preview("linkedin", "linkedinbot"),
	preview("discord", "discordbot"),
	preview("mattermost", "mattermost-bot"),
	preview("zulip", "zulipurlpreview"),
	preview("matrix", "synapse", "matrix"),
	preview("rocketchat", "rocketchat"),
	preview("rocketchat", "rocket.chat"),
	preview("mastodon", "mastodon/"),
	preview("bluesky", "bluesky cardyb"),
	preview("reddit", "redditbot"),
	preview("pinterest", "pinterestbot"),
	preview("snapchat", "snap url preview"),
	preview("viber", "viber"),
	preview("iframely", "iframely"),
	preview("embedly", "embedly"),

	assistant("chatgpt", "chatgpt-user"),
	assistant("chatgpt", "chatgpt agent"),
	assistant("claude", "claude-user"),
	assistant("perplexity", "perplexity-user"),
	assistant("duckassist", "duckassistbot"),
	assistant("mistral", "mistralai-user"),
	assistant("gemini", "gemini-deep-research"),
	assistant("gemini", "google-gemininotebook"),
	assistant("gemini", "google-notebooklm"),
	assistant("gemini", "google-agent"),
	assistant("gemini", "googleagent-urlcontext"),
	assistant("gemini", "google-read-aloud"),
	assistant("meta", "meta-externalfetcher"),
	assistant("amazon", "amzn-user"),
	assistant("amazon", "novaact"),
	assistant("manus", "manus-user"),
	assistant("kimi", "kimi-user"),
	assistant("kagi", "kagi-fetcher"),
	assistant("you", "youbot"),
}

// programWords name programs wherever they occur in a user agent.
var programWords = []string{
	"bot", "crawl", "spider", "slurp", "scrap", "archiver", "monitor", "uptime", "pingdom", "statuscake", "site24x7", "checker", "validator",
	"scanner", "masscan", "nikto", "nmap", "zgrab", "nuclei", "sqlmap", "wpscan", "headless", "phantomjs", "puppeteer", "playwright", "selenium", "lighthouse",
	"curl/", "wget", "libwww", "python", "java/", "okhttp", "go-http-client", "axios", "node-fetch", "undici", "got (", "ruby", "perl", "php/", "guzzle",
	"apache-httpclient", "httpclient", "http_request", "postman", "insomnia", "aiohttp", "httpx", "rest-client", "winhttp", "powershell", "dart/", "dart:io",
	"feedfetcher", "feedly", "feedburner", "newsblur", "inoreader", "miniflux", "freshrss", "rss", "facebookcatalog", "meta-external", "meta-webindexer",
	"googleother", "google-", "mediapartners", "adsense", "feedvalidator", "apis-google", "bingpreview", "microsoftpreview", "yandex", "baidu", "ahrefs", "semrush", "petal", "preview",
	"cohere", "anthropic", "gptbot", "oai-", "claude-", "ccbot", "diffbot", "scrapy", "ia_archiver", "heritrix", "nutch", "netcraft", "censys", "expanse", "elb-health", "kube-probe", "healthcheck", "cloudfront", "varnish", "prerender", "wordpress/", "w3c_", "whatweb", "gpxe",
	"google favicon", "googleimageproxy", "-google", "ghost inspector", "devin/", "newsai/", "img2dataset",
}

// Of returns the class of a user agent.
func Of(userAgent string) Client {
	s := strings.ToLower(strings.TrimSpace(userAgent))
	if s == "" || s == "-" {
		return Client{Kind: Program}
	}
	// Signal sends WhatsApp's name without a version of its own.
	if rest, ok := strings.CutPrefix(s, "whatsapp"); ok {
		if rest == "" || rest == "/2" {
			return Client{Preview, "private_messenger"}
		}
		return Client{Preview, "whatsapp"}
	}
	for _, r := range rules {
		if containsAll(s, r.words) {
			return r.is
		}
	}
	named := strings.ReplaceAll(s, "cubot", "") // a make of phones
	for _, w := range programWords {
		if strings.Contains(named, w) {
			return Client{Kind: Program}
		}
	}
	// Only crawlers give the address of a page about themselves, or call themselves compatible: since
	// Internet Explorer no browser does.
	if strings.Contains(s, "+http") || strings.Contains(s, "compatible;") && !strings.Contains(s, "msie ") {
		return Client{Kind: Program}
	}
	if !strings.Contains(s, "mozilla/") && !strings.HasPrefix(s, "opera/") {
		return Client{Kind: Program} // every browser says Mozilla
	}
	return Client{Kind: Person}
}

func containsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}
