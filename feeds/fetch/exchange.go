package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/namedrop/namedrop/feeds/address"
)

// exchange is one request in progress, with what is learnt from its redirects.
type exchange struct {
	door   *Door
	asked  *url.URL
	own    http.Header // the caller's headers
	polite bool        // each host's robots.txt is read first

	last           *url.URL // target of the latest redirect; nil before the first
	permanent      url.URL
	stillPermanent bool
	moved          bool
	cookies        bool // a redirect set one
	connected      bool // to any host on the way
	wire           int64
}

// statusError carries a bad answer out of do.
type statusError struct {
	status int
	header http.Header
	head   []byte
}

func (e *statusError) Error() string { return http.StatusText(e.status) }

var (
	errLoop     = errors.New("the redirects form a loop")
	errTooMany  = errors.New("too many redirects")
	errUnasked  = errors.New("304 to an unconditional request")
	errLocation = errors.New("the redirect's address can't be read")
)

func (x *exchange) host() string {
	if x.last != nil {
		return hostKey(x.last)
	}
	return hostKey(x.asked)
}

func (x *exchange) do(ctx context.Context, req Request, w io.Writer) (*Response, error) {
	hr, err := x.request(ctx, req)
	if err != nil {
		return nil, err
	}
	// Cookies live for this exchange only: some sites set one by a redirect and expect it back.
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		return nil, fmt.Errorf("making a cookie jar: %w", err)
	}
	client := http.Client{Transport: choices{forgiving{x.door}}, CheckRedirect: x.follow, Jar: jar}
	resp, err := client.Do(hr)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()

	r := &Response{
		Status: resp.StatusCode, Header: resp.Header, ContentType: resp.Header.Get("Content-Type"),
		ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"),
		FinalURL: resp.Request.URL.String(), PermanentURL: req.URL, Redirected: x.last != nil,
	}
	if x.moved {
		x.permanent.Fragment, x.permanent.RawFragment = "", "" // no server sees it
		r.PermanentURL = x.permanent.String()
	}
	switch {
	case resp.StatusCode == http.StatusNotModified:
		if req.ETag == "" && req.LastModified == "" {
			return nil, errUnasked
		}
		r.NotModified = true
		return r, nil
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		head, _ := io.ReadAll(io.LimitReader(resp.Body, headLength))
		return nil, &statusError{resp.StatusCode, resp.Header, head}
	}
	if r.Cut, err = x.read(resp, req, w); err != nil {
		return nil, err
	}
	return r, nil
}

func (x *exchange) request(ctx context.Context, req Request) (*http.Request, error) {
	method := req.Method
	if method == "" {
		method = http.MethodGet
	}
	var payload io.Reader
	if req.Payload != nil {
		payload = bytes.NewReader(req.Payload)
	}
	bare := *x.asked
	bare.User, bare.Fragment, bare.RawFragment = nil, "", ""
	address.Escape(&bare)
	hr, err := http.NewRequestWithContext(x.watched(ctx), method, bare.String(), payload)
	if err != nil {
		return nil, err
	}
	for k, v := range x.own {
		hr.Header[http.CanonicalHeaderKey(k)] = v
	}
	hr.Header.Set("User-Agent", x.door.opts.UserAgent)
	hr.Header.Set("Accept-Encoding", "gzip")
	for name, value := range map[string]string{
		"Accept": req.Accept, "If-None-Match": req.ETag, "If-Modified-Since": req.LastModified,
	} {
		if value != "" {
			hr.Header.Set(name, value)
		}
	}
	if user := x.asked.User; user != nil {
		password, _ := user.Password()
		hr.SetBasicAuth(user.Username(), password)
	}
	return hr, nil
}

// choices turns a 300 that names an address into a redirect to it: the standard calls that the server's
// own choice.
type choices struct{ http.RoundTripper }

func (c choices) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.RoundTripper.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusMultipleChoices && resp.Header.Get("Location") != "" {
		resp.StatusCode, resp.Status = http.StatusFound, "302 Found"
	}
	return resp, err //nolint:wrapcheck // the client wraps it
}

