package websub

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

const at = "https://show.example/feed.xml"

func TestDiscover(t *testing.T) {
	const hub, self = "https://hub.example/", "https://show.example/canonical.xml"
	for name, tt := range map[string]struct {
		header []string
		body   string
		want   feeds.Hub
	}{
		"atom links in RSS":        {body: `<rss><channel><atom:link rel="hub" href="https://hub.example/"/><atom:link href='https://show.example/canonical.xml' rel='self' type="application/rss+xml"/><item>`, want: feeds.Hub{URL: hub, Topic: self}},
		"atom":                     {body: `<feed><link rel="self" href="/canonical.xml"/><link href="//hub.example/" rel="HUB"/><entry>`, want: feeds.Hub{URL: hub, Topic: self}},
		"headers first":            {header: []string{`<https://hub.example/>; rel="hub", <https://show.example/canonical.xml>; rel=self`}, body: `<feed><link rel="hub" href="https://other.example/"/>`, want: feeds.Hub{URL: hub, Topic: self}},
		"two headers":              {header: []string{`<https://hub.example/>; rel="hub"`, `<https://show.example/canonical.xml>; title="a, b"; rel="self alternate"`}, want: feeds.Hub{URL: hub, Topic: self}},
		"JSON Feed":                {body: `{"feed_url":"https://show.example/canonical.xml","hubs":[{"type":"rssCloud","url":"https://no.example"},{"type":"WebSub","url":"https://hub.example/"}]}`, want: feeds.Hub{URL: hub, Topic: self}},
		"no self":                  {body: `<feed><link rel="hub" href="https://hub.example/"/>`, want: feeds.Hub{URL: hub, Topic: at}},
		"a hub of an item":         {body: `<rss><channel><item><link rel="hub" href="https://hub.example/"/>`},
		"none":                     {body: `<rss><channel><link>https://show.example</link>`},
		"no web address":           {body: `<feed><link rel="hub" href="file:///etc/passwd"/>`},
		"with a password":          {body: `<feed><link rel="hub" href="https://me:pw@hub.example/"/>`},
		"entities":                 {body: `<feed><link rel="hub" href="https://hub.example/?a=1&amp;b=2"/>`, want: feeds.Hub{URL: "https://hub.example/?a=1&b=2", Topic: at}},
		"header without an ending": {header: []string{`<https://hub.example/`}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Discover(http.Header{"Link": tt.header}, []byte(tt.body), at); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
	if got := Discover(nil, []byte(`<feed><link rel="hub" href="https://hub.example/"/>`), "https://me:pw@show.example/feed"); got != (feeds.Hub{}) {
		t.Errorf("a private feed was to be told to a hub: %+v", got)
	}
}

func TestSigned(t *testing.T) {
	const body, secret = "<feed/>", "s3cret"
	for name, h := range map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New} {
		mac := hmac.New(h, []byte(secret))
		mac.Write([]byte(body))
		good := name + "=" + hex.EncodeToString(mac.Sum(nil))
		for header, want := range map[string]bool{good: true, strings.ToUpper(name) + good[len(name):]: true, good[:len(good)-2]: false, name + "=": false, "md5=" + good[len(name)+1:]: false, "": false} {
			if got, err := Signed(header, secret, strings.NewReader(body)); got != want || err != nil {
				t.Errorf("%s: %v, %v, want %v", header, got, err, want)
			}
		}
		if got, _ := Signed(good, secret, strings.NewReader(body+" ")); got {
			t.Error("another body has the same signature")
		}
		if got, _ := Signed(good, "", strings.NewReader(body)); got {
			t.Error("signed without a secret")
		}
	}
}

func TestLeases(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for lease, want := range map[string]struct{ alive, again time.Duration }{
		"":                     {0, 24 * time.Hour},
		"0":                    {0, 24 * time.Hour},
		"60":                   {time.Minute, 5 * time.Minute},
		"864000":               {240 * time.Hour, 192 * time.Hour},
		"1000000000":           {MaxLease, MaxLease * 4 / 5},
		"99999999999999999999": {MaxLease, MaxLease * 4 / 5},
	} {
		v, err := ParseVerification(url.Values{"hub.mode": {"subscribe"}, "hub.topic": {at}, "hub.challenge": {"c"}, "hub.lease_seconds": {lease}})
		if err != nil {
			t.Errorf("%q: %v", lease, err)
			continue
		}
		alive, again := Renewal(now, now, v.Lease)
		if want.alive == 0 != alive.IsZero() || want.alive > 0 && !alive.Equal(now.Add(want.alive)) || !again.Equal(now.Add(want.again)) {
			t.Errorf("%q: alive until %s, again %s", lease, alive, again)
		}
	}
	for _, q := range []string{"", "hub.mode=subscribe", "hub.mode=subscribe&hub.topic=a", "hub.mode=publish&hub.topic=a&hub.challenge=b",
		"hub.mode=subscribe&hub.topic=a&hub.challenge=b&hub.lease_seconds=-1", "hub.mode=subscribe&hub.topic=a&hub.challenge=b&hub.lease_seconds=soon",
		"hub.mode=subscribe&hub.topic=a&hub.challenge=" + strings.Repeat("x", 1001)} {
		values, _ := url.ParseQuery(q)
		if _, err := ParseVerification(values); err == nil {
			t.Errorf("%.80q was taken", q)
		}
	}
}

func FuzzDiscover(f *testing.F) {
	f.Add(`<https://hub.example/>; rel="hub"`, `<feed><link rel="hub" href="https://hub.example/"/><entry>`)
	f.Add(``, `{"hubs":[{"type":"WebSub","url":"https://hub.example/"}]}`)
	f.Fuzz(func(t *testing.T, header, body string) {
		h := Discover(http.Header{"Link": {header}}, []byte(body), at)
		if (h.URL == "") != (h.Topic == "") {
			t.Fatalf("half a hub: %+v", h)
		}
		for _, raw := range []string{h.URL, h.Topic} {
			if u, err := url.Parse(raw); raw != "" && (err != nil || u.User != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(raw) > maxAddress) {
				t.Fatalf("%q is no web address", raw)
			}
		}
	})
}

func FuzzVerification(f *testing.F) {
	f.Add("hub.mode=subscribe&hub.topic=a&hub.challenge=b&hub.lease_seconds=5", "sha1=00")
	f.Fuzz(func(t *testing.T, query, signature string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		v, err := ParseVerification(q)
		if err == nil && (v.Lease < 0 || v.Lease > MaxLease || len(v.Challenge) > maxChallenge) {
			t.Fatalf("%+v", v)
		}
		if ok, _ := Signed(signature, "secret", strings.NewReader(query)); ok {
			t.Fatal("a signature was guessed")
		}
	})
}
