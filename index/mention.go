package index

import (
	"cmp"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Field is the part of a document a name was dropped in.
type Field string

const (
	InText    Field = "text"
	InTitle   Field = "title"
	InNotes   Field = "notes"
	InChapter Field = "chapter"
)

// Hit is one name-drop. Start and End are code-point offsets (End exclusive) into
// the field's text; spoken text is the cue texts joined by one space.
type Hit struct {
	Brand      string   `json:"brand"`
	Field      Field    `json:"field"`
	Surface    string   `json:"surface"` // as it stands in the text
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Second     *float64 `json:"second"` // null without times
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

// State is what the team made of a mention.
type State string

const (
	New       State = "new"
	Seen      State = "seen"
	Confirmed State = "confirmed"
	Dismissed State = "dismissed"
)

// Mention is one brand in one document. One mention is one alert, one row in the
// inbox, one report. Revision is raised by every event about it.
type Mention struct {
	ID         string      `json:"id"`
	Workspace  string      `json:"workspace"`
	Brand      string      `json:"brand"`
	Document   string      `json:"document"`
	Revision   int64       `json:"revision"`
	Type       MentionType `json:"type"`
	Confidence float64     `json:"confidence"` // of its surest hit
	Unsure     bool        `json:"unsure"`     // no hit reaches the reporting threshold
	Backfill   bool        `json:"backfill"`
	State      State       `json:"state"`
	Reason     string      `json:"reason,omitempty"` // why it was dismissed
	Starred    bool        `json:"starred"`
	Assignee   string      `json:"assignee,omitempty"`
	Note       string      `json:"note,omitempty"`
	Removed    bool        `json:"removed,omitempty"` // the name is no longer there
	Hits       []Hit       `json:"hits"`
	// Total is how often the brand was named, where Hits are only the surest of these;
	// else 0.
	Total int `json:"hits_total,omitempty"`

	Kind      feeds.Kind `json:"kind"`
	Published time.Time  `json:"published"`
	Found     time.Time  `json:"found"`
	Updated   time.Time  `json:"updated"`
}

// Surest returns no more than most of the hits, the surest, in the order they stand.
func MostConfident(hits []Hit, most int) []Hit {
	if len(hits) <= most {
		return hits
	}
	order := make([]int, len(hits))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(hits[b].Confidence, hits[a].Confidence) })
	order = order[:most]
	slices.Sort(order)
	out := make([]Hit, most)
	for i, n := range order {
		out[i] = hits[n]
	}
	return out
}

// MentionID is the id of that brand in that document for that workspace.
func MentionID(workspace, brand, document string) string {
	return feeds.ID("mention", workspace, brand, document)
}
