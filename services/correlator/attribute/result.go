package attribute

import "slices"

func (c *choice) named(i int, confidence float64, why Reason, details ...Reason) Result {
	x := c.m.mentions[i]
	return Result{Tier: Named, Mention: x.ID, Show: x.Show, Candidates: []string{x.ID}, Confidence: rounded(confidence), Reasons: append([]Reason{why}, details...)}
}

func (c *choice) show(s int, fit []int, confidence float64, why Reason) Result {
	return Result{Tier: Show, Show: c.m.shows[s].name, Candidates: c.ids(fit), Confidence: rounded(confidence), Reasons: []Reason{why}}
}

func (c *choice) channel(fit []int, confidence float64, why Reason) Result {
	return Result{Tier: Channel, Candidates: c.ids(fit), Confidence: rounded(confidence), Reasons: []Reason{why}}
}

func (c *choice) none(why Reason) Result {
	return Result{Tier: None, Candidates: []string{}, Confidence: 0.8, Reasons: []Reason{why}}
}

// ids lists mentions, the newest first.
func (c *choice) ids(fit []int) []string {
	fit = slices.Clone(fit)
	slices.Sort(fit)
	fit = slices.Compact(fit)
	out := []string{}
	for k := len(fit) - 1; k >= 0 && len(out) < maxCandidates; k-- {
		if c.recent(fit[k]) {
			out = append(out, c.m.mentions[fit[k]].ID)
		}
	}
	return out
}

func rounded(f float64) float64 {
	return float64(int(max(0.05, min(0.99, f))*100+0.5)) / 100
}
