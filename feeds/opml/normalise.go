package opml

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// Normalise returns the part of an address that distinguishes one feed from another. It ignores the
// difference between http and https, the case of the host, the default port, a trailing slash and the
// fragment. The result is for comparing and for keys, not for fetching. Normalising it again changes
// nothing.
func Normalise(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(webAddress(raw))
	if err != nil || u.Host == "" {
		return raw
	}
	host := strings.ToLower(strings.TrimRight(u.Hostname(), "."))
	if host == "" {
		return raw
	}
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		host += ":" + p
	}
	query := strings.TrimSpace(u.RawQuery)
	n := url.URL{Scheme: "https", Host: host, Path: u.Path, RawPath: u.RawPath, RawQuery: query}
	if u.User != nil && u.User.Username() != "" {
		n.User = url.User(u.User.Username())
	}
	s := n.String()
	if query == "" {
		s = strings.TrimRight(s, "/?")
	}
	return s
}

// webAddress replaces schemes that only podcast players use (feed:, pcast:) by https, and adds
// a missing scheme.
func webAddress(raw string) string {
	for _, s := range []string{"feed:", "itpc:", "pcast:", "podcast:", "rss:"} {
		if len(raw) < len(s) || !strings.EqualFold(raw[:len(s)], s) {
			continue
		}
		rest := raw[len(s):]
		if len(rest) >= 4 && strings.EqualFold(rest[:4], "http") {
			return rest
		}
		return "https://" + strings.TrimPrefix(rest, "//")
	}
	if !strings.Contains(raw, ":") || (!strings.Contains(raw, "://") && strings.Contains(strings.SplitN(raw, ":", 2)[0], ".")) {
		return "https://" + raw
	}
	return raw
}
