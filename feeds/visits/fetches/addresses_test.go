package fetches

import (
	"net/netip"
	"strings"
	"testing"
)

func TestParseAddresses(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want string
	}{
		"JSON of Google, OpenAI and Bing": {`{"creationTime": "2026-11-23T10:00:00.000000", "prefixes": [{"ipv4Prefix": "192.0.2.16/28"}, {"ipv6Prefix": "2001:db8:40::/48"}]}`, "192.0.2.16/28 2001:db8:40::/48"},
		"geofeed":                         {"192.0.2.0/24,US,US-CA,,\n2001:db8::/32,NL,,,\n", "192.0.2.0/24 2001:db8::/32"},
		"text with single addresses":      {"# probes\n198.51.100.7\n198.51.100.8 # Amsterdam\n", "198.51.100.7/32 198.51.100.8/32"},
		"hosts and versions are none":     {"v1.2.3.4 a.192.0.2.1 192.0.2.256 203.0.113.0/33 192.0.2.0/24", "192.0.2.0/24"},
		"nobody has all addresses":        {"0.0.0.0/0 ::/0 192.0.2.0/24", "192.0.2.0/24"},
	} {
		found, err := ParseAddresses(strings.NewReader(c.text))
		var got []string
		for _, p := range found {
			got = append(got, p.String())
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := ParseAddresses(strings.NewReader("<html>Not found</html>")); err == nil {
		t.Error("a page without addresses is a list")
	}
}

func TestAddressesWithinOthers(t *testing.T) {
	a := NewAddresses(map[string][]netip.Prefix{"x": {netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.0.2.16/28"), netip.MustParsePrefix("2001:db8::/32")}})
	for address, want := range map[string]bool{"192.0.2.200": true, "192.0.3.0": false, "::ffff:192.0.2.20": true, "2001:db8:ffff::1": true, "2001:db9::": false} {
		if listed, known := a.holds("x", netip.MustParseAddr(address)); listed != want || !known {
			t.Errorf("%s: %v, %v", address, listed, known)
		}
	}
	if _, known := a.holds("y", netip.MustParseAddr("192.0.2.1")); known {
		t.Error("a name without addresses is known")
	}
}
