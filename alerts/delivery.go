package alerts

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// DeliveryState is where a message stands.
type DeliveryState string

const (
	Pending   DeliveryState = "pending"
	Delivered DeliveryState = "delivered"
	Dead      DeliveryState = "dead" // gave up, or refused for good: the dead letters
)

// Delivery is one message to one channel. Body is rendered once; every retry and
// replay carries the same bytes under the same webhook-id, which is the delivery's id.
type Delivery struct {
	ID        string        `json:"id"`
	Workspace string        `json:"workspace,omitempty"`
	Channel   string        `json:"channel"`
	Rules     []string      `json:"rules"`
	Mention   string        `json:"mention"`
	Event     EventName     `json:"event"`
	Body      []byte        `json:"-"`
	State     DeliveryState `json:"state"`
	Attempts  int           `json:"attempts"` // since it was made, or last sent again by hand
	NotBefore time.Time     `json:"not_before"`
	Created   time.Time     `json:"created"`
	Finished  time.Time     `json:"finished,omitzero"`
	Error     string        `json:"error,omitempty"`
}

// DeliveryID is the id of that mention's message to that channel. A found mention
// is told once however many rules ask for it; each amendment is a message of its own.
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
	Answer   string        `json:"answer,omitempty"` // the first kilobyte, as text
}
