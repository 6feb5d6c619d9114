package podcast

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/push/websub"
)

// Accept is the header that asks for a feed. Some servers refuse a request that doesn't name HTML or anything.
const Accept = "application/rss+xml, application/atom+xml, application/feed+json;q=0.9, application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1, text/html;q=0.1"

// MaxFeed is how much of a feed is read. Feeds list the newest items first, so the beginning of
// a longer one is what matters.
const MaxFeed = 16 << 20

// Reader reads feeds. It keeps no state between reads.
type Reader struct {
	door *fetch.Door
}

// New returns a reader over the door.
func New(door *fetch.Door) *Reader { return &Reader{door: door} }

// position is what it takes to notice that a feed has not changed.
type position struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	BodyHash     string `json:"body_hash,omitempty"` // of the last body: without an ETag an unchanged feed is fetched but not parsed
	Unchanged    int    `json:"unchanged,omitempty"` // answers in a row that said so
	Stuck        bool   `json:"stuck,omitempty"`     // the server's validators are wrong and are no longer sent
	Tries        int    `json:"tries,omitempty"`     // how often the further pages could not be read
	// Hub is the one that the feed named when it was last read in full. It is nil before Namedrop looked for one, so that
	// feed is fetched in full once. A feed that answers 304 has its hub still.
	Hub *feeds.Hub `json:"hub,omitempty"`
}

func (p position) pack() feeds.Position {
	b, _ := json.Marshal(p) // strings always marshal
	return b
}

// Read fetches the feed if it has changed and returns what it lists. The batch's position has the
// new validators. Its source has the new address if the feed has moved permanently, by a redirect
// or by its own <itunes:new-feed-url>. The source's key never changes. The first read includes the
// feed's further pages.
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	var cur position
	_ = json.Unmarshal(at, &cur) // an unreadable position means reading everything
	resp, refused, err := r.get(ctx, src.URL, cur)
	if err != nil {
		return feeds.Batch{}, fmt.Errorf("reading feed: %w", err)
	}
	resp = r.onward(ctx, resp)
	moved := src
	moved.URL = resp.PermanentURL
	next := cur
	if resp.NotModified {
		next.Unchanged++
		return feeds.Batch{Source: &moved, Position: next.pack(), NotModified: true, Hub: next.Hub}, nil
	}
	next.ETag, next.LastModified, next.BodyHash, next.Unchanged = resp.ETag, resp.LastModified, hash(resp.Body), 0
	same := (resp.ETag != "" || resp.LastModified != "") && resp.ETag == cur.ETag && resp.LastModified == cur.LastModified
	next.Stuck = cur.Stuck || refused || same && cur.BodyHash != "" && next.BodyHash != cur.BodyHash
	hub := websub.Discover(resp.Header, resp.Body, resp.FinalURL)
	next.Hub = &hub
	if resp.Cut != "" {
		// The validators belong to the complete feed: with them the next read would get a 304
		// and never the rest.
		next.ETag, next.LastModified = "", ""
	}
	if cur.BodyHash != "" && next.BodyHash == cur.BodyHash && resp.Cut != fetch.CutTooLarge {
		return feeds.Batch{Source: &moved, Position: next.pack(), NotModified: true, Hub: next.Hub}, nil
	}
	feed, warnings, err := parseFeed(resp.Body, resp.ContentType, host(src.URL))
	if err != nil {
		return feeds.Batch{}, behindLogin(cutShort(err, resp), resp)
	}
	feed.address = resp.FinalURL
	if at := slices.IndexFunc(warnings, func(w feeds.Warning) bool { return w.Code == damaged }); resp.Cut != "" && at >= 0 {
		warnings = warnings[:at] // cut short, not damaged
	}
	var pages []parsed
	switch {
	case resp.Cut == fetch.CutTooLarge:
		var warning *feeds.Warning
		if pages, warning = r.end(ctx, src, feed, resp); warning != nil {
			warnings = slices.Insert(warnings, 0, *warning)
		}
	case resp.Cut != "":
		warnings = slices.Insert(warnings, 0, feeds.Warn("feed_cut_short", "The feed broke off; what had arrived was read."))
	case cur.BodyHash == "":
		var missing error
		if pages, missing = r.pages(ctx, src, feed); missing != nil {
			warnings = append(warnings, feeds.Warn("feed_pages_unread", "The feed has further pages that could not be read: {why}.").Because(cause(missing)))
			if next.Tries++; passing(missing) && next.Tries < maxTries {
				next.ETag, next.LastModified, next.BodyHash = "", "", "" // the next read tries again
			}
		}
	}
	if ctx.Err() != nil {
		return feeds.Batch{}, fmt.Errorf("reading feed: %w", ctx.Err())
	}
	// Relative addresses are relative to where the body came from.
	from := moved
	from.URL = resp.FinalURL
	b := convert(feed, from, warnings, pages...)
	b.Source.URL = moved.URL
	b.Position = next.pack()
	b.Found = alerted(feed)
	b.Hub = next.Hub
	if len(b.Documents) == 0 && cur.BodyHash == "" {
		b.Fault = &feeds.Fault{Kind: feeds.FaultUnparsable, Host: host(src.URL), Code: "feed_without_items", Reason: "The feed of " + host(src.URL) + " lists no items",
			Help: "If it should, check the address: the show may have another feed. Namedrop goes on reading it."}
	}
	if feed.ITunesExt != nil {
		r.follow(ctx, &b, src, absolute(base(resp.FinalURL), feed.ITunesExt.NewFeedURL))
	}
	return b, nil
}

