package impact

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Mention is a mention whose effect over its window is estimated. If the usual effect of
// mentions has to be fitted, all mentions of a Kind are assumed to have the same one. Name is
// for texts.
type Mention struct {
	Span Span
	Kind string
	Name string
}

// Event is something known that may have moved the metric: an own campaign, a
// release, a holiday. Its rows are not used for
// estimation, which is equivalent to a dummy variable for each.
type Event struct {
	Span Span
	Name string
	// Over is set if the effect ends with the last row, as that of a public holiday does. Past
	// windows may then lie right beside it: with ten holidays a year, few would be left otherwise.
	Over bool
}

// Known is additional knowledge about the series.
type Known struct {
	Mentions  []Mention // others, not asked about
	Events    []Event
	Bands     bool                  // fill Answer.Band and Answer.Dots, which takes longer than the rest
	Secondary bool                  // fill Answer.Secondary: the longer windows
	Progress  func(done, total int) // called now and then; may be nil
}

// Estimate answers for one window. It returns an error if the question is wrong; an answer that
// can't be computed is not an error but CannotTell.
func Estimate(s Series, window Span, known Known) (Answer, error) {
	if err := s.validate(); err != nil {
		return Answer{}, err
	}
	if err := s.holds(window); err != nil {
		return Answer{}, err
	}
	mentions := append([]Mention{{Span: window}}, known.Mentions...)
	answers, err := estimate(s, mentions, 1, known)
	if err != nil {
		return Answer{}, err
	}
	return answers[0], nil
}

// EstimateAll answers for every mention, in their order. The false-discovery rate is controlled
// over all of them; mentions that can't be separated share one answer. The answer for a mention
// outside the series says so.
func EstimateAll(s Series, mentions []Mention, known Known) ([]Answer, error) {
	all := append(append([]Mention(nil), mentions...), known.Mentions...)
	return estimate(s, all, len(mentions), known)
}

// estimate answers for the first count mentions, taking all of them into account.
func estimate(s Series, mentions []Mention, count int, known Known) ([]Answer, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	if err := s.checkControls(mentions[:count]); err != nil {
		return nil, err
	}
	all := s
	s, cut := s.recent(mentions[:count])
	if cut > 0 {
		mentions = slices.Clone(mentions)
		for i := range mentions {
			mentions[i].Span = mentions[i].Span.moved(-cut)
		}
		known.Events = slices.Clone(known.Events)
		for i := range known.Events {
			known.Events[i].Span = known.Events[i].Span.moved(-cut)
		}
	}
	groups := clusters(mentions, len(s.Values))
	w := newWork(s, mentions, groups, known)
	answers := make([]Answer, count)
	sound := map[string]*work{} // by the controls that are left out
	holding := func(cluster []int) (*work, []int) {
		if len(s.Controls) == 0 {
			return w, nil
		}
		span := mentions[cluster[0]].Span
		for _, i := range cluster {
			span.Rows = max(span.Rows, mentions[i].Span.End()-span.From)
		}
		broken := s.broken(span)
		if len(broken) == 0 {
			return w, nil
		}
		key := fmt.Sprint(broken)
		if sound[key] == nil {
			sound[key] = newWork(s.without(broken), mentions, groups, known)
		}
		return sound[key], broken
	}
	done := 0
	for _, cluster := range groups {
		w.progress(done, len(mentions))
		if slices.ContainsFunc(cluster, func(i int) bool { return i < count }) {
			w, broken := holding(cluster)
			if len(cluster) > 1 {
				w.together(cluster, answers)
			} else {
				answers[cluster[0]] = w.answer(mentions[cluster[0]].Span, cluster)
			}
			for _, i := range cluster {
				if i < count && (answers[i].Group == nil || answers[i].Group[0] == i) {
					answers[i].noteBroken(s, broken)
				}
			}
		}
		done += len(cluster)
	}
	for i := range answers {
		if err := all.holds(mentions[i].Span.moved(cut)); err != nil {
			answers[i] = blank(mentions[i].Span)
			answers[i].Notes = append(answers[i].Notes, sentence(err))
			answers[i].Refused = refusal(err)
			answers[i].add(History)
		}
	}
	adjust(answers)
	for i := range answers {
		grade(&answers[i])
		if a := &answers[i]; a.Group == nil || a.Group[0] == i {
			a.move(cut)
		} else { // a group shares its lists: they have been moved
			a.Window = a.Window.moved(cut)
		}
	}
	return answers, nil
}

// outside is an error about a window that is outside the series.
type outside struct {
	Refusal
	text string
}

func (o outside) Error() string { return o.text }

// refusal returns the refusal that an error stands for.
func refusal(err error) Refusal {
	var o outside
	if errors.As(err, &o) {
		return o.Refusal
	}
	return ""
}

// holds returns an error for a window that is outside the series.
func (s Series) holds(w Span) error {
	switch {
	case w.Rows < 1:
		return fmt.Errorf("the window has no rows")
	case w.From < 0:
		return outside{BeforeData, fmt.Sprintf("the mention is before the first row (%s)", s.Label(0))}
	case w.From >= len(s.Values):
		return outside{AfterData, fmt.Sprintf("the mention is after the last row (%s)", s.Label(len(s.Values)-1))}
	case w.From == 0:
		return outside{OnFirstRow, fmt.Sprintf("the mention is on the first row (%s): nothing before it to compare with", s.Label(0))}
	}
	return nil
}

// sentence returns an error as a sentence.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