// follow checks one redirect. It limits their number, detects loops, allows web addresses
// only, drops the headers that only the first host may see, and waits for the next host's
// rate.
func (x *exchange) follow(next *http.Request, via []*http.Request) error {
	feedAddress(next.URL, via[len(via)-1].URL.Scheme)
	address.Escape(next.URL)
	x.step(next)
	if e := checkURL(next.URL); e != nil {
		e.Host = hostKey(via[0].URL)
		e.Explain("redirect_not_web", e.Host+" redirects to something that is not a web address", "Open the address in a browser and use the one it ends at, if any.")
		return e
	}
	if f := x.door.checkProxied(next.URL); f != nil {
		return f
	}
	same := 0
	for _, before := range via {
		if before.URL.String() == next.URL.String() && before.Method == next.Method {
			same++
		}
	}
	if x.cookies = x.cookies || next.Response != nil && len(next.Response.Cookies()) > 0; same > 1 || same > 0 && !x.cookies {
		return errLoop // once more is fine with a cookie that was set on the way
	}
	if len(via) > x.door.opts.MaxRedirects {
		return errTooMany
	}
	// The address that redirected may hold a secret.
	next.Header.Del("Referer")
	away := next.URL.Host != via[0].URL.Host
	if away || downgraded(via[0].URL, next.URL) {
		for k := range x.own {
			next.Header.Del(k)
		}
		next.Header.Set("User-Agent", x.door.opts.UserAgent)
	}
	if downgraded(via[0].URL, next.URL) {
		next.Header.Del("Authorization")
	}
	if x.polite {
		if err := x.door.allowed(next.Context(), next.URL); err != nil {
			return err
		}
	}
	if away {
		return x.door.hosts.waitPace(next.Context(), hostKey(next.URL))
	}
	return nil
}

// feedAddress turns an address for feed readers into that of the feed: feed://host/path and
// feed:https://host/path. Without a scheme of the web it gets the one of the address that redirected.
func feedAddress(u *url.URL, scheme string) {
	switch u.Scheme {
	case "feed", "itpc", "pcast", "podcast":
	default:
		return
	}
	if u.Opaque == "" {
		u.Scheme = scheme
	} else if inner, err := url.Parse(u.Opaque); err == nil {
		*u = *inner
	}
}

// downgraded reports whether a redirect leaves encryption, so that credentials must not be
// sent along.
func downgraded(from, to *url.URL) bool { return from.Scheme == "https" && to.Scheme != "https" }

// step updates the permanent address: the target of the redirects so far as long as all of
// them are permanent. Credentials in the old address are kept while the host stays the same
// and the connection stays encrypted.
func (x *exchange) step(next *http.Request) {
	x.last = next.URL
	permanent := next.Response != nil &&
		(next.Response.StatusCode == http.StatusMovedPermanently || next.Response.StatusCode == http.StatusPermanentRedirect)
	if !x.stillPermanent || !permanent {
		x.stillPermanent = false
		return
	}
	x.moved = true
	user := x.permanent.User
	same := x.permanent.Hostname() == next.URL.Hostname() && !downgraded(&x.permanent, next.URL)
	x.permanent = *next.URL
	if same && x.permanent.User == nil {
		x.permanent.User = user
	}
}

// read streams the body through both limits into w. Of a body that breaks off, or that
// exceeds a limit when the caller wants its beginning, cut is the reason: see Response.Cut.
func (x *exchange) read(resp *http.Response, req Request, w io.Writer) (cut string, err error) {
	most := req.MaxBytes
	if most <= 0 {
		most = x.door.opts.MaxBytes
	}
	wireLimit := req.MaxWire
	if wireLimit <= 0 {
		wireLimit = most
	}
	if resp.ContentLength > wireLimit && !req.KeepHead {
		return "", errTooLarge
	}
	wire := &capped{r: resp.Body, left: wireLimit}
	defer func() { x.wire = wire.n }()
	plain, err := unpack(strings.Join(resp.Header.Values("Content-Encoding"), ","), wire)
	if err != nil {
		return "", err
	}
	if g, ok := w.(*gated); ok {
		g.expect(min(resp.ContentLength, most))
	}
	body := &capped{r: plain, left: most}
	_, err = io.Copy(w, body)
	switch {
	case err == nil:
		return "", nil
	case errors.Is(err, errAnotherLarge):
		return "", err
	case body.n == 0:
		return "", err
	case errors.Is(err, errTooLarge) && req.KeepHead:
		return CutTooLarge, nil
	case errors.Is(err, io.ErrUnexpectedEOF), damaged(err):
		return CutBrokenOff, nil
	}
	return "", err
}
