package alerts

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// DeliveryState is how far a message has got.
type DeliveryState string

const (
	Pending   DeliveryState = "pending"
	Delivered DeliveryState = "delivered"
	Dead      DeliveryState = "dead" // given up, or refused for good: the dead letters
)

// Purpose is what a delivery does to the receiver's messages.
type Purpose string

const (
	NewMessage Purpose = "new"
	Edit       Purpose = "edit"  // changes the message of the delivery ReplyTo
	Reply      Purpose = "reply" // answers it
)

// Delivery is one message to one channel. It is rendered once; every retry and replay
// carries the same bytes under the same id.
type Delivery struct {
	ID        string        `json:"id"`
	Workspace string        `json:"workspace,omitempty"`
	Channel   string        `json:"channel"`
	Rules     []string      `json:"rules"`
	Items     []Item        `json:"items"`
	Purpose   Purpose       `json:"purpose"`
	ReplyTo   string        `json:"reply_to,omitempty"`
	MediaType string        `json:"media_type,omitempty"` // of Body; empty while it isn't rendered
	Body      []byte        `json:"-"`
	State     DeliveryState `json:"state"`
	Attempts  int           `json:"attempts"`   // since it was made, or last sent again by hand
	NotBefore time.Time     `json:"not_before"` // while it isn't rendered, when its window closes
	Created   time.Time     `json:"created"`
	Finished  time.Time     `json:"finished,omitzero"`
	Error     string        `json:"error,omitempty"`
	Ref       string        `json:"ref,omitempty"` // the receiver's own id of the message
}

// Rendered reports whether the message has its bytes. One that hasn't is still gathering
// items, or waits for a process that can render it.
func (d Delivery) Rendered() bool { return d.MediaType != "" }

// ItemKind is what an item is about.
type ItemKind string

const MentionItem ItemKind = "mention"

// Item is one thing that a delivery tells of. Revision is that of the subject as it was
// sent; while the delivery gathers, as it was found.
type Item struct {
	Kind     ItemKind  `json:"kind"`
	Subject  string    `json:"subject"` // id of the mention
	Event    EventName `json:"event"`
	Revision int64     `json:"revision"`
}

// DeliveryID is the id of that mention's message to that channel. A found mention is sent
// once however many rules ask for it; each amendment is a message of its own. A message of
// several mentions has the id of the first. A mention's own id is made of its brand and
// document, so the brand needs no place in it.
func DeliveryID(channel, mention string, name EventName, revision int64) string {
	if name == Found {
		return feeds.ID("delivery", channel, mention)
	}
	return feeds.ID("delivery", channel, mention, string(name), itoa(revision))
}

// Attempt is one try at sending a delivery.
type Attempt struct {
	Delivery string        `json:"delivery"`
	Number   int           `json:"number"`
	At       time.Time     `json:"at"`
	Took     time.Duration `json:"took"`
	Status   int           `json:"status,omitempty"` // HTTP status, 0 without an answer
	Reason   Reason        `json:"reason,omitempty"`
	Error    string        `json:"error,omitempty"`
	// Code and Params are those of the SendError. They are not stored.
	Code   string            `json:"code,omitempty"`
	Params map[string]string `json:"params,omitempty"`
	Answer string            `json:"answer,omitempty"` // the first kilobyte, as text
	Ref    string            `json:"ref,omitempty"`    // the receiver's own id of the message
}
