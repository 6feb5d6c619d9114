package alerts

import (
	"cmp"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// DeliveryState is the state of a delivery.
type DeliveryState string

const (
	Pending   DeliveryState = "pending"
	Delivered DeliveryState = "delivered"
	Failed    DeliveryState = "failed" // it won't be tried again
)

// Purpose is what a delivery does to the receiver's messages.
type Purpose string

const (
	NewMessage Purpose = "new"
	Edit       Purpose = "edit"  // changes the message of the delivery ReplyTo
	Reply      Purpose = "reply" // answers it
)

// Delivery is one alert to one channel. Its message is rendered once; every retry and replay
// sends the same bytes with the same id.
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
	Attempts  int           `json:"attempts"`   // since it was created or last retried by hand
	NotBefore time.Time     `json:"not_before"` // when its window closes, while it isn't rendered
	Created   time.Time     `json:"created"`
	Finished  time.Time     `json:"finished,omitzero"`
	Error     string        `json:"error,omitempty"`
	Ref       string        `json:"ref,omitempty"` // the receiver's own id of the message
}

// Rendered reports whether the message has been rendered. If not, the delivery is still gathering
// items, or waits for a process that has its channel's adapter.
func (d Delivery) Rendered() bool { return d.MediaType != "" }

// ItemKind is what an item is about.
type ItemKind string

const (
	MentionItem ItemKind = "mention"
	ReportItem  ItemKind = "report"
)

// Item is one mention in a delivery, or the report that it is about. Revision is that of the mention
// or report when it was sent or, while the delivery gathers, when it was found.
type Item struct {
	Kind     ItemKind        `json:"kind"`
	Subject  string          `json:"subject"` // id of the mention or report
	Event    EventName       `json:"event"`
	Revision int64           `json:"revision"`
	Headline *ReportHeadline `json:"headline,omitempty"` // of a report, as it was sent
}

// DeliveryID returns the id of the delivery of a mention to a channel. The mentions of a brand in
// the documents of a cluster are sent as found once, however many there are and however many rules
// ask for them. Each amendment of a mention is a delivery of its own. A delivery of several
// mentions has the id of the first.
func DeliveryID(channel string, d EventData, name EventName) string {
	if name == Found {
		return feeds.ID("delivery", channel, d.Workspace, d.Brand.ID, cmp.Or(d.Cluster, d.Document.ID))
	}
	return feeds.ID("delivery", channel, d.Mention, string(name), itoa(d.Revision))
}

// ReportDeliveryID returns the id of the delivery of a report to a channel: each revision that is
// sent is a delivery of its own.
func ReportDeliveryID(channel string, d ReportEventData) string {
	return feeds.ID("report-delivery", channel, d.Report, itoa(d.Revision))
}

// Attempt is one attempt to send a delivery.
type Attempt struct {
	Delivery string            `json:"delivery"`
	Number   int               `json:"number"`
	At       time.Time         `json:"at"`
	Took     time.Duration     `json:"took"`
	Status   int               `json:"status,omitempty"` // HTTP status, 0 without an answer
	Reason   Reason            `json:"reason,omitempty"`
	Error    string            `json:"error,omitempty"`
	Code     string            `json:"code,omitempty"` // of Error, with Params: see [SendError]
	Params   map[string]string `json:"params,omitempty"`
	Answer   string            `json:"answer,omitempty"` // the first kilobyte, as text
	Ref      string            `json:"ref,omitempty"`    // the receiver's own id of the message
}
