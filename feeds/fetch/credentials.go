package fetch

import (
	"net/url"
	"strings"
)

// WithCredentials returns the address with the user name and password of the source's address, if both
// are on the same host and port and the connection is encrypted where the source's is. Files that a
// private feed names are behind the same password. Another host never gets it.
func WithCredentials(target, source string) string {
	t, err := url.Parse(strings.TrimSpace(target))
	if err != nil || t.User != nil {
		return target
	}
	s, err := url.Parse(strings.TrimSpace(source))
	if err != nil || s.User == nil || t.Host == "" || !strings.EqualFold(t.Hostname(), s.Hostname()) || downgraded(s, t) {
		return target
	}
	if port := t.Port(); port != s.Port() && (port != "" || s.Port() != "") {
		return target
	}
	t.User = s.User
	return t.String()
}