// maxUnchanged is how often in a row a server may say that nothing has changed until it is asked without
// validators. Some say so forever.
const maxUnchanged = 24

// get fetches the feed, if it has changed. An error or an empty answer to a conditional request may be
// about the validators, so the request is repeated without them; refused reports that this helped.
func (r *Reader) get(ctx context.Context, address string, cur position) (resp *fetch.Response, refused bool, err error) {
	req := fetch.Request{URL: address, Accept: Accept, ETag: cur.ETag, LastModified: cur.LastModified, MaxBytes: MaxFeed, KeepHead: true}
	if cur.Stuck || cur.Hub == nil || cur.Unchanged >= maxUnchanged || feeds.IsUnconditional(ctx) {
		req.ETag, req.LastModified = "", ""
	}
	resp, err = r.door.Get(ctx, req)
	if req.ETag == "" && req.LastModified == "" || !aboutValidators(resp, err) {
		return resp, false, err //nolint:wrapcheck // Read does
	}
	req.ETag, req.LastModified = "", ""
	resp, err = r.door.Get(ctx, req)
	return resp, err == nil && len(bytes.TrimSpace(resp.Body)) > 0, err //nolint:wrapcheck // Read does
}

// aboutValidators reports whether the answer to a conditional request may be better without the condition.
func aboutValidators(resp *fetch.Response, err error) bool {
	if err == nil {
		return !resp.NotModified && resp.Cut == "" && len(bytes.TrimSpace(resp.Body)) == 0
	}
	if feeds.FaultOf(err) == feeds.FaultThrottled {
		return false
	}
	switch s := fetch.AnswerOf(err).Status; s {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests:
		return false
	default:
		return s >= 400
	}
}

func base(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil {
		return nil
	}
	return u
}

// cause returns what happened, without the help of the fault: that is about another address than the
// source's.
func cause(err error) feeds.Warning {
	if w, ok := errors.AsType[unfit](err); ok {
		return feeds.Warning(w)
	}
	w := feeds.Warning{Detail: err.Error()}
	if f, ok := errors.AsType[*feeds.Fault](err); ok && f.Reason != "" {
		w.Detail = f.Reason
	}
	w.Code, w.Params = feeds.CodeOf(err)
	return w
}

