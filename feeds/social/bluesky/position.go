package bluesky

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

type version string

const (
	v1 version = "v1"
	v2 version = "v2"

	v1Path = "/subscribe"
	v2Path = "/xrpc/network.bsky.jetstream.subscribeEvents"
)

// position is how far the stream was read. A cursor is valid only at the server and version that
// issued it; the time is valid at all of them.
type position struct {
	Host    string    `json:"host"`
	Version version   `json:"version"`
	Cursor  int64     `json:"cursor"`
	At      time.Time `json:"at"`
}

const (
	rewind      = 5 * time.Second // on the same server, for events that arrived out of order
	rewindOther = 5 * time.Minute // on another server, whose clock and order differ
	maxFrame    = 1 << 20
)

func readPosition(at feeds.Position) (p position) {
	if len(at) > 0 && json.Unmarshal(at, &p) != nil {
		return position{}
	}
	return p
}

func (p position) encode() feeds.Position {
	b, err := json.Marshal(p)
	if err != nil {
		return nil // a year after 9999: continue at the present
	}
	return b
}

// cursor returns the cursor with which a server continues at p; "" means the present.
func (p position) cursor(host string, v version) string {
	switch {
	case p.At.IsZero():
		return ""
	case p.Host == host && p.Version == v && v == v2 && p.Cursor > 0:
		return strconv.FormatInt(p.Cursor+1, 10) // cursors of v2 are inclusive
	case p.Host == host && p.Version == v:
		return strconv.FormatInt(p.At.Add(-rewind).UnixMicro(), 10)
	}
	return strconv.FormatInt(p.At.Add(-rewindOther).UnixMicro(), 10) // v2 reads large cursors as microseconds too
}

// address returns the URL to connect to. Each version refuses the parameters of the other.
func address(base *url.URL, v version, cursor string) string {
	u := *base
	q := u.Query()
	if v == v2 {
		q.Set("collections", postCollection)
	} else {
		q.Set("wantedCollections", postCollection)
	}
	q.Set("maxMessageSizeBytes", strconv.Itoa(maxFrame))
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	if strings.Trim(u.Path, "/") == "" {
		if u.Path = v1Path; v == v2 {
			u.Path = v2Path
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// versions are those that a server may speak, the one to try first first.
func versions(base *url.URL, at position) []version {
	switch {
	case strings.Contains(base.Path, "subscribeEvents"):
		return []version{v2}
	case strings.Trim(base.Path, "/") != "":
		return []version{v1}
	case at.Host == base.Host && at.Version == v1:
		return []version{v1, v2}
	}
	return []version{v2, v1}
}
