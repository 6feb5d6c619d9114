package impactcmd

import (
	"encoding/json"
	"io"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// longestGroup is the most members of a group that each of its answers lists; the notes have the
// full number. Listing all of them in each of 10,000 answers would be a hundred million names.
const longestGroup = 50

// wireMention is one answer of many.
type wireMention struct {
	Mention wireName `json:"mention"`
	impact.Wire
	Q     *float64   `json:"q"`
	Group []wireName `json:"group,omitempty"`
	Notes []string   `json:"notes"`
}

type wireName struct {
	Date string `json:"date"`
	Kind string `json:"kind"`
	Name string `json:"name"`
}

func (a asked) wire() wireName { return wireName{a.label, a.Kind, a.Name} }

// writeJSON writes one object on one line: the answer, or {"mentions": […]} with one
// answer for each, in the file's order.
func writeJSON(out io.Writer, q *question, answers []impact.Answer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if q.single && len(answers) == 1 {
		return enc.Encode(answers[0].Wire())
	}
	list := make([]wireMention, 0, len(answers))
	for i, a := range answers {
		if q.single && i == 0 {
			continue
		}
		m := wireMention{Mention: q.mentions[i].wire(), Wire: a.Wire(), Notes: append([]string{}, a.Notes...)}
		if a.Q == a.Q {
			m.Q = &answers[i].Q
		}
		for _, k := range a.Group[:min(len(a.Group), longestGroup)] {
			m.Group = append(m.Group, q.mentions[k].wire())
		}
		list = append(list, m)
	}
	if q.single {
		return enc.Encode(struct {
			impact.Wire
			Mentions []wireMention `json:"mentions"`
		}{answers[0].Wire(), list})
	}
	return enc.Encode(map[string]any{"mentions": list})
}
