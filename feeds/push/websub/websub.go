// Package websub is the subscriber's part of WebSub (https://www.w3.org/TR/websub/): hubs tell when a feed has changed.
//
// What a hub sends is never taken as the feed. It may be only what changed, in another format than the feed's, and anybody who
// learns the secret could put words into a publisher's mouth. So it only makes the feed due: the feed is then
// read where it is, through the same door and parser as ever.
package websub

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // hubs still sign with it; as an HMAC it isn't broken
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

const (
	maxHead    = 64 << 10 // of a feed, in which its hub is looked for
	maxAddress = 2000
	maxLinks   = 200
)

var (
	linkTag   = regexp.MustCompile(`(?is)<(?:[a-z0-9]{1,20}:)?link\s([^>]+)>`)
	firstItem = regexp.MustCompile(`(?i)<(?:[a-z0-9]{1,20}:)?(?:item|entry)[\s>]`)
	attribute = regexp.MustCompile(`(?is)\b(rel|href)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// Discover returns the hub that a feed names, and the address by which the hub knows it: in Link headers first, then in
// the feed itself. address is where the feed was read, which is the topic if the feed doesn't name itself. The hub
// is empty where there is none.
func Discover(header http.Header, body []byte, address string) feeds.Hub {
	hub, self := fromHeader(header)
	if hub == "" {
		h, s := fromBody(body)
		if hub = h; self == "" {
			self = s
		}
	}
	base, err := url.Parse(address)
	if err != nil || hub == "" {
		return feeds.Hub{}
	}
	if self == "" {
		self = address
	}
	h := feeds.Hub{URL: absolute(base, hub), Topic: absolute(base, self)}
	if h.URL == "" || h.Topic == "" || holdsPassword(address) {
		return feeds.Hub{} // the hub of a private feed would learn of it
	}
	return h
}

func holdsPassword(address string) bool {
	u, err := url.Parse(address)
	return err != nil || u.User != nil
}

func absolute(base *url.URL, ref string) string {
	u, err := base.Parse(strings.TrimSpace(ref))
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	if s := u.String(); len(s) <= maxAddress {
		return s
	}
	return ""
}

// fromHeader reads Link headers: <https://hub.example/>; rel="hub".
func fromHeader(header http.Header) (hub, self string) {
	links := 0
	for _, line := range header.Values("Link") {
		for line != "" && links < maxLinks {
			links++
			begin := strings.IndexByte(line, '<')
			end := strings.IndexByte(line, '>')
			if begin < 0 || end < begin {
				break
			}
			target, rest := line[begin+1:end], line[end+1:]
			params, next := rest, ""
			if i := strings.Index(rest, ",<"); i >= 0 {
				params, next = rest[:i], rest[i+1:]
			} else if i := strings.Index(rest, ", <"); i >= 0 {
				params, next = rest[:i], rest[i+1:]
			}
			for _, p := range strings.Split(params, ";") {
				name, value, _ := strings.Cut(p, "=")
				if !strings.EqualFold(strings.TrimSpace(name), "rel") {
					continue
				}
				note(strings.Trim(strings.TrimSpace(value), `"`), target, &hub, &self)
			}
			line = next
		}
	}
	return hub, self
}

// note keeps the first target of each relation.
func note(rel, target string, hub, self *string) {
	for _, r := range strings.Fields(rel) {
		switch strings.ToLower(r) {
		case "hub":
			if *hub == "" {
				*hub = target
			}
		case "self":
			if *self == "" {
				*self = target
			}
		}
	}
}

// fromBody looks before the first item, with or without well-formed XML around it.
func fromBody(body []byte) (hub, self string) {
	head := body[:min(len(body), maxHead)]
	if trimmed := strings.TrimLeft(string(head[:min(len(head), 64)]), "\ufeff \t\r\n"); strings.HasPrefix(trimmed, "{") {
		return fromJSON(body)
	}
	if at := firstItem.FindIndex(head); at != nil {
		head = head[:at[0]]
	}
	for _, link := range linkTag.FindAllSubmatch(head, maxLinks) {
		var rel, href string
		for _, a := range attribute.FindAllSubmatch(link[1], 20) {
			value := html.UnescapeString(string(a[2]) + string(a[3]))
			if strings.EqualFold(string(a[1]), "rel") {
				rel = value
			} else {
				href = value
			}
		}
		if href != "" {
			note(rel, href, &hub, &self)
		}
	}
	return hub, self
}

