package index

import (
	"cmp"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Field is the part of a document that a hit is in.
type Field string

const (
	InText    Field = "text"
	InTitle   Field = "title"
	InNotes   Field = "notes"
	InChapter Field = "chapter"
)

// Hit is one place in a document where a brand's name occurs. Start and End are code-point
// offsets (End exclusive) into the field's text. The text of a spoken document is its cue
// texts joined by one space.
type Hit struct {
	Brand      string   `json:"brand"`
	Field      Field    `json:"field"`
	Surface    string   `json:"surface"` // as written in the text
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Second     *float64 `json:"second"` // null when the document has no times
	Speaker    string   `json:"speaker"`
	Quote      string   `json:"quote"`
	Confidence float64  `json:"confidence"`        // 0 to 1
	Reason     string   `json:"reason"`            // the reasons as an English sentence
	Reasons    []Reason `json:"reasons,omitempty"` // empty for hits from before reasons had codes
	Unsure     bool     `json:"unsure,omitempty"`  // under the reporting threshold
}

// MentionType is the part the brand plays in the document.
type MentionType string

const (
	Passing   MentionType = "passing"
	Discussed MentionType = "discussed"
	Sponsor   MentionType = "sponsor"
	Guest     MentionType = "guest"
)

// State is the team's decision on a mention.
type State string

const (
	New       State = "new"
	Seen      State = "seen"
	Confirmed State = "confirmed"
	Dismissed State = "dismissed"
)

// Mention is one brand in one document. The mentions of a brand in the documents of one cluster
// give one alert, one row in the inbox and one report. Every event about a mention raises its
// Revision.
type Mention struct {
	ID         string      `json:"id"`
	Workspace  string      `json:"workspace"`
	Brand      string      `json:"brand"`
	Document   string      `json:"document"`
	Cluster    string      `json:"cluster,omitempty"` // of the document
	Lead       bool        `json:"-"`                 // the copy that stands for the others in the inbox
	Revision   int64       `json:"revision"`
	Type       MentionType `json:"type"`
	Confidence float64     `json:"confidence"` // of its most confident hit
	Unsure     bool        `json:"unsure"`     // no hit reaches the reporting threshold
	Backfill   bool        `json:"backfill"`
	State      State       `json:"state"`
	Reason     string      `json:"reason,omitempty"` // why the team dismissed it
	Starred    bool        `json:"starred"`
	Assignee   string      `json:"assignee,omitempty"`
	Note       string      `json:"note,omitempty"`
	Removed    bool        `json:"removed,omitempty"` // the document no longer contains the name
	Hits       []Hit       `json:"hits"`
	// Total is the number of hits when Hits holds only the most confident of them, else 0.
	Total int `json:"hits_total,omitempty"`

	Kind      feeds.Kind `json:"kind"`
	Published time.Time  `json:"published"`
	Found     time.Time  `json:"found"`
	Updated   time.Time  `json:"updated"`
}

// MostConfident returns the most confident hits, no more than most, in text order. The one that
// represents the mention, see [Best], is among them.
func MostConfident(hits []Hit, most int) []Hit {
	if len(hits) <= most {
		return hits
	}
	order := make([]int, len(hits))
	for i := range order {
		order[i] = i
	}
	best := Best(hits)
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case a == b:
			return 0
		case a == best:
			return -1
		case b == best:
			return 1
		}
		return cmp.Compare(hits[b].Confidence, hits[a].Confidence)
	})
	order = order[:most]
	slices.Sort(order)
	out := make([]Hit, most)
	for i, n := range order {
		out[i] = hits[n]
	}
	return out
}

// MentionID returns the id of the mention of a brand in a document of a workspace.
func MentionID(workspace, brand, document string) string {
	return feeds.ID("mention", workspace, brand, document)
}
