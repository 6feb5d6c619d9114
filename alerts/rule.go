package alerts

import "github.com/namedrop/namedrop/feeds"

// Rule decides which mentions are sent to which channels. An empty list means all.
type Rule struct {
	ID            string       `json:"id"`
	Workspace     string       `json:"workspace,omitempty"`
	Name          string       `json:"name"`
	Brands        []string     `json:"brands,omitempty"`
	Kinds         []feeds.Kind `json:"kinds,omitempty"`
	Sources       []string     `json:"sources,omitempty"`
	MinConfidence float64      `json:"min_confidence"` // 0 means every reported mention
	Channels      []string     `json:"channels"`
	GroupSeconds  int          `json:"group_seconds,omitempty"` // how long found mentions are gathered into one message; 0 sends each at once
	Active        bool         `json:"active"`
	Revision      int64        `json:"revision,omitempty"`
}
