// Package address makes web addresses fit to be requested, wherever one from outside is:
// feeds, recordings and webhooks.
package address

import (
	"net/url"
	"strings"
)

// Parse reads an address from a feed or from a person and returns it as it may stand in a
// request's first line. [url.Parse] keeps a query as it was written: a space in it would end
// the line early, and other bytes would be sent raw.
func Parse(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, err
	}
	Escape(u)
	return u, nil
}

// escapeQuery escapes what has no business in a query, and leaves what is escaped already.
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

// Escape does the same to an address that was read already, as the one a redirect names.
func Escape(u *url.URL) { u.RawQuery = escapeQuery(u.RawQuery) }
