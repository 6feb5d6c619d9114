package impact

import (
	"encoding/json"
	"math"
)

// number is a float whose NaN is null: what can't be computed.
type number float64

// MarshalJSON writes null for what is not finite.
func (n number) MarshalJSON() ([]byte, error) {
	if v := float64(n); math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	if n == 0 {
		return []byte("0"), nil // never -0
	}
	return json.Marshal(float64(n))
}

type wireRange struct {
	Effect number `json:"effect"`
	Low    number `json:"low"`
	High   number `json:"high"`
}

func (r Range) wire() wireRange { return wireRange{number(r.Effect), number(r.Low), number(r.High)} }

// Wire is an answer as JSON, field by field as the design fixes it.
type Wire struct {
	Observed        number    `json:"observed"`
	Expected        number    `json:"expected"`
	Average         wireRange `json:"average"`
	Cumulative      wireRange `json:"cumulative"`
	Relative        wireRange `json:"relative"`
	P               number    `json:"p"`
	PGrid           number    `json:"p_grid"`
	PPlacebo        number    `json:"p_placebo"`
	Lambda          number    `json:"lambda"`
	Placebos        int       `json:"placebos"`
	SmallestVisible number    `json:"smallest_visible"`
	Verdict         Verdict   `json:"verdict"`
	Reasons         []Reason  `json:"reasons"`
	Method          string    `json:"method"`

	Secondary []wireSecondary `json:"secondary,omitempty"`
}

// wireSecondary is a longer window, ungraded.
type wireSecondary struct {
	Days       int       `json:"days"`
	Observed   number    `json:"observed"`
	Expected   number    `json:"expected"`
	Cumulative wireRange `json:"cumulative"`
	Relative   wireRange `json:"relative"`
	P          number    `json:"p"`
	Placebos   int       `json:"placebos"`
	Others     int       `json:"other_mentions"`
}

// Wire gives the answer's JSON shape.
func (a Answer) Wire() Wire {
	var longer []wireSecondary
	for _, s := range a.Secondary {
		longer = append(longer, wireSecondary{
			Days: s.Days, Observed: number(s.Observed), Expected: number(s.Expected), Cumulative: s.Cumulative.wire(),
			Relative: s.Relative.wire(), P: number(s.P), Placebos: s.Placebos, Others: s.Others,
		})
	}
	return Wire{
		Observed: number(a.Observed), Expected: number(a.Expected),
		Average: a.Average.wire(), Cumulative: a.Cumulative.wire(), Relative: a.Relative.wire(),
		P: number(a.P), PGrid: number(a.PGrid), PPlacebo: number(a.PPlacebo),
		Lambda: number(a.Lambda), Placebos: a.Placebos, SmallestVisible: number(a.SmallestVisible),
		Verdict: a.Verdict, Reasons: append([]Reason{}, a.Reasons...), Method: a.Method, Secondary: longer,
	}
}

// MarshalJSON writes the answer's JSON shape.
func (a Answer) MarshalJSON() ([]byte, error) { return json.Marshal(a.Wire()) }
