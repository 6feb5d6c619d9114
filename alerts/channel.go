package alerts

// ChannelType names the sender that serves a channel.
type ChannelType string

const Webhook ChannelType = "webhook"

// Channel is where messages go. Secret never leaves the ledger but to sign.
type Channel struct {
	ID        string      `json:"id"`
	Workspace string      `json:"workspace,omitempty"`
	Name      string      `json:"name"`
	Type      ChannelType `json:"type"`
	URL       string      `json:"url"`
	Secret    string      `json:"-"`
	Events    []EventName `json:"events,omitempty"` // beyond found
	Active    bool        `json:"active"`
	Revision  int64       `json:"revision,omitempty"`
}
