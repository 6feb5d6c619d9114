package impact

import (
	"fmt"
	"slices"
	"sort"
)

// mostJoint is the most mentions in a joint fit; larger groups get one answer.
const mostJoint = 6

// clusters parts mentions into those whose windows, with their tails, touch. A chain too
// long for a joint fit is parted again without the tails. Each is in order of the
// windows' first rows.
func clusters(mentions []Mention, n int) [][]int {
	order := []int{}
	for i, m := range mentions {
		if m.Span.From > 0 && m.Span.From < n {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return mentions[order[a]].Span.From < mentions[order[b]].Span.From })
	var out [][]int
	for _, chain := range chains(mentions, order, tail) {
		if len(chain) > mostJoint {
			out = append(out, chains(mentions, chain, 0)...)
		} else {
			out = append(out, chain)
		}
	}
	return out
}

// chains splits mentions, in order of time, wherever all windows so far, each with that many
// rows after it, end before the next one begins.
func chains(mentions []Mention, order []int, after int) [][]int {
	var out [][]int
	end := -1
	for _, i := range order {
		s := mentions[i].Span
		if s.From < end {
			out[len(out)-1] = append(out[len(out)-1], i)
		} else {
			out = append(out, []int{i})
		}
		end = max(end, s.End()+after)
	}
	return out
}

// together answers for mentions that overlap: for each by itself if a joint fit can separate
// them, otherwise one answer for the group.
func (w *work) together(cluster []int, answers []Answer) {
	starts := map[int]bool{}
	end := 0
	for _, i := range cluster {
		starts[w.mentions[i].Span.From] = true
		end = max(end, w.mentions[i].Span.End())
	}
	if len(starts) == len(cluster) && len(cluster) <= mostJoint && end <= len(w.s.Values) {
		if w.apart(cluster, end, answers) {
			return
		}
	}
	first := w.mentions[cluster[0]].Span.From
	whole := w.answer(Span{first, end - first}, cluster)
	whole.Group = slices.Clone(cluster)
	slices.Sort(whole.Group)
	whole.Notes = append(whole.Notes, fmt.Sprintf("%d mentions fell on the same days and can't be told apart: this is what they did together.", len(cluster)))
	for _, i := range cluster {
		if i < len(answers) {
			answers[i] = whole
		}
	}
}

// apart answers for each mention of a cluster from a joint fit. It returns false if two of the
// effects can't be separated.
func (w *work) apart(cluster []int, end int, answers []Answer) bool {
	first := w.mentions[cluster[0]].Span.From
	if w.refuse(Span{first, 1}) != "" {
		return false
	}
	ax := w.axisFor(first)
	var spans []Span
	for _, i := range cluster {
		spans = append(spans, w.mentions[i].Span)
	}
	next := len(w.s.Values)
	for _, m := range w.mentions {
		if m.Span.From >= end {
			next = min(next, m.Span.From)
		}
	}
	m := newModel(w.s, w.masked, ax == logAxis, w.whole, first)
	fit := m.joint(spans, min(end+tail, next))
	if fit == nil || fit.least < tooClose {
		return false
	}
	for a, i := range cluster {
		if i >= len(answers) {
			continue
		}
		out := blank(spans[a])
		w.disturbed(&out)
		sc, past := w.past(ax, spans[a], cluster, &out)
		observed, rows := w.sum(m, spans[a])
		if rows == 0 {
			return false
		}
		c := newTracked(fit.sums[a], false, rows, false)
		w.fill(&out, c, observed, rows, past)
		out.Method = w.method(ax, out) + fmt.Sprintf("; joint fit of %d overlapping mentions over %d kernels", len(cluster), len(kernels()))
		out.Notes = append(out.Notes, "Other mentions fell on some of the same days; their effects were fitted together.")
		out.Joint = len(cluster)
		if w.bands { // what would have been without any of them
			out.Band = w.band(sc, spans[a], out.Lambda)
		}
		if w.secondary {
			w.longerWindows(&out, []int{i})
		}
		answers[i] = out
	}
	return true
}