// fromJSON reads the hubs of a JSON Feed.
func fromJSON(body []byte) (hub, self string) {
	var f struct {
		FeedURL string `json:"feed_url"`
		Hubs    []struct {
			Type string `json:"type"`
			URL  string `json:"url"`
		} `json:"hubs"`
	}
	if json.Unmarshal(body, &f) != nil {
		return "", ""
	}
	for _, h := range f.Hubs {
		if strings.EqualFold(h.Type, "WebSub") {
			return h.URL, f.FeedURL
		}
	}
	return "", f.FeedURL
}

// Modes of requests to a hub, and of its own.
const (
	Subscribe   = "subscribe"
	Unsubscribe = "unsubscribe"
	Denied      = "denied"
)

// askedLease is how long a subscription should last. Hubs decide themselves.
const askedLease = 10 * 24 * time.Hour

// Form is the request to a hub.
func Form(mode, topic, callback string, secret feeds.Secret) []byte {
	f := url.Values{"hub.mode": {mode}, "hub.topic": {topic}, "hub.callback": {callback}}
	if mode == Subscribe {
		f.Set("hub.secret", secret.Reveal())
		f.Set("hub.lease_seconds", strconv.Itoa(int(askedLease.Seconds())))
	}
	return []byte(f.Encode())
}

// Verification is a hub's question whether a request was ours, or its answer that it denies it.
type Verification struct {
	Mode      string
	Topic     string
	Challenge string
	Lease     time.Duration // zero if the hub names none
}

const (
	maxChallenge = 1000
	// MaxLease is the longest lease that is believed. A hub that forgets us must not be believed for years.
	MaxLease = 30 * 24 * time.Hour
)

// ErrVerification is returned for a question that can't be read.
var ErrVerification = errors.New("not the question of a hub")

// ParseVerification reads the query of a hub's GET.
func ParseVerification(q url.Values) (Verification, error) {
	v := Verification{Mode: q.Get("hub.mode"), Topic: q.Get("hub.topic"), Challenge: q.Get("hub.challenge")}
	switch v.Mode {
	case Denied:
		return v, nil
	case Subscribe, Unsubscribe:
	default:
		return v, ErrVerification
	}
	if v.Challenge == "" || len(v.Challenge) > maxChallenge || v.Topic == "" {
		return v, ErrVerification
	}
	if text := q.Get("hub.lease_seconds"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		switch {
		case err != nil && !errors.Is(err, strconv.ErrRange), n < 0:
			return v, ErrVerification
		case n > int64(MaxLease/time.Second):
			v.Lease = MaxLease
		default:
			v.Lease = time.Duration(n) * time.Second
		}
	}
	return v, nil
}

// Renewal says until when a hub tells that confirmed what it was asked at that time, and when to ask it again: at four fifths of the
// lease, and never sooner than after five minutes, however short it is. A hub that names no lease is asked again daily, and isn't
// relied on.
func Renewal(asked, now time.Time, lease time.Duration) (alive, again time.Time) {
	if lease <= 0 {
		return time.Time{}, now.Add(24 * time.Hour)
	}
	lease = min(lease, MaxLease)
	again = asked.Add(lease * 4 / 5)
	if soonest := now.Add(5 * time.Minute); again.Before(soonest) {
		again = soonest
	}
	return asked.Add(lease), again
}

// Signed checks the signature of what a hub sends: X-Hub-Signature: sha256=…. It reads the body and keeps none of it.
func Signed(header string, secret feeds.Secret, body io.Reader) (bool, error) {
	method, given, _ := strings.Cut(strings.TrimSpace(header), "=")
	var make func() hash.Hash
	switch strings.ToLower(method) {
	case "sha1":
		make = sha1.New
	case "sha256":
		make = sha256.New
	case "sha384":
		make = sha512.New384
	case "sha512":
		make = sha512.New
	}
	want, err := hex.DecodeString(given)
	if make == nil || err != nil || secret == "" {
		return false, nil
	}
	mac := hmac.New(make, []byte(secret.Reveal()))
	if _, err := io.Copy(mac, body); err != nil {
		return false, err //nolint:wrapcheck // the caller knows what it read
	}
	return hmac.Equal(mac.Sum(nil), want), nil
}

// DeniedBy is why a hub doesn't tell about a feed.
func DeniedBy(host string) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultRefused, Code: "hub_denied", Host: host,
		Reason: host + " doesn't tell when this feed changes", Help: "Namedrop reads the feed at its usual times."}
}
