package impact

import (
	"encoding/json"
	"math"
)

// wirePooled is a pool's answer as JSON, field by field as the design fixes it.
type wirePooled struct {
	Pool     string     `json:"pool"`
	Mentions int        `json:"mentions"`
	Each     wireRange  `json:"each"`
	Per1000  *wireRange `json:"per_1000"`
	P        number     `json:"p"`
	Placebos int        `json:"placebos"`
	Verdict  Verdict    `json:"verdict"`
	Reasons  []Reason   `json:"reasons"`
	Method   string     `json:"method"`
}

// MarshalJSON writes the pool's JSON shape.
func (o Pooled) MarshalJSON() ([]byte, error) {
	out := wirePooled{
		Pool: o.Pool, Mentions: o.Mentions, Each: o.Each.wire(), P: number(o.P), Placebos: o.Placebos,
		Verdict: o.Verdict, Reasons: append([]Reason{}, o.Reasons...), Method: o.Method,
	}
	if !math.IsNaN(o.Per1000.Effect) {
		w := o.Per1000.wire()
		out.Per1000 = &w
	}
	return json.Marshal(out)
}
