package feeds

import (
	"context"
	"net/http"
	"net/url"
)

// Adapter is one type of source: its spec and how it is read. An adapter that has no Reader,
// Listener or Receiver is for imports only.
type Adapter struct {
	Spec
	Reader   Reader
	Listener Listener
	Receiver Receiver
	Opener   Opener
	Checker  AddressChecker // of what was read at addresses that its sources found; nil keeps what names a brand
}

// Opener reads one document by its address. Its spec's Opens says which addresses it reads. A document that a
// source lists too has the same id, so it is stored once.
type Opener interface {
	Open(ctx context.Context, address string) (Item, error)
}

// Reader polls a network for what is new.
type Reader interface {
	// Read returns what the source lists beyond the position. The position is whatever the
	// adapter returned last, and nil at the first read. Errors are a [*Fault].
	Read(ctx context.Context, src Source, at Position) (Batch, error)
}

// Listener holds a connection open on which a network sends what is new. It returns when
// ctx is done or the connection is lost. The caller then calls it again, with the position
// of the last batch that was stored.
type Listener interface {
	Listen(ctx context.Context, sub Subscription) error
}

// Receiver handles requests that a network sends to us: WebSub, Webmention, notifications.
type Receiver interface {
	Receive(ctx context.Context, in Inbound) (Reply, Batch, error)
}

// AddressChecker decides what is kept of the pages at addresses that its sources found.
type AddressChecker interface {
	// CheckAddress returns nil for a page that is kept, and else a [*Fault] that says why it is not what the source
	// is about. own are the hosts of the workspace's own brands and sites.
	CheckAddress(src Source, own []string, page Item) error
}

// Subscription is what a listener reads and where its documents go.
type Subscription struct {
	Stream  string   // as the spec's Stream named it
	Account *Account // nil where the network needs none
	At      Position // where to continue; nil starts at the present

	Sources func() []Source // the sources on this stream at the moment
	Changed <-chan struct{} // receives when Sources returns something else
	// Keep returns the ids of the sources that a document belongs to. A document without
	// any is dropped and never stored.
	Keep func(Document) []string
	// Take stores a batch together with its position. Both are on disk when it returns.
	Take func(Batch) error
}

// Inbound is a request that a network sent to us for a source.
type Inbound struct {
	Source Source
	Method string
	Query  url.Values
	Header http.Header
	Body   []byte
	Own    []string // hosts of the workspace's own brands and sites
}

// Reply is the answer to an [Inbound].
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

type unconditional struct{}

// Unconditional returns a context for a read that a person asked for: the reader sends no validators, so
// that a server which wrongly says that nothing has changed has to send everything.
func Unconditional(ctx context.Context) context.Context {
	return context.WithValue(ctx, unconditional{}, true)
}

// IsUnconditional reports whether a read must not depend on what was read before.
func IsUnconditional(ctx context.Context) bool {
	asked, _ := ctx.Value(unconditional{}).(bool)
	return asked
}
