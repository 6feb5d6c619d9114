package match

import (
	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/index"
)

// Past is a mention that was found earlier, with the sources its document came by.
type Past struct {
	Mention index.Mention
	Sources []string
}

// Preview is what a rule would have sent, and why it would have kept the rest.
type Preview struct {
	Sent            []index.Mention `json:"sent"`             // in the order given
	BelowConfidence int             `json:"below_confidence"` // in scope, but under the rule's least confidence
	Unsure          int             `json:"unsure"`           // in scope, but under the reporting threshold
	OutOfScope      int             `json:"out_of_scope"`     // other brands, kinds or sources
}

// PreviewRule says what the rule would have sent of past mentions, had it stood and
// had the sources been followed all along: the back catalogue counts here, since that
// is all a new workspace has, and so do mentions dismissed later. A rule not saved or
// not active yet is looked at as if it were.
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
