package alerts

import (
	"context"
	"time"
)

// Message is what is to be said, before it has become JSON, Block Kit or HTML.
type Message struct {
	Delivery string  // id of the delivery it belongs to
	Events   []Event // in the order in which they were found
	Window   *Window // the time in which they were gathered; nil for a message of its own
	More     int     // events that belong to the message beyond those
	BaseURL  string  // address of the desk, without a trailing slash
}

// Window is the time in which the events of a message were gathered.
type Window struct{ From, To time.Time }

// Rendered is a message as it is sent, byte for byte.
type Rendered struct {
	MediaType string
	Body      []byte
}

// Renderer makes a message out of events. It does no I/O and returns the same bytes for the
// same message. It is called once: the bytes are kept, and every try carries them.
type Renderer interface {
	Render(ch Channel, m Message) (Rendered, error)
}

// Sender tries once to send a delivery. The attempt is filled in either way. The error is
// a [*SendError] where the message did not arrive, and ctx's own where the caller gave up,
// which says nothing about the receiver.
type Sender interface {
	Send(ctx context.Context, ch Channel, d Delivery) (Attempt, error)
}

// Updater edits or answers a message that was sent, where the receiver can do so. ref is
// the receiver's own id of that message, from Attempt.Ref.
type Updater interface {
	Update(ctx context.Context, ch Channel, ref string, d Delivery) (Attempt, error)
}

// Interactor listens for what people press in messages, over a connection that it opens.
// It returns when ctx is done or the connection is lost.
type Interactor interface {
	Interact(ctx context.Context, ch Channel, act func(Action) error) error
}

// Action is something that a person did in a message.
type Action struct {
	ID      string // of this action, for handling it once
	Mention string
	Verb    string // "confirm", "dismiss"
	Person  string // the receiver's own id of whoever did it
}

// Adapter is a kind of channel: what it is, how a message looks in it and how it travels.
// Updater and Interactor are nil where the receiver can do neither.
type Adapter struct {
	Spec
	Renderer
	Sender
	Updater    Updater
	Interactor Interactor
}
