package lookup

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds/plain"
)

// declared returns the feeds that a page names: <link rel="alternate"> first, then links whose
// address looks like a feed's.
func declared(body []byte, contentType string, at *url.URL) []string {
	text, _ := plain.Decode(body, contentType)
	z := html.NewTokenizer(bytes.NewReader(text))
	base := at
	var sure, likely []string
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return append(sure, likely...)
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		t := z.Token()
		attrs := map[string]string{}
		for _, a := range t.Attr {
			attrs[a.Key] = strings.TrimSpace(a.Val)
		}
		href := attrs["href"]
		if href == "" {
			continue
		}
		switch t.DataAtom {
		case atom.Base:
			if u, err := at.Parse(href); err == nil {
				base = u
			}
		case atom.Link:
			if hasWord(attrs["rel"], "alternate") && isFeedType(attrs["type"]) {
				sure = appendAddress(sure, base, href)
			}
		case atom.A:
			if hasWord(attrs["rel"], "alternate") && isFeedType(attrs["type"]) {
				sure = appendAddress(sure, base, href)
			} else if looksLikeFeed(href) {
				likely = appendAddress(likely, base, href)
			}
		}
	}
}

func hasWord(list, word string) bool {
	for _, w := range strings.Fields(list) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

func isFeedType(t string) bool {
	t, _, _ = strings.Cut(strings.ToLower(t), ";")
	switch strings.TrimSpace(t) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml", "text/xml":
		return true
	}
	return false
}

func looksLikeFeed(href string) bool {
	u, err := url.Parse(href)
	if err != nil {
		return false
	}
	p := strings.ToLower(strings.TrimSuffix(u.Path, "/"))
	for _, end := range []string{"/feed", "/rss", ".rss", ".atom", "/atom.xml", "/rss.xml", "/feed.xml", "/index.xml", "/feed.json", "/podcast.xml"} {
		if strings.HasSuffix(p, end) {
			return true
		}
	}
	return strings.HasPrefix(strings.ToLower(u.Hostname()), "feeds.")
}

// commonPaths returns addresses at which sites often have a feed that their pages don't mention.
func commonPaths(at *url.URL) []string {
	var out []string
	for _, p := range []string{"/feed", "/rss", "/atom.xml", "/index.xml", "/feed.xml", "/rss.xml"} {
		out = appendAddress(out, at, p)
	}
	return out
}

func appendAddress(list []string, base *url.URL, href string) []string {
	u, err := base.Parse(href)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return list
	}
	u.Fragment = ""
	return append(list, u.String())
}
