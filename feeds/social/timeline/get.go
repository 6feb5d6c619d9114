package timeline

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// MaxAnswer is how many bytes of one answer are read.
const MaxAnswer = 8 << 20

// JSON fetches an answer and reads it into v. An answer that is not what the network called name sends is a
// fault with its first kilobytes.
func JSON(ctx context.Context, door *fetch.Door, req fetch.Request, name string, v any) (*fetch.Response, error) {
	req.Accept = "application/json"
	req.MaxBytes = MaxAnswer
	resp, err := door.Get(ctx, req)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says what it was reading
	}
	if err := json.Unmarshal(resp.Body, v); err != nil {
		return resp, Unreadable(req.URL, name, resp.Body, err)
	}
	return resp, nil
}

// Unreadable returns the fault of an answer that can't be read.
func Unreadable(address, name string, body []byte, err error) error {
	return &feeds.Fault{
		Kind: feeds.FaultUnparsable, Host: Host(address), Params: map[string]string{"name": name},
		Code: "posts_unreadable", Reason: Host(address) + " sent an answer that is not one of " + name,
		Help: "Check the address. If it is right, the service has changed its answers: look for a newer version of Namedrop.",
		Err:  &fetch.Answer{Head: slices.Clone(body[:min(len(body), 4<<10)]), Err: err},
	}
}

// IsDeleted reads the answer of a look-up of one post: 404 and 410 say that it was deleted.
func IsDeleted(err error) (bool, error) {
	switch fetch.AnswerOf(err).Status {
	case http.StatusNotFound, http.StatusGone:
		return true, nil
	}
	return false, err
}

// StatusOf returns the status of the answer that caused an error; zero if there was none.
func StatusOf(err error) int { return fetch.AnswerOf(err).Status }

// WithFault returns a copy of the fault in err that change has changed.
func WithFault(err error, change func(*feeds.Fault)) error {
	f, ok := errors.AsType[*feeds.Fault](err)
	if !ok {
		return err
	}
	c := *f
	change(&c)
	return &c
}

// Host returns the host of an address, with its port.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// Site parses what a person pasted as a web address, with or without its scheme.
func Site(pasted string) (*url.URL, bool) {
	pasted = strings.TrimSpace(pasted)
	if len(pasted) > 2000 || strings.ContainsAny(pasted, " \t\n") {
		return nil, false
	}
	if !strings.Contains(pasted, "://") {
		pasted = "https://" + strings.TrimPrefix(pasted, "//")
	}
	u, err := url.Parse(pasted)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !strings.ContainsAny(u.Host, ".:") {
		return nil, false
	}
	u.Host = strings.ToLower(u.Host)
	return u, true
}

// Parts returns the parts of a path between its slashes.
func Parts(u *url.URL) []string {
	return strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
}

// WebAddress returns an address from a network if it is one of the web, and else nothing.
func WebAddress(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return raw
}

// BadAddress returns the error for an address that a type of source can't read.
func BadAddress(name, example string) error {
	return &feeds.FieldError{
		Field: feeds.URLField, Code: "posts_address", Params: map[string]string{"type": name, "example": example},
		Reason: name + " can't be read at this address. It should look like " + example + ".",
	}
}

// FieldCodes returns the codes of [BadAddress], with the names of their parameters.
func FieldCodes() map[string][]string {
	return map[string][]string{"posts_address": {"type", "example"}}
}
