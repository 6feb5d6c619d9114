package alerts

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds/visits/channel"
	"github.com/namedrop/namedrop/feeds/visits/tag"
)

// Message is the content of a delivery before it is rendered as JSON, Block Kit or HTML. It is
// about mentions, or about one report.
type Message struct {
	Delivery string       // id of the delivery it belongs to
	Report   *ReportEvent // nil in a message about mentions, which has Events
	Events   []Event      // in the order in which they were found
	Window   *Window      // the time in which they were gathered; nil if they weren't
	More     int          // events that belong to the message beyond those
	BaseURL  string       // address of the desk, without a trailing slash

	// OwnDomains are those on which the team's own visits are counted by a tag. See [Message.ForTeam].
	OwnDomains []string
}

// ForTeam returns the message with addresses for people of the team to open: those of pages on the
// own domains have the parameter by which the tag leaves the visit out. A message to a program
// keeps the addresses as they are.
func (m Message) ForTeam() Message {
	if m.Report != nil {
		r := *m.Report
		r.Data.Mention.URL = m.forTeam(r.Data.Mention.URL)
		m.Report = &r
	}
	m.Events = slices.Clone(m.Events)
	for i := range m.Events {
		d := &m.Events[i].Data
		d.Document.URL = m.forTeam(d.Document.URL)
		d.Copies = slices.Clone(d.Copies)
		for j := range d.Copies {
			d.Copies[j].URL = m.forTeam(d.Copies[j].URL)
		}
	}
	return m
}

func (m Message) forTeam(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !channel.Owned(channel.Host(u.Host), m.OwnDomains) || u.Query().Has(tag.TeamParameter) {
		return address
	}
	if u.RawQuery != "" {
		u.RawQuery += "&"
	}
	u.RawQuery += tag.TeamParameter + "=1"
	return u.String()
}

// Window is the time in which the events of a message were gathered.
type Window struct{ From, To time.Time }

// Rendered is a rendered message, byte for byte as it is sent.
type Rendered struct {
	MediaType string
	Body      []byte
}

// Renderer renders messages. It does no I/O and returns the same bytes for the same message. It is
// called once per delivery: the bytes are stored, and every attempt sends them.
type Renderer interface {
	Render(ch Channel, m Message) (Rendered, error)
}

// Sender makes one attempt to send a delivery. The attempt is filled in whether it succeeds or not.
// The error is a [*SendError] if the message did not arrive, and ctx's own error if the caller
// cancelled, which is not the receiver's failure.
type Sender interface {
	Send(ctx context.Context, ch Channel, d Delivery) (Attempt, error)
}

// Updater edits or answers a message that was sent, where the receiver supports it. ref is the
// receiver's own id of that message, from Attempt.Ref.
type Updater interface {
	Update(ctx context.Context, ch Channel, ref string, d Delivery) (Attempt, error)
}

// Interactor receives the buttons that people press in messages, over a connection that it opens.
// It returns when ctx is done or the connection is lost.
type Interactor interface {
	Interact(ctx context.Context, ch Channel, act func(Action) error) error
}

// Action is something that a person did in a message.
type Action struct {
	ID      string // of this action, so that it is handled once
	Mention string
	Verb    string // "confirm", "dismiss"
	Person  string // the receiver's own id of whoever did it
}

// Adapter is a type of channel: its spec, how its messages look and how they are sent. Updater and
// Interactor are nil where the receiver doesn't support them.
type Adapter struct {
	Spec
	Renderer
	Sender
	Updater    Updater
	Interactor Interactor
}
