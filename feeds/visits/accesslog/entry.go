package accesslog

import (
	"bytes"
	"strconv"
	"time"
)

// entry is one request. Its slices are parts of the line, which the next one overwrites.
type entry struct {
	at        int64 // seconds since 1970
	address   []byte
	forwarded []byte // X-Forwarded-For
	method    []byte // empty if the request wasn't HTTP
	uri       []byte
	host      []byte
	referrer  []byte
	userAgent []byte
	status    int
	prefetch  bool // the browser asked in advance, perhaps for nothing

	hasReferrer, hasAgent bool // whether the format has them
}

// target splits the address of the request into path and query. An absolute address sets the host.
func (e *entry) target() (path, query []byte) {
	uri := e.uri
	if i := bytes.Index(uri, []byte("://")); i > 0 && i < 6 && uri[0] != '/' {
		rest := uri[i+3:]
		end := bytes.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		if len(e.host) == 0 {
			e.host = rest[:end]
		}
		uri = rest[end:]
	}
	if i := bytes.IndexByte(uri, '#'); i >= 0 {
		uri = uri[:i]
	}
	if i := bytes.IndexByte(uri, '?'); i >= 0 {
		return uri[:i], uri[i+1:]
	}
	return uri, nil
}

// request sets method and uri from a request line. Anything that isn't HTTP leaves both empty.
func (e *entry) request(line []byte) {
	i := bytes.IndexByte(line, ' ')
	if i < 3 || i > 10 {
		return
	}
	for _, c := range line[:i] {
		if c < 'A' || c > 'Z' {
			return
		}
	}
	uri := line[i+1:]
	if j := bytes.LastIndex(uri, []byte(" HTTP/")); j >= 0 {
		uri = uri[:j]
	}
	e.method, e.uri = line[:i], uri
}

// stamps parses times. It remembers the last minute, since neighbouring lines mostly share it.
type stamps struct {
	minute [24]byte // of a common log time, without the seconds
	start  int64
}

const commonTime = "02/Jan/2006:15:04:05 -0700"

// common parses the time of the common log format.
func (s *stamps) common(b []byte) (int64, bool) {
	if len(b) != len(commonTime) {
		return 0, false
	}
	seconds, ok := number(b[18:20])
	if !ok || seconds > 60 {
		return 0, false
	}
	if bytes.Equal(b[:18], s.minute[:18]) && bytes.Equal(b[20:], s.minute[18:]) {
		return s.start + int64(seconds), true
	}
	t, err := time.Parse(commonTime, string(b))
	if err != nil {
		return 0, false
	}
	copy(s.minute[:], b[:18])
	copy(s.minute[18:], b[20:])
	s.start = t.Unix() - int64(seconds)
	return t.Unix(), true
}

// any parses a time of any of the forms that logs in JSON have.
func (s *stamps) any(b []byte) (int64, bool) {
	if t, ok := s.common(b); ok {
		return t, true
	}
	if len(b) == 0 || len(b) > 40 {
		return 0, false
	}
	text := string(b)
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		for v > 1e11 { // milliseconds, microseconds or nanoseconds
			v /= 1000
		}
		return int64(v), v > 0
	}
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999Z07:00", "2006/01/02 15:04:05.999999999", "2006-01-02 15:04:05.999999999"} {
		if t, err := time.Parse(form, text); err == nil {
			return t.Unix(), true
		}
	}
	return 0, false
}

// number parses a few digits.
func number(b []byte) (n int, ok bool) {
	if len(b) == 0 || len(b) > 6 {
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// known returns a field without the sign for a missing one.
func known(b []byte) []byte {
	if len(b) == 1 && b[0] == '-' {
		return nil
	}
	return b
}
