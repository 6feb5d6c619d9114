package web

import (
	"bytes"
	"regexp"

	"github.com/namedrop/namedrop/feeds"
)

var (
	feedRoot = regexp.MustCompile(`(?i)^(?:<\?[^>]*>|<!--.*?-->|\s)*<(?:rss|feed|rdf|[\w-]+:(?:rdf|feed|rss))[\s>]`)
	jsonFeed = regexp.MustCompile(`^\s*\{[\s\S]{0,300}jsonfeed\.org/version`)
	password = regexp.MustCompile(`(?i)<input[^>]{0,500}type\s*=\s*["']?password`)
	// barrier is what pages hold that ask for proof of being a person, or for consent, before they show anything.
	barrier = regexp.MustCompile(`(?i)cf-chl-|cf_chl_opt|px-captcha|captcha-delivery|_incapsula_resource|awswafintegration|consent\.(?:google|youtube|yahoo)\.com|/authwall|/uas/login`)
	// captcha also stands below the form for comments of a short post.
	captcha = regexp.MustCompile(`(?i)g-recaptcha|h-captcha|challenge-platform`)
)

// thin is how short a text is that stands beside a login or a barrier and not behind it.
const thin = 1500

func isFeed(body []byte) bool {
	head := bytes.TrimPrefix(body[:min(len(body), 4096)], []byte("\xef\xbb\xbf"))
	return feedRoot.Match(head) || jsonFeed.Match(head)
}

// barred returns what stands in the way where a page was sent in place of the one that was asked for: 200 is
// no success yet.
func barred(host string, body []byte, text string) *feeds.Fault {
	if len(text) > thin {
		return nil // a page with a login or a captcha in a corner
	}
	switch {
	case barrier.Match(body), len(text) < enough && captcha.Match(body):
		return &feeds.Fault{Kind: feeds.FaultBlocked, Host: host, Code: "web_barrier", Reason: host + " shows programs a barrier in place of the page",
			Help: "It wants proof of a person, or consent. Look for a feed of the site instead."}
	case password.Match(body) && len(text) < thin/3:
		return &feeds.Fault{Kind: feeds.FaultCredentials, Host: host, Code: "web_login", Reason: host + " shows this page to people who have signed in",
			Help: "Namedrop doesn't sign in to web sites. Look for a feed for members instead."}
	}
	return nil
}

// refusesIndex reports whether a header X-Robots-Tag asks every program, or this one, not to keep the page.
func refusesIndex(values []string) bool {
	for _, v := range values {
		for _, part := range bytes.Split(bytes.ToLower([]byte(v)), []byte(",")) {
			part = bytes.TrimSpace(part)
			if agent, rule, named := bytes.Cut(part, []byte(":")); named {
				if string(bytes.TrimSpace(agent)) != "namedrop" {
					continue
				}
				part = bytes.TrimSpace(rule)
			}
			switch string(part) {
			case "noindex", "noai", "none":
				return true
			}
		}
	}
	return false
}
