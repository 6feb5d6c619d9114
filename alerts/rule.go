package alerts

import "github.com/namedrop/namedrop/feeds"

// Rule says which mentions go to which channels. An empty list means all.
type Rule struct {
	ID            string       `json:"id"`
	Workspace     string       `json:"workspace,omitempty"`
	Name          string       `json:"name"`
	Brands        []string     `json:"brands,omitempty"`
	Kinds         []feeds.Kind `json:"kinds,omitempty"`
	Sources       []string     `json:"sources,omitempty"`
	MinConfidence float64      `json:"min_confidence"` // 0: all that are reported
	Channels      []string     `json:"channels"`
	GroupSeconds  int          `json:"group_seconds,omitempty"` // gather what is found for so long; 0 sends at once
	Active        bool         `json:"active"`
	Revision      int64        `json:"revision,omitempty"`
}
