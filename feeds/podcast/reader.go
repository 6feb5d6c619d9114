package podcast

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
)

const accept = "application/rss+xml, application/atom+xml, application/feed+json;q=0.9, application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"

// MaxFeed is how much of a feed is read. Feeds list the newest first, so of a longer one
// the beginning is used.
const MaxFeed = 16 << 20

// Reader reads feeds through the door. It keeps nothing between reads.
type Reader struct {
	door *fetch.Door
}

// New returns a reader over the door.
func New(door *fetch.Door) *Reader { return &Reader{door: door} }

// position is what a host needs to say that nothing has changed.
type position struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	BodyHash     string `json:"body_hash,omitempty"` // of the last body: a server without ETag still costs no parse
}

func (p position) pack() feeds.Position {
	b, _ := json.Marshal(p) // strings always marshal
	return b
}

// Read asks for the feed if it changed and returns what it lists. The batch's position has
// the new validators; its source has the new address after a permanent move, be it by
// redirect or by the feed's own word. The source's key is never touched.
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	var cur position
	_ = json.Unmarshal(at, &cur) // without a position the whole is read
	req := fetch.Request{URL: src.URL, Accept: accept, ETag: cur.ETag, LastModified: cur.LastModified, MaxBytes: MaxFeed, KeepHead: true}
	resp, err := r.door.Get(ctx, req)
	if err != nil {
		return feeds.Batch{}, fmt.Errorf("reading feed: %w", err)
	}
	moved := src
	moved.URL = resp.PermanentURL
	if resp.NotModified {
		return feeds.Batch{Source: &moved, Position: at, NotModified: true}, nil
	}
	next := cur
	next.ETag, next.LastModified, next.BodyHash = resp.ETag, resp.LastModified, hash(resp.Body)
	if resp.Cut != "" {
		// The validators stand for the whole: kept, they would hide the rest behind a 304.
		next.ETag, next.LastModified = "", ""
	}
	if cur.BodyHash != "" && next.BodyHash == cur.BodyHash {
		return feeds.Batch{Source: &moved, Position: next.pack(), NotModified: true}, nil
	}
	feed, warnings, err := parseFeed(resp.Body, resp.ContentType, host(src.URL))
	if err != nil {
		return feeds.Batch{}, behindLogin(cutShort(err, resp), resp)
	}
	if at := slices.Index(warnings, damaged); resp.Cut != "" && at >= 0 {
		warnings = warnings[:at] // cut short, not damaged
	}
	switch resp.Cut {
	case "":
	case fetch.CutTooLarge:
		warnings = append([]string{fmt.Sprintf("The feed is larger than %d MB; what stands in its beginning was read.", MaxFeed>>20)}, warnings...)
	default:
		warnings = append([]string{"The feed broke off; what had come was read."}, warnings...)
	}
	// Relative addresses hang on where the body came from.
	from := moved
	from.URL = resp.FinalURL
	b := convert(feed, from, warnings)
	b.Source.URL = moved.URL
	b.Position = next.pack()
	if feed.ITunesExt != nil {
		r.follow(ctx, &b, src, feed.ITunesExt.NewFeedURL)
	}
	return b, nil
}

// follow takes the feed's word that it has moved, once the new address answers with a
// feed that has items and doesn't point straight back.
func (r *Reader) follow(ctx context.Context, b *feeds.Batch, src feeds.Source, said string) {
	to := absolute(nil, said)
	if to == "" || sameAddress(to, src.URL) || sameAddress(to, b.Source.URL) {
		return
	}
	resp, err := r.door.Get(ctx, fetch.Request{URL: to, Accept: accept, MaxBytes: MaxFeed, KeepHead: true})
	if err == nil {
		feed, _, perr := parseFeed(resp.Body, resp.ContentType, host(to))
		switch {
		case perr != nil:
			err = perr
		case len(feed.Items) == 0:
			err = errors.New("it lists nothing")
		case feed.ITunesExt != nil && feed.ITunesExt.NewFeedURL != "" && !sameAddress(feed.ITunesExt.NewFeedURL, to):
			err = errors.New("it points elsewhere itself")
		}
	}
	if err != nil {
		if ctx.Err() == nil {
			b.Warnings = append(b.Warnings, fmt.Sprintf("The feed says that it has moved to %s, but that can't be used yet: %s", host(to), err))
		}
		return
	}
	b.Source.URL = resp.PermanentURL
	// The old address's validators mean nothing to the new one.
	b.Position = nil
}

// cutShort says that size was the trouble where it was.
func cutShort(err error, resp *fetch.Response) error {
	var e *feeds.Fault
	if resp.Cut == fetch.CutTooLarge && errors.As(err, &e) {
		return tooLarge(e.Host, err)
	}
	return err
}

func tooLarge(host string, err error) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultTooLarge, Host: host, Err: err,
		Reason: fmt.Sprintf("%s sends more than %d MB, and no feed could be read in that much", host, MaxFeed>>20),
		Help:   "Ask the publisher for a shorter feed, or use another address of it."}
}

// wall is what the pages are made with that let browsers in after a test.
var challengePage = regexp.MustCompile(`(?i)g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|cf[-_]chl|challenge-platform|_Incapsula_Resource|px-captcha`)

// behindLogin tells a login that the address led to, and a test for browsers, from a web
// page that somebody took for a feed.
func behindLogin(err error, resp *fetch.Response) error {
	var e *feeds.Fault
	if !errors.As(err, &e) || !isPage(resp.Body) {
		return err
	}
	switch {
	case resp.Redirected && asksForLogin(resp.Body):
		return &feeds.Fault{Kind: feeds.FaultCredentials, Host: e.Host, Err: err,
			Reason: fmt.Sprintf("%s led to a page that asks for a password", e.Host),
			Help:   "Add the source again with user and password in its address, as https://user:password@host/…, or with the private address your subscription gave you."}
	case challengePage.Match(resp.Body) && len(plain.FromHTML(string(resp.Body[:min(len(resp.Body), 64<<10)]))) < 2000:
		return &feeds.Fault{Kind: feeds.FaultBlocked, Host: e.Host, Err: err,
			Reason: fmt.Sprintf("%s asks whether a person is there before it sends the feed", e.Host),
			Help:   "Ask the publisher to let Namedrop through, or use another address of the same source."}
	}
	return err
}

func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:16])
}

// sameAddress ignores the scheme and a trailing slash: such a move is none worth a fetch.
func sameAddress(a, b string) bool {
	clean := func(s string) string {
		u, err := url.Parse(strings.TrimSpace(s))
		if err != nil {
			return s
		}
		return strings.TrimSuffix(strings.ToLower(u.Host)+u.EscapedPath(), "/") + "?" + u.RawQuery
	}
	return clean(a) == clean(b)
}
