package impact

import "encoding/json"

// Wire is a spike as JSON, field by field as the design fixes it; at is the label of its row.
func (s Spike) Wire(at string) any {
	type cause struct {
		Name  string `json:"name"`
		Share number `json:"share"`
	}
	causes := make([]cause, 0, len(s.Causes))
	for _, c := range s.Causes {
		causes = append(causes, cause{c.Name, number(c.Share)})
	}
	return struct {
		At          string  `json:"at"`
		Observed    number  `json:"observed"`
		Expected    number  `json:"expected"`
		Low         number  `json:"low"`
		High        number  `json:"high"`
		P           number  `json:"p"`
		Q           number  `json:"q"`
		Causes      []cause `json:"causes"`
		Unexplained number  `json:"unexplained"`
	}{at, number(s.Observed), number(s.Expected), number(s.Low), number(s.High), number(s.P), number(s.Q), causes, number(s.Unexplained)}
}

var _ json.Marshaler = number(0)
