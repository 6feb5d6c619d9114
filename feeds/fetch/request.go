package fetch

import (
	"net/http"
	"time"
)

// Request is what to ask. Only URL is required; it may carry user:password@, which is
// sent as HTTP Basic to that host and nowhere else.
type Request struct {
	URL          string
	Method       string // GET when empty
	Accept       string
	ETag         string // of the last answer: ask only for something newer
	LastModified string
	Header       http.Header // further headers; dropped when a redirect leaves the host
	Payload      []byte      // of a POST; Content-Type goes into Header

	MaxBytes int64         // of the unpacked body; the door's own cap when zero
	MaxWire  int64         // of the body as sent; MaxBytes when zero
	KeepHead bool          // at a cap, return what was read with Cut set instead of TooLarge
	Timeout  time.Duration // the door's own when zero
	Robots   bool          // ask robots.txt first; a no is Blocked
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
	// PermanentURL is the address after permanent redirects (301, 308) only, counted up
	// to the first temporary one; the address asked for when there was none. A source
	// should be asked there from now on.
	PermanentURL string

	// Cut says why the body is shorter than what the host has; empty when it is whole.
	// A cut answer's validators must not be kept: the next read would see a 304.
	Cut string
}

// The reasons of Response.Cut.
const (
	CutTooLarge  = "too large"
	CutBrokenOff = "broken off"
)
