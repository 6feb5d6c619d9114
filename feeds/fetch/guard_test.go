package fetch_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Every spelling of an address that leads inside is refused, or leads nowhere.
func TestEverySpellingOfAPrivateAddress(t *testing.T) {
	d, _ := open(t, func(o *fetch.Options) { o.AllowPrivate = nil })
	for _, host := range []string{
		"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.16.0.1", "192.168.0.1", "192.0.2.1",
		"198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "localhost", "LOCALHOST",
		"[::]", "[::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[ff02::1]", "[2001:db8::1]",
		"[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::ffff:0:127.0.0.1]", "[::127.0.0.1]", // IPv4 inside IPv6
		"[64:ff9b::7f00:1]", "[64:ff9b:1::a9fe:a9fe]", "[2002:7f00:1::]", "[2001:0:1::1]", // NAT64, 6to4, Teredo
		"①②⑦.⓪.⓪.①", "127。0。0。1", // digits that a browser folds
	} {
		_, err := get(t, d, "http://"+host+":9/")
		if feeds.FaultOf(err) != feeds.FaultRefused {
			t.Errorf("%s: %v", host, err)
		}
	}
	// Decimal, octal and hexadecimal spellings are names to Go, not addresses. Where a
	// resolver makes addresses of them, they are refused like those above.
	for _, host := range []string{"2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "127.1", "0"} {
		_, err := get(t, d, "http://"+host+":9/")
		if k := feeds.FaultOf(err); err == nil || k != feeds.FaultRefused && k != feeds.FaultTransient {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestNoProxyFromTheEnvironment(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, "http://127.0.0.1:9")
	}
	s := feedstest.NewServer(t)
	s.Page("/", "text/plain", "direct")
	d, _ := open(t)
	if _, err := get(t, d, s.At("/")); err != nil {
		t.Error(err)
	}
	if fetch.NewTransport(nil).Proxy != nil {
		t.Error("a proxy would see the addresses and dial them unguarded")
	}
}

// A name that led outside when it was looked at may lead inside when it is dialled: only
// the address that is dialled counts.
func TestANameThatResolvesToAPrivateAddress(t *testing.T) {
	var lookups atomic.Int64
	server := names(t, func() [4]byte {
		if lookups.Add(1) == 1 {
			return [4]byte{203, 0, 114, 7}
		}
		return [4]byte{127, 0, 0, 1}
	})
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server)
	}}
	seen, err := resolver.LookupNetIP(t.Context(), "ip4", "turns.example.")
	if err != nil || !seen[0].IsGlobalUnicast() || seen[0].IsLoopback() {
		t.Fatal(seen, err)
	}
	dialer := fetch.NewDialer(nil)
	dialer.Resolver = resolver
	client := http.Client{Transport: &http.Transport{DialContext: dialer.DialContext}, Timeout: 5 * time.Second}
	s := feedstest.NewServer(t)
	s.Page("/", "text/plain", "inside")
	_, err = client.Get("http://turns.example" + s.Host()[strings.LastIndex(s.Host(), ":"):] + "/") //nolint:bodyclose // never answered
	if !errors.Is(err, ssrf.ErrProhibitedIP) || len(s.Asked("")) != 0 {
		t.Errorf("%v, %d requests went through", err, len(s.Asked("")))
	}
}

// names is a name server on loopback that gives every name the address of the moment.
func names(t *testing.T, address func() [4]byte) string {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil || len(m.Questions) == 0 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
			if q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
					Body:   &dnsmessage.AResource{A: address()},
				}}
			}
			if out, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(out, from)
			}
		}
	}()
	return conn.LocalAddr().String()
}
