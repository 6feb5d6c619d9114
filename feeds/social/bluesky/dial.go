package bluesky

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/coder/websocket"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const dialLimit = 30 * time.Second

// connection is an open stream and the version it speaks.
type connection struct {
	*websocket.Conn
	version version
	lost    *feeds.Warning // what the server no longer has; nil if it has everything
}

// connect opens the stream at a position, in the version that the server supports.
func (l *Listener) connect(ctx context.Context, at position) (*connection, error) {
	var err error
	for _, v := range versions(l.base, at) {
		var c *connection
		if c, err = l.dial(ctx, v, at.cursor(l.base.Host, v)); err == nil {
			return c, nil
		}
		var refused *refusal
		switch {
		case !errors.As(err, &refused):
			return nil, l.fault(err)
		case refused.Name == "CursorTooOld":
			c, err = l.dial(ctx, v, refused.floor())
			if err != nil {
				return nil, l.fault(err)
			}
			lost := feeds.Warn("posts_missing", "Posts after {at} are missing: the server no longer had them.", "at", at.At.UTC().Format("2006-01-02 15:04 UTC"))
			c.lost = &lost
			return c, nil
		case refused.status != http.StatusNotFound && refused.status != http.StatusBadRequest && refused.status != http.StatusMethodNotAllowed:
			return nil, l.fault(err)
		}
	}
	return nil, l.fault(err)
}

func (l *Listener) dial(ctx context.Context, v version, cursor string) (*connection, error) {
	ctx, cancel := context.WithTimeout(ctx, dialLimit)
	defer cancel()
	o := websocket.DialOptions{HTTPClient: l.client, HTTPHeader: http.Header{"User-Agent": {l.agent}}}
	if v == v2 {
		o.Subprotocols = []string{"xrpc.v1.json"}
	}
	c, resp, err := websocket.Dial(ctx, address(l.base, v, cursor), &o)
	if err != nil {
		if resp != nil && resp.StatusCode != http.StatusSwitchingProtocols {
			return nil, newRefusal(resp)
		}
		return nil, err
	}
	c.SetReadLimit(-1) // frames are capped as they are read
	return &connection{Conn: c, version: v}, nil
}

// refusal is an answer instead of a stream.
type refusal struct {
	status  int
	after   time.Duration
	Name    string `json:"error"`
	Message string `json:"message"`
}

func newRefusal(resp *http.Response) *refusal {
	r := &refusal{status: resp.StatusCode}
	if resp.Body != nil {
		head, _ := io.ReadAll(io.LimitReader(resp.Body, 4<<10)) // what could be read of it is enough
		_ = json.Unmarshal(head, r)                             // HTML has no name
		resp.Body.Close()
	}
	r.after = fetch.RetryAfter(resp.Header, time.Now())
	return r
}

func (r *refusal) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("the server answered %d: %s", r.status, r.Name), ": ")
}

var digits = regexp.MustCompile(`\d{1,19}`)

// floor returns the oldest cursor that the server still has, from its message, or "" for the
// present. It is the last number in the message; the first is the cursor that was requested.
func (r *refusal) floor() string {
	all := digits.FindAllString(r.Message, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// fault maps a failure to what it means for the sources on the stream.
func (l *Listener) fault(err error) error {
	f := &feeds.Fault{Kind: feeds.FaultTransient, Host: l.base.Host, Err: err}
	var refused *refusal
	var server *serverError
	switch {
	case errors.As(err, &refused):
		f.RetryAfter = refused.after
		f.Params = map[string]string{"status": strconv.Itoa(refused.status)}
		reason := fmt.Sprintf("%s answered %d instead of opening the stream", l.base.Host, refused.status)
		f.Explain("stream_refused", reason, "")
		switch refused.status {
		case http.StatusTooManyRequests:
			f.Kind = feeds.FaultThrottled
			f.Explain("pause_asked", fmt.Sprintf("%s asks for a pause (%d)", l.base.Host, refused.status), "")
		case http.StatusUnauthorized, http.StatusForbidden:
			f.Kind = feeds.FaultBlocked
			f.Explain("stream_forbidden", reason, "Set endpoints.bluesky to another Jetstream server.")
		case http.StatusNotFound, http.StatusBadRequest:
			f.Kind = feeds.FaultUnparsable
			f.Explain("stream_not_jetstream", reason, "Check endpoints.bluesky: this is not a Jetstream server, or its version is not supported.")
		}
	case errors.As(err, &server):
		f.Params = map[string]string{"name": server.name}
		f.Explain("stream_closed", fmt.Sprintf("%s closed the stream (%s)", l.base.Host, server.name), "")
	case errors.Is(err, errSilent):
		f.Explain("stream_silent", l.base.Host+" sent nothing for a minute", "")
	default:
		var address *url.Error
		if errors.As(err, &address) {
			f.Err = address.Err // its text has the whole address
		}
		f.Explain("stream_lost", l.base.Host+" could not be reached or closed the connection", "")
	}
	return f
}
