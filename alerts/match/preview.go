package match

import (
	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/index"
)

// Past is a mention that was found earlier, with the sources of its document.
type Past struct {
	Mention index.Mention
	Sources []string
}

// Preview is what a rule would have sent, and how many mentions it would not have sent and why.
type Preview struct {
	Sent            []index.Mention `json:"sent"`             // in the order given
	BelowConfidence int             `json:"below_confidence"` // in scope, but under the rule's least confidence
	Unsure          int             `json:"unsure"`           // in scope, but under the reporting threshold
	OutOfScope      int             `json:"out_of_scope"`     // other brands, kinds or sources
}

// PreviewRule returns which past mentions the rule would have sent, if it and the sources had
// existed all the time. The back catalogue counts here, since a new workspace has nothing else, and
// so do mentions that were dismissed later. A rule that is not active is treated as if it were.
func PreviewRule(rule alerts.Rule, past []Past) Preview {
	rule.Active = true
	out := Preview{Sent: []index.Mention{}}
	for _, p := range past {
		m := p.Mention
		s := subject{workspace: m.Workspace, brand: m.Brand, kind: m.Kind, sources: p.Sources, confidence: m.Confidence}
		switch {
		case m.Removed || !inScope(rule, s):
			out.OutOfScope++
		case m.Unsure:
			out.Unsure++
		case !asksFor(rule, s):
			out.BelowConfidence++
		default:
			out.Sent = append(out.Sent, m)
		}
	}
	return out
}
