package archive

import (
	"net/url"
	"strings"
)

// normalizeAddress returns an address without what two spellings of it may differ in: scheme,
// user, default port, fragment, trailing slash and the case of the host.
func normalizeAddress(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	switch port := u.Port(); {
	case port == "", port == "80" && u.Scheme == "http", port == "443" && u.Scheme == "https":
	default:
		host += ":" + port
	}
	address := host + strings.TrimRight(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		address += "?" + u.RawQuery
	}
	return address
}
