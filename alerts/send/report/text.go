package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/text"
)

// The longest names that are shown, in characters.
const (
	maxBrand = 80
	maxGrade = 40 // one of a later version
	maxName  = 200
)

// Text is a report in words, each a line.
type Text struct {
	Title    string // "Report on Fernwick: likely"
	Headline string // the sentence of the grade, with the range of the effect
	Numbers  string // what was counted and expected, with ranges; empty where nothing could be computed
	Window   string // the site and the days
	Open     string // label of the link to the report's page
}

// Of returns a report in the words of a language.
func Of(language string, ev alerts.ReportEvent) Text {
	w, d := wordsOf(language), ev.Data
	title := w.title
	if ev.Name() == alerts.ReportRevised {
		title = w.revised
	}
	out := Text{
		Title:    fmt.Sprintf(title, text.Cut(text.Clean(d.Brand.Name), maxBrand), cmp.Or(w.grades[d.Verdict], text.Cut(text.Clean(d.Verdict), maxGrade))),
		Headline: w.headline(d),
		Numbers:  w.numbers(d.Lift),
		Open:     w.open,
	}
	window := d.Window
	if d.GroupDays != nil {
		window = *d.GroupDays
	}
	out.Window = fmt.Sprintf(w.window, text.Cut(text.Clean(d.Site.Name), maxName), w.date(window.From), w.date(window.To))
	return out
}

func (w words) headline(d alerts.ReportEventData) string {
	m := d.Mention
	parts := slices.DeleteFunc([]string{text.Cut(text.Clean(m.Source), maxName), text.Cut(text.Clean(m.Title), maxName)}, func(s string) bool { return s == "" })
	name := cmp.Or(strings.Join(parts, ", "), text.Cut(text.Clean(d.Brand.Name), maxBrand))
	h := d.Headline()
	switch others := h.Mentions - 1; {
	case others == 1:
		name = fmt.Sprintf(w.together[0], name)
	case others > 1:
		name = fmt.Sprintf(w.together[1], name, others)
	}
	verdict := d.Verdict
	if w.bare[verdict] == "" { // of a later version
		verdict = "cannot_tell"
	}
	if h.Low == nil || h.High == nil {
		return fmt.Sprintf(w.bare[verdict], name)
	}
	if verdict == "no_sign" && slices.Contains(d.Reasons, "fell") {
		verdict = "fell"
	}
	return fmt.Sprintf(w.sentences[verdict], name, w.moved(*h.Low, *h.High, h.Days))
}

// moved returns a range as what came more, or less, than expected.
func (w words) moved(low, high float64, days int) string {
	step := Step(low, high)
	low, high = InSteps(low, step), InSteps(high, step)
	during := w.day
	if days != 1 {
		during = fmt.Sprintf(w.days, days)
	}
	switch {
	case high <= 0 && low < 0:
		return fmt.Sprintf(w.fewer, w.whole(-high), w.whole(-low), during)
	case low < 0:
		return fmt.Sprintf(w.either, w.whole(-low), w.whole(high), during)
	}
	return fmt.Sprintf(w.more, w.whole(low), w.whole(high), during)
}

func (w words) numbers(l *alerts.ReportLift) string {
	if l == nil || l.Observed == nil || l.Low == nil || l.High == nil {
		return ""
	}
	step := Step(*l.Low, *l.High)
	n := func(v float64) string { return w.whole(InSteps(v, step)) }
	signed := func(v float64) string {
		switch v = InSteps(v, step); {
		case v > 0:
			return "+" + w.whole(v)
		case v < 0:
			return "−" + w.whole(-v)
		}
		return "0"
	}
	parts := []string{
		fmt.Sprintf(w.counted, w.whole(*l.Observed)),
		fmt.Sprintf(w.expected, n(max(0, *l.Observed-*l.High)), n(max(0, *l.Observed-*l.Low))),
		fmt.Sprintf(w.difference, signed(*l.Low), signed(*l.High)),
	}
	if l.SmallestVisible != nil {
		parts = append(parts, fmt.Sprintf(w.visible, n(*l.SmallestVisible)))
	}
	return strings.Join(parts, " · ")
}

// whole returns a number without fractions, its digits in groups of three.
func (w words) whole(v float64) string {
	s := strconv.FormatFloat(math.Abs(math.Round(v)), 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + w.thousands + s[i:]
	}
	return s
}

// date returns a day of the calendar, or the text as it is where it is none.
func (w words) date(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return text.Cut(text.Clean(day), 20)
	}
	return text.Day(w.language, t)
}
