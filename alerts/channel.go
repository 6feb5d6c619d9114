package alerts

import (
	"encoding/json"

	"github.com/namedrop/namedrop/feeds"
)

// ChannelType names the adapter that serves a channel.
type ChannelType string

// Channel is where messages go. What else it holds, its adapter says in a [Spec]: settings
// are a JSON object of the fields that may be shown, secrets those that may not. Secrets
// leave the ledger only to send.
type Channel struct {
	ID        string                  `json:"id"`
	Workspace string                  `json:"workspace,omitempty"`
	Name      string                  `json:"name"`
	Type      ChannelType             `json:"type"`
	Settings  json.RawMessage         `json:"settings,omitempty"`
	Secrets   map[string]feeds.Secret `json:"-"`
	Events    []EventName             `json:"events,omitempty"` // beyond found
	Active    bool                    `json:"active"`
	Revision  int64                   `json:"revision,omitempty"`
}

// Values are the settings by name; none where they can't be read.
func (c Channel) Values() map[string]any {
	var values map[string]any
	if len(c.Settings) > 0 {
		_ = json.Unmarshal(c.Settings, &values) // what can't be read is missing, which Spec.Validate says
	}
	return values
}

// Text returns a setting that is text: an address, a choice. It is empty where there is none.
func (c Channel) Text(name string) string {
	s, _ := c.Values()[name].(string)
	return s
}

// Number returns a setting that is a number, 0 where there is none.
func (c Channel) Number(name string) int {
	n, _ := c.Values()[name].(float64)
	return int(n)
}
