package pull

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const (
	maxBytes   = 32 << 20
	timeLimit  = time.Minute
	headLength = 1 << 10 // of an answer that can't be read, for the log
)

// Options are what a reader needs.
type Options struct {
	Transport http.RoundTripper // guarded: see [fetch.NewTransport]
	UserAgent string
	Now       func() time.Time
}

// Client sends requests to one system. It follows no redirects, so that keys go nowhere else.
type Client struct {
	System string // as people know it
	Now    func() time.Time
	http   *http.Client
	agent  string
}

// NewClient returns a client. The error says what is missing.
func NewClient(system string, o Options) (*Client, error) {
	if o.Transport == nil || o.UserAgent == "" || o.Now == nil {
		return nil, fmt.Errorf("%s: Transport, UserAgent and Now are needed", system)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{System: system, Now: o.Now, http: &http.Client{Transport: o.Transport, CheckRedirect: stay}, agent: o.UserAgent}, nil
}

// Answer is an answer of any status.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Host   string
	client *Client
	req    *http.Request
}

// Do sends a request and reads the answer. The error is a [*feeds.Fault].
func (c *Client) Do(ctx context.Context, method, address string, body []byte, header map[string]string) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return Answer{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "address_unreadable", Reason: "The address can't be read", Help: "Check it for stray characters."}
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	req.Header.Set("User-Agent", c.agent)
	a := Answer{Host: req.URL.Host, client: c, req: req}
	resp, err := c.http.Do(req)
	if err != nil {
		return a, fetch.NetworkFault(a.Host, err, timeLimit)
	}
	defer resp.Body.Close()
	a.Status, a.Header = resp.StatusCode, resp.Header
	a.Body, err = io.ReadAll(io.LimitReader(resp.Body, maxBytes+1))
	switch {
	case err != nil:
		return a, fetch.NetworkFault(a.Host, err, timeLimit)
	case len(a.Body) > maxBytes:
		return a, &feeds.Fault{Kind: feeds.FaultTooLarge, Host: a.Host, Code: "visits_too_large", Reason: a.Host + " sends an answer that is larger than Namedrop's limit", Help: "Split the feed by fewer things: channel, landing page or country."}
	}
	return a, nil
}

// Unreadable returns the fault of an answer in an unexpected format.
func (a Answer) Unreadable(err error) *feeds.Fault {
	if err == nil {
		err = errors.New("unexpected format")
	}
	return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: a.Host, Code: "visits_other_format", Params: a.name(),
		Reason: fmt.Sprintf("%s answers in a format that is not %s's", a.Host, a.client.System),
		Help:   fmt.Sprintf("Check the address. If %s was upgraded, Namedrop may need an upgrade too.", a.client.System),
		Err:    &fetch.Answer{Status: a.Status, Head: a.Body[:min(len(a.Body), headLength)], Err: err}}
}

func (a Answer) name() map[string]string { return map[string]string{"name": a.client.System} }

// Refused returns the fault of an answer whose status is not 200.
func (a Answer) Refused() *feeds.Fault {
	resp := &http.Response{StatusCode: a.Status, Header: a.Header, Body: io.NopCloser(bytes.NewReader(a.Body[:min(len(a.Body), headLength)])), Request: a.req}
	f := fetch.StatusFault(resp, a.client.Now())
	f.Host = a.Host
	switch {
	case a.Status == http.StatusUnauthorized:
		return a.KeyRefused(f)
	case a.Status >= 300 && a.Status < 400:
		f.Kind = feeds.FaultUnparsable
		f.Explain("visits_redirect", fmt.Sprintf("%s redirects to another address (%d), to which the key is not sent", a.Host, a.Status), "Give the feed the address that it redirects to.")
	case a.Status == http.StatusBadRequest:
		return a.NotAccepted(f)
	case a.Status == http.StatusNotFound:
		f.Kind = feeds.FaultAbsent
		f.Params = a.name()
		f.Explain("visits_not_found_there", fmt.Sprintf("%s has nothing at this address (%d)", a.client.System, a.Status), "Check the address and the site's id.")
	case a.Status == http.StatusTooManyRequests:
		return a.Pause(f, feeds.FaultThrottled, 0)
	}
	return f
}

// as returns f, or a new fault with what the log needs.
func (a Answer) as(f *feeds.Fault) *feeds.Fault {
	if f == nil {
		f = &feeds.Fault{Host: a.Host, Err: &fetch.Answer{Status: a.Status, Head: a.Body[:min(len(a.Body), headLength)]}}
	}
	return f
}

// KeyRefused makes f, or a new fault, say that the key isn't accepted.
func (a Answer) KeyRefused(f *feeds.Fault) *feeds.Fault {
	f = a.as(f)
	f.Kind, f.Params = feeds.FaultCredentials, a.name()
	f.Explain("visits_login_refused", fmt.Sprintf("%s doesn't accept the key for this site", a.client.System), "Check the site's id, and that the key still exists and may see the site, or give the feed a new key.")
	return f
}

// NoAccess makes f, or a new fault, say that the key is good but may not see the site.
func (a Answer) NoAccess(f *feeds.Fault) *feeds.Fault {
	f = a.as(f)
	f.Kind, f.Params = feeds.FaultCredentials, a.name()
	f.Explain("visits_no_access", fmt.Sprintf("The key may not see this site in %s", a.client.System), "Check the site's id, and give the account of the key access to the site. Then give the feed the key again.")
	return f
}

// APIOff makes f, or a new fault, say that the API has to be switched on first.
func (a Answer) APIOff(f *feeds.Fault) *feeds.Fault {
	f = a.as(f)
	f.Kind, f.Params = feeds.FaultCredentials, a.name()
	f.Explain("visits_api_off", fmt.Sprintf("The API of %s is switched off for the project of this key", a.client.System), "Switch it on in the Google Cloud project of the service account. Then give the feed the key again.")
	return f
}

// NotAccepted makes f, or a new fault, say that the request isn't accepted.
func (a Answer) NotAccepted(f *feeds.Fault) *feeds.Fault {
	f = a.as(f)
	f.Kind, f.Params = feeds.FaultUnparsable, a.name()
	f.Explain("visits_not_accepted", fmt.Sprintf("%s doesn't accept the request", a.client.System), "Check the site's id and the other fields. A server of your own may be too old.")
	return f
}

const breath = 10 * time.Minute // where nothing says how long to wait

// Pause makes f, or a new fault, say that requests must wait. A longer pause in the answer wins.
func (a Answer) Pause(f *feeds.Fault, kind feeds.FaultKind, wait time.Duration) *feeds.Fault {
	f = a.as(f)
	if wait == 0 && f.RetryAfter == 0 {
		wait = breath
	}
	f.Kind, f.RetryAfter, f.Params = kind, max(f.RetryAfter, wait), a.name()
	if kind == feeds.FaultQuota {
		f.Explain("visits_quota_used", fmt.Sprintf("The quota of %s is used up", a.client.System), "")
	} else {
		f.Explain("pause_asked", a.client.System+" asks for a pause", "")
	}
	return f
}

// OtherZone returns the fault of a site that is counted in another time zone than the feed's.
func (a Answer) OtherZone(theirs string) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: a.Host, Code: "visits_zone_is", Params: map[string]string{"name": a.client.System, "zone": theirs},
		Reason: fmt.Sprintf("%s counts this site in the time zone %s", a.client.System, theirs), Help: "Give the feed that time zone."}
}
