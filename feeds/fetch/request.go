package fetch

import (
	"net/http"
	"time"
)

// Request is a request to send. Only URL is required. It may contain user:password@, which is
// sent as HTTP Basic authentication to that host only.
type Request struct {
	URL          string
	Method       string // GET when empty
	Accept       string
	ETag         string // of the last answer, to get a 304 if nothing changed
	LastModified string
	Header       http.Header // further headers; dropped when a redirect leaves the host
	Payload      []byte      // of a POST; Content-Type goes into Header

	MaxBytes int64         // of the unpacked body; the door's own limit when zero
	MaxWire  int64         // of the body as sent; MaxBytes when zero
	KeepHead bool          // at a limit, return what was read, with Cut set, instead of FaultTooLarge
	Timeout  time.Duration // the door's own when zero
	Robots   bool          // read robots.txt first, of each host on the way; what it disallows is FaultBlocked
}

// Response is a good answer: a 2xx, or a 304 to a conditional request.
type Response struct {
	Status      int
	NotModified bool
	Header      http.Header
	Body        []byte // nil from Download
	ContentType string // as declared, with its parameters

	ETag         string
	LastModified string

	FinalURL   string // where the body came from
	Redirected bool
	// PermanentURL is the address after the permanent redirects (301, 308) before the first
	// temporary one; the requested address when there were none. A source should be read there
	// from now on.
	PermanentURL string

	// Cut is why the body is incomplete; empty when it is complete. The validators of an
	// incomplete answer must not be stored: with them the next read would get a 304.
	Cut string
}

// The reasons of Response.Cut.
const (
	CutTooLarge  = "too large"
	CutBrokenOff = "broken off"
)
