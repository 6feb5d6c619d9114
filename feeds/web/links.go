package web

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds/address"
)

const (
	maxLinks   = 500  // of one page
	maxAddress = 1000 // bytes
)

// files are the ends of addresses that aren't pages.
var files = []string{
	".7z", ".aac", ".atom", ".avi", ".avif", ".bmp", ".bz2", ".css", ".csv", ".dmg", ".doc", ".docx", ".epub", ".exe", ".flac", ".gif", ".gz", ".ico", ".ics",
	".iso", ".jpeg", ".jpg", ".js", ".json", ".m4a", ".m4v", ".mov", ".mp3", ".mp4", ".mpg", ".ogg", ".opus", ".pdf", ".png", ".ppt", ".pptx", ".rar", ".rss",
	".srt", ".svg", ".tar", ".tgz", ".tif", ".tiff", ".ttf", ".txt", ".vtt", ".wav", ".webm", ".webp", ".woff", ".woff2", ".xls", ".xlsx", ".xml", ".zip",
}

// fillers are parts of a query that don't change the page.
func isFiller(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "fbclid", "gclid", "mc_cid", "mc_eid", "ref", "replytocom", "share", "igshid", "sessionid", "sid", "phpsessid":
		return true
	}
	return strings.HasPrefix(name, "utm_")
}

// tidy returns the address of a page as it is kept: without a fragment and without what only says where a
// visitor came from. It reports false for what can't be a page.
func tidy(u *url.URL) (*url.URL, bool) {
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || slices.Contains(files, strings.ToLower(path.Ext(u.Path))) {
		return nil, false
	}
	c := *u
	c.Host = strings.ToLower(c.Host)
	c.Fragment, c.RawFragment = "", ""
	if c.Path == "" {
		c.Path = "/"
	}
	if c.RawQuery != "" {
		q := c.Query()
		before := len(q)
		for name := range q {
			if isFiller(name) {
				delete(q, name)
			}
		}
		if len(q) < before {
			c.RawQuery = q.Encode()
		}
	}
	c.ForceQuery = false
	address.Escape(&c)
	return &c, len(c.String()) <= maxAddress
}

// resolve returns the pages that links lead to, each once, in the order of the page.
func resolve(base *url.URL, hrefs []string, in scope) []string {
	var out []string
	seen := map[string]bool{}
	for _, href := range hrefs {
		u, err := base.Parse(strings.TrimSpace(href))
		if err != nil {
			continue
		}
		if u, ok := tidy(u); ok && in.holds(u) && !seen[u.String()] {
			seen[u.String()] = true
			if out = append(out, u.String()); len(out) == maxLinks {
				break
			}
		}
	}
	return out
}

// outward returns the web addresses that a page links to, also those that it asks not to follow.
func (a *article) outward() []string {
	var out []string
	for _, href := range slices.Concat(a.links, a.unfollowed) {
		u, err := a.base.Parse(strings.TrimSpace(href))
		if err == nil && len(href) <= maxAddress && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
			out = append(out, u.String())
		}
	}
	return out
}

// keyOf returns what identifies a page, whatever its scheme.
func keyOf(u *url.URL) string {
	key := siteOf(u) + strings.TrimSuffix(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		key += "?" + u.RawQuery
	}
	return key
}