// unfit is why a source doesn't follow its feed to a new address.
type unfit feeds.Warning

func (u unfit) Error() string { return u.Detail }

// follow changes the source's address to the one that the feed says it has moved to, if that
// address answers with a feed that has items and doesn't point elsewhere itself.
func (r *Reader) follow(ctx context.Context, b *feeds.Batch, src feeds.Source, to string) {
	if to == "" || sameAddress(to, src.URL) || sameAddress(to, b.Source.URL) {
		return
	}
	resp, err := r.door.Get(ctx, fetch.Request{URL: to, Accept: Accept, MaxBytes: MaxFeed, KeepHead: true})
	if err == nil {
		feed, _, perr := parseFeed(resp.Body, resp.ContentType, host(to))
		switch {
		case perr != nil:
			err = perr
		case len(feed.Items) == 0:
			err = unfit(feeds.Warn("move_lists_nothing", "it lists nothing"))
		case feed.ITunesExt != nil && feed.ITunesExt.NewFeedURL != "" && !sameAddress(feed.ITunesExt.NewFeedURL, to):
			err = unfit(feeds.Warn("move_goes_on", "it points elsewhere itself"))
		}
	}
	if err != nil {
		if ctx.Err() == nil {
			b.Warnings = append(b.Warnings, feeds.Warn("feed_move_failed",
				"The feed says that it has moved to {host}, but that address can't be used yet: {why}. The feed is still read at this one.", "host", host(to)).Because(cause(err)))
		}
		return
	}
	b.Source.URL = resp.PermanentURL
	// The validators of the old address are invalid at the new one.
	b.Position = nil
}

// cutShort replaces the error by one about the size where the feed was cut for its size.
func cutShort(err error, resp *fetch.Response) error {
	var e *feeds.Fault
	if resp.Cut == fetch.CutTooLarge && errors.As(err, &e) {
		return tooLarge(e.Host, err)
	}
	return err
}

func tooLarge(host string, err error) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultTooLarge, Host: host, Err: err,
		Code: "feed_too_large", Params: map[string]string{"limit_mb": strconv.Itoa(MaxFeed >> 20)},
		Reason: fmt.Sprintf("%s sends more than %d MB, and the first %d MB hold no complete feed", host, MaxFeed>>20, MaxFeed>>20),
		Help:   "Ask the publisher for a shorter feed, or use another address of it."}
}

// challengePage matches the pages of services that test whether a browser is there.
var challengePage = regexp.MustCompile(`(?i)g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|cf[-_]chl|challenge-platform|_Incapsula_Resource|px-captcha`)

// behindLogin replaces the error where the address led to a login page, or to a page that tests
// whether a browser is there. Other web pages keep the error that they are not a feed.
func behindLogin(err error, resp *fetch.Response) error {
	var e *feeds.Fault
	if !errors.As(err, &e) || !isPage(resp.Body) {
		return err
	}
	switch {
	case resp.Redirected && asksForLogin(resp.Body):
		return &feeds.Fault{Kind: feeds.FaultCredentials, Host: e.Host, Err: err,
			Code: "feed_behind_login", Reason: fmt.Sprintf("%s sent a page that asks for a password", e.Host),
			Help: "Add the source again with user name and password in its address, as https://user:password@host/…, or with the private address that your subscription gave you."}
	case challengePage.Match(resp.Body) && len(plain.FromHTML(string(resp.Body[:min(len(resp.Body), 64<<10)]))) < 2000:
		return &feeds.Fault{Kind: feeds.FaultBlocked, Host: e.Host, Err: err,
			Code: "feed_behind_challenge", Reason: fmt.Sprintf("%s tests whether a person is there before it sends the feed", e.Host),
			Help: "Ask the publisher to let Namedrop through, or use another address of the same source."}
	}
	return err
}

func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:16])
}

// sameAddress reports whether two addresses differ at most in scheme and trailing slash.
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
