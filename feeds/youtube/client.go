package youtube

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Options make a [Client].
type Options struct {
	Endpoint string      // base URL of YouTube
	Door     *fetch.Door // that may reach the endpoint
	Settings Settings
	Keeper   Keeper
	Now      func() time.Time
}

func (o Options) validate() error {
	switch {
	case o.Door == nil:
		return errors.New("youtube: Door is missing")
	case o.Keeper == nil:
		return errors.New("youtube: Keeper is missing")
	case o.Now == nil:
		return errors.New("youtube: Now is missing")
	}
	return o.Settings.Validate()
}

// Client sends the requests of this package. The reader and the filler of a process share one.
type Client struct {
	opts    Options
	base    *url.URL
	gate    *Gate
	players []player
}

// New returns a client.
func New(o Options) (*Client, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	base, err := url.Parse(strings.TrimSuffix(o.Endpoint, "/"))
	if err != nil || base.Host == "" {
		return nil, errors.New("youtube: Endpoint is not a web address")
	}
	c := &Client{opts: o, base: base, gate: newGate(o, base.Host)}
	for _, text := range o.Settings.Clients {
		p, err := parseClient(text)
		if err != nil {
			return nil, err
		}
		c.players = append(c.players, p)
	}
	return c, nil
}

const (
	maxPage     = 6 << 20
	maxAnswer   = 4 << 20
	maxCaptions = 16 << 20
)

// feed fetches the feed at a path. Feeds are made for programs, so they pass no gate but the door's own.
func (c *Client) feed(ctx context.Context, path string, p position) (*fetch.Response, error) {
	return c.opts.Door.Get(ctx, fetch.Request{URL: c.base.String() + path, Accept: "application/atom+xml, application/xml;q=0.9", ETag: p.ETag, LastModified: p.LastModified, MaxBytes: maxAnswer})
}

// page fetches a web page. The cookie says that the question about cookies was answered with no.
func (c *Client) page(ctx context.Context, path string) ([]byte, error) {
	resp, err := c.send(ctx, fetch.Request{URL: c.base.String() + path, MaxBytes: maxPage, KeepHead: true,
		Header: http.Header{"Cookie": {"SOCS=CAI"}, "Accept-Language": {"en-US,en;q=0.5"}}})
	if err != nil {
		return nil, err
	}
	if strings.Contains(resp.FinalURL, "//consent.youtube.com") || bytes.Contains(resp.Body, []byte("consent.youtube.com/s")) {
		return nil, &feeds.Fault{Kind: feeds.FaultBlocked, Host: c.base.Host, Code: "youtube_consent",
			Reason: "YouTube sent its question about cookies instead of the page", Help: "It asks this of visitors from some countries. Use the address of the channel that has /channel/ in it, which needs no page."}
	}
	return resp.Body, nil
}

// ask sends a request to the interface of YouTube's own apps and reads its answer into v.
func (c *Client) ask(ctx context.Context, p player, method string, body map[string]any, v any) error {
	body["context"] = map[string]any{"client": map[string]any{"clientName": p.name, "clientVersion": p.version, "hl": "en", "gl": "US"}}
	payload, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("asking YouTube: %w", err)
	}
	resp, err := c.send(ctx, fetch.Request{
		URL: c.base.String() + "/youtubei/v1/" + method + "?prettyPrint=false", Method: http.MethodPost, Payload: payload, Accept: "application/json", MaxBytes: maxAnswer,
		Header: http.Header{
			"Content-Type": {"application/json"}, "X-Youtube-Client-Name": {strconv.Itoa(p.number)}, "X-Youtube-Client-Version": {p.version},
			"X-Goog-Api-Format-Version": {"2"}, "Origin": {DefaultEndpoint},
		},
	})
	if err != nil {
		return err
	}
	if err := json.Unmarshal(resp.Body, v); err != nil {
		return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: c.base.Host, Err: err, Code: "youtube_unreadable",
			Reason: "YouTube sent an answer that can't be read", Help: "Its interface may have changed. Namedrop tries again automatically."}
	}
	return nil
}

// send sends one request within the budget. It recognizes the answers that mean that YouTube blocks this
// address, whatever was asked, and closes the gate.
func (c *Client) send(ctx context.Context, req fetch.Request) (*fetch.Response, error) {
	if err := c.gate.spend(ctx); err != nil {
		return nil, err
	}
	resp, err := c.opts.Door.Get(ctx, req)
	var f *feeds.Fault
	switch {
	case errors.As(err, &f) && fetch.AnswerOf(f).Status == http.StatusTooManyRequests:
		return nil, c.gate.block(ctx, &feeds.Fault{Code: "youtube_too_many", Reason: "YouTube says that this machine's address sends too many requests (429)"})
	case errors.As(err, &f) && isChallenge(fetch.AnswerOf(f).Head), err == nil && isChallenge(resp.Body):
		return nil, c.gate.block(ctx, &feeds.Fault{Code: "youtube_challenge", Reason: "YouTube tests whether a person is there before it answers this machine's address"})
	case err != nil:
		return nil, err
	}
	return resp, nil
}

// isChallenge reports whether a body is a page that asks to prove that one is a person.
func isChallenge(body []byte) bool {
	head := bytes.TrimSpace(body[:min(len(body), 64<<10)])
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("g-recaptcha"))
}
