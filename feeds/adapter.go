package feeds

import (
	"context"
	"net/http"
	"net/url"
)

// Adapter is all there is to know of one type of source: what it says of itself and how it
// is read. One without Reader, Listener and Receiver is only imported.
type Adapter struct {
	Spec
	Reader   Reader
	Listener Listener
	Receiver Receiver
}

// Reader asks a network for what is new.
type Reader interface {
	// Read returns what the source lists beyond the position. Position is the adapter's own
	// and nil at the first read. Errors are a [*Fault].
	Read(ctx context.Context, src Source, at Position) (Batch, error)
}

// Listener holds a connection open on which a network sends what is new. It returns when
// ctx is done or the connection is lost: whoever runs it connects again, at the position
// that was taken last.
type Listener interface {
	Listen(ctx context.Context, sub Subscription) error
}

// Receiver takes what a network sends to an address of ours: WebSub, Webmention, notices.
type Receiver interface {
	Receive(ctx context.Context, in Inbound) (Reply, Batch, error)
}

// Subscription is what a listener listens for, and where its documents go.
type Subscription struct {
	Stream  string   // as the spec's Stream named it
	Account *Account // nil where the network needs none
	At      Position // where to go on; nil is from now on

	Sources func() []Source // those on this stream, as they are now
	Changed <-chan struct{} // receives when Sources returns something else
	// Keep returns the ids of the sources that a document belongs to. With none it is
	// dropped and never stored.
	Keep func(Document) []string
	// Take stores a batch, with its position. It is durable when it returns.
	Take func(Batch) error
}

// Inbound is a request that reached us for a source.
type Inbound struct {
	Source Source
	Method string
	Query  url.Values
	Header http.Header
	Body   []byte
}

// Reply is the answer to an [Inbound].
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}
