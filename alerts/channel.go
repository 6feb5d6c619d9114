package alerts

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// ChannelType names the adapter that serves a channel.
type ChannelType string

// Channel is where alerts are sent. Its adapter's [Spec] defines its fields: Settings is a JSON
// object of those that may be shown, Secrets holds those that may not. Secrets leave the ledger only
// to send a message.
type Channel struct {
	ID        string                  `json:"id"`
	Workspace string                  `json:"workspace,omitempty"`
	Name      string                  `json:"name"`
	Type      ChannelType             `json:"type"`
	Settings  json.RawMessage         `json:"settings,omitempty"`
	Secrets   map[string]feeds.Secret `json:"-"`
	Topics    []Topic                 `json:"topics,omitempty"` // what it gets; mentions alone if empty
	Events    []EventName             `json:"events,omitempty"` // about mentions, beyond found
	Active    bool                    `json:"active"`
	Revision  int64                   `json:"revision,omitempty"`
	// SwitchedOff says why Namedrop switched the channel off. It is nil if a person did, and while the
	// channel is active.
	SwitchedOff *SwitchedOff `json:"switched_off,omitempty"`
}

// Topic is what messages to a channel are about.
type Topic string

const (
	Mentions Topic = "mentions" // as rules ask for them
	Reports  Topic = "reports"  // every report that has news, whatever the rules say
)

// Topics lists the topics.
var Topics = []Topic{Mentions, Reports}

// Gets reports whether the channel asks for messages about the topic.
func (c Channel) Gets(t Topic) bool {
	if len(c.Topics) == 0 {
		return t == Mentions
	}
	return slices.Contains(c.Topics, t)
}

// SwitchedOff is the answer after which nothing more was sent to a channel. Error is its English
// text, Code and Params are the same as in [SendError].
type SwitchedOff struct {
	At     time.Time         `json:"at"`
	Code   string            `json:"code,omitempty"`
	Params map[string]string `json:"params,omitempty"`
	Error  string            `json:"error"`
}

// Values returns the settings by name, or nil where they can't be read.
func (c Channel) Values() map[string]any {
	var values map[string]any
	if len(c.Settings) > 0 {
		_ = json.Unmarshal(c.Settings, &values) // Spec.Validate reports settings that can't be read
	}
	return values
}

// Text returns a setting that is text, an address or a choice, or "".
func (c Channel) Text(name string) string {
	s, _ := c.Values()[name].(string)
	return s
}

// Number returns a setting that is a number, 0 where there is none.
func (c Channel) Number(name string) int {
	n, _ := c.Values()[name].(float64)
	return int(n)
}
