package detectcmd

import (
	"encoding/json"

	"github.com/namedrop/namedrop/index"
)

// answer is one line of standard output.
type answer struct {
	ID    json.RawMessage `json:"id"`
	Hits  []hit           `json:"hits"`
	Error string          `json:"error,omitempty"`
}

type hit struct {
	Brand      string      `json:"brand"`
	Field      index.Field `json:"field,omitempty"`
	Surface    string      `json:"surface"`
	Start      int         `json:"start"`
	End        int         `json:"end"`
	Second     *float64    `json:"second"`
	Speaker    string      `json:"speaker"`
	Quote      string      `json:"quote"`
	Confidence float64     `json:"confidence"`
	Reason     string      `json:"reason"`
	Unsure     bool        `json:"unsure,omitempty"`
}

func hitOf(h index.Hit, withField bool) hit {
	out := hit{
		Brand: h.Brand, Surface: h.Surface, Start: h.Start, End: h.End, Second: h.Second, Speaker: h.Speaker,
		Quote: h.Quote, Confidence: h.Confidence, Reason: h.Reason, Unsure: h.Unsure,
	}
	if withField {
		out.Field = h.Field
	}
	return out
}
