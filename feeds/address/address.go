// Package address prepares addresses from outside for requests: those of feeds, recordings and
// webhooks.
package address

import (
	"net/url"
	"strings"
)

// Parse parses an address from a feed or a person, and escapes its query for the first line of a
// request. [url.Parse] keeps a query as it was written: a space in it would end the line early, and
// other bytes would be sent raw.
func Parse(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, err
	}
	Escape(u)
	return u, nil
}

// escapeQuery escapes the characters that are not allowed in a query. Escapes that are there stay.
func escapeQuery(query string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(query) {
		c := query[i]
		if c > 0x20 && c < 0x7f && !strings.ContainsRune("\"<>\\^`{|}#", rune(c)) {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', digits[c>>4], digits[c&15]})
	}
	return b.String()
}

// Escape escapes the query of an address that was parsed elsewhere, the target of a redirect for
// example.
func Escape(u *url.URL) { u.RawQuery = escapeQuery(u.RawQuery) }
