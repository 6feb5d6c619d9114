package post

import (
	"errors"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// failure maps an error of the request to the reason of the failed attempt; nil to nil. The
// wording is that of [fetch.NetworkFault], so that a host that can't be reached is described
// in the same way for a feed and for a channel.
func (c *Client) failure(err error, to string) *alerts.SendError {
	if err == nil {
		return nil
	}
	var known *alerts.SendError
	if errors.As(err, &known) {
		again := *known // the caller fills in the answer
		return &again
	}
	f := fetch.NetworkFault(hostOf(to), err, c.opts.Timeout)
	e := &alerts.SendError{Reason: alerts.Network, Err: errors.New(fragment(f))}
	e.Code, e.Params = feeds.CodeOf(f)
	switch {
	case f.Kind == feeds.FaultRefused:
		e.Reason = alerts.Refused
	case f.Code == "took_too_long", f.Code == "no_answer":
		e.Reason = alerts.Timeout
	case f.Kind == feeds.FaultUnparsable: // a redirect that can't be read
		e.Reason = alerts.Rejected
	}
	return e
}

// fragment returns a fault's sentences as the text of an error: "there is no host called
// x.example: check the address".
func fragment(f *feeds.Fault) string {
	s := lowerFirst(f.Reason)
	if f.Help != "" {
		s += ": " + lowerFirst(strings.TrimSuffix(f.Help, "."))
	}
	return s
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// hostOf returns the host of a channel's address. The rest of it may be a password.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "the receiver"
	}
	return u.Host
}
