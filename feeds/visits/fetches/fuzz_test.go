package fetches

import (
	"bytes"
	"net/netip"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds/visits/agent"
)

func FuzzParseAddresses(f *testing.F) {
	f.Add([]byte(`{"creationTime":"2026-11-23T10:00:00","prefixes":[{"ipv4Prefix":"192.0.2.0/28"},{"ipv6Prefix":"2001:db8::/48"}]}`))
	f.Add([]byte("192.0.2.0/24,NL,,Amsterdam\n# 198.51.100.7\n"))
	f.Add([]byte("0.0.0.0/0 ::/0 10:00:00 1.2.3 ::ffff:192.0.2.1/120"))
	f.Fuzz(func(t *testing.T, b []byte) {
		found, err := ParseAddresses(bytes.NewReader(b))
		if err != nil {
			return
		}
		a := NewAddresses(map[string][]netip.Prefix{"x": found})
		for _, p := range found {
			if p.Bits() < 8 {
				t.Fatalf("%v is too wide", p)
			}
			for _, at := range []netip.Addr{p.Addr(), lastOf(p)} {
				if listed, known := a.holds("x", at); !listed || !known {
					t.Fatalf("%v of %v is not held", at, p)
				}
			}
		}
	})
}

func FuzzAdd(f *testing.F) {
	f.Add("/pricing?x=1", "Slackbot-LinkExpanding 1.0", "192.0.2.1")
	f.Add("/\x00\xff/a@b.example", "WhatsApp/2", "::1")
	f.Fuzz(func(t *testing.T, page, userAgent, address string) {
		c := NewCounter(nil)
		from, _ := netip.ParseAddr(address)
		client, proof := c.Add(Seen{At: time.Unix(1_795_000_000, 0), Page: page, UserAgent: userAgent, Address: from})
		rows := c.Take()
		if counted := client.Kind != agent.Person && client.Name != ""; counted != (len(rows) == 1) || counted != (proof != "") {
			t.Fatalf("%+v: %d rows, proof %q", client, len(rows), proof)
		}
		for _, r := range rows {
			if !utf8.ValidString(r.Page) || r.Page == "" || len(r.Page) > 3*longestPath {
				t.Fatalf("page %q", r.Page)
			}
		}
	})
}
