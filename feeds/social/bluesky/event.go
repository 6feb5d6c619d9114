package bluesky

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

const postCollection = "app.bsky.feed.post"

// The forms of account ids and record keys in the protocol. They are checked because they become
// part of addresses.
var (
	didForm = regexp.MustCompile(`^did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,300}$`)
	keyForm = regexp.MustCompile(`^[A-Za-z0-9._:~-]{1,300}$`)
)

// event is an event of either version.
type event struct {
	cursor int64 // the server's: microseconds on v1, a sequence number on v2
	at     time.Time
	did    string
	kind   kind
	rkey   string
	post   *record // of a created or updated post
	edited bool
}

type kind int

const (
	other kind = iota // nothing to store, but the position moves on
	posted
	deleted
	accountGone
	skipped // unreadable
)

// uri returns the post's key on the network.
func (e event) uri() string { return "at://" + e.did + "/" + postCollection + "/" + e.rkey }

// commit is the part of a commit that both versions name alike.
type commit struct {
	Operation  string          `json:"operation"`
	Collection string          `json:"collection"`
	RKey       string          `json:"rkey"`
	Record     json.RawMessage `json:"record"`
}

type account struct {
	Active bool   `json:"active"`
	Status string `json:"status"`
}

type v1Frame struct {
	DID     string   `json:"did"`
	TimeUS  int64    `json:"time_us"`
	Kind    string   `json:"kind"`
	Commit  *commit  `json:"commit"`
	Account *account `json:"account"`
}

type v2Frame struct {
	Type    string `json:"$type"`
	Error   string `json:"error"`
	Message string `json:"message"`
	Payload struct {
		Type string    `json:"$type"`
		Seq  int64     `json:"seq"`
		DID  string    `json:"did"`
		Time time.Time `json:"time"`
		commit
		account
	} `json:"payload"`
}

var errFrame = errors.New("not an event of this stream")

// serverError is the reason that a v2 server sends before it closes the connection.
type serverError struct{ name, message string }

func (e *serverError) Error() string {
	return strings.TrimSuffix("the server closed the stream: "+e.name+", "+e.message, ", ")
}

func parse(v version, frame []byte) (event, error) {
	if v == v2 {
		return parseV2(frame)
	}
	return parseV1(frame)
}

func parseV1(frame []byte) (event, error) {
	var f v1Frame
	if err := json.Unmarshal(frame, &f); err != nil {
		return event{}, fmt.Errorf("reading an event: %w", err)
	}
	if f.TimeUS <= 0 || f.Kind == "" {
		return event{}, errFrame
	}
	e := event{cursor: f.TimeUS, at: time.UnixMicro(f.TimeUS).UTC(), did: f.DID}
	switch {
	case f.Kind == "commit" && f.Commit != nil:
		return e.with(*f.Commit)
	case f.Kind == "account" && f.Account != nil:
		return e.withAccount(*f.Account), nil
	}
	return e, nil
}

func parseV2(frame []byte) (event, error) {
	var f v2Frame
	if err := json.Unmarshal(frame, &f); err != nil {
		return event{}, fmt.Errorf("reading an event: %w", err)
	}
	if f.Type == "error" {
		return event{}, &serverError{f.Error, f.Message}
	}
	p := f.Payload
	_, name, ok := strings.Cut(p.Type, "#")
	if f.Type != "message" || !ok {
		return event{}, errFrame
	}
	e := event{cursor: p.Seq, at: p.Time.UTC(), did: p.DID}
	switch name {
	case "commit":
		return e.with(p.commit)
	case "account":
		return e.withAccount(p.account), nil
	}
	return e, nil
}

// with reads a commit. Commits that are not about posts are ignored.
func (e event) with(c commit) (event, error) {
	if c.Collection != postCollection || !didForm.MatchString(e.did) || !keyForm.MatchString(c.RKey) {
		return e, nil
	}
	e.rkey = c.RKey
	switch c.Operation {
	case "delete":
		e.kind = deleted
	case "create", "update":
		e.post = new(record)
		if err := json.Unmarshal(c.Record, e.post); err != nil {
			return e, fmt.Errorf("reading a post: %w", err)
		}
		e.kind, e.edited = posted, c.Operation == "update"
	}
	return e, nil
}

// withAccount reads an account event. Only deletion and takedown count: an account that was
// deactivated or suspended may come back.
func (e event) withAccount(a account) event {
	if !a.Active && didForm.MatchString(e.did) && (a.Status == "deleted" || a.Status == "takendown") {
		e.kind = accountGone
	}
	return e
}
