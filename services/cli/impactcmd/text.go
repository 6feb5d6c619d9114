package impactcmd

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// writeText writes answers for people: first the sentence, then the numbers with their ranges,
// then a chart.
func writeText(out io.Writer, q *question, answers []impact.Answer) error {
	w := bufio.NewWriter(out)
	for _, n := range q.notes {
		fmt.Fprintln(w, n)
	}
	if o := outlier(q.series); o != "" {
		fmt.Fprintln(w, o)
	}
	for _, o := range q.series.Outages() {
		if !slices.ContainsFunc(answers, func(a impact.Answer) bool { return slices.Contains(a.Notes, o) }) {
			fmt.Fprintln(w, o)
		}
	}
	if q.single {
		q.one(w, 0, answers[0])
		answers = answers[1:]
		if len(answers) == 0 {
			return w.Flush()
		}
		fmt.Fprintln(w)
	}
	q.many(w, answers)
	return w.Flush()
}

// one writes one answer in full.
func (q *question) one(w io.Writer, i int, a impact.Answer) {
	fmt.Fprintf(w, "%s  %s\n", strings.ToUpper(word(a.Verdict)), q.headline(i, a))
	fmt.Fprintln(w)
	for _, n := range a.Notes {
		fmt.Fprintln(w, n)
	}
	q.numbers(w, a)
	if len(a.Band) > 0 {
		fmt.Fprintln(w)
		chart(w, q.series, a)
	}
	if len(a.Past) >= impact.LeastPlacebos {
		fmt.Fprintln(w)
		strip(w, a)
	}
	fmt.Fprintf(w, "\nMethod: %s.\n", a.Method)
	fmt.Fprintln(w, "Timing alone does not prove cause.")
}

// numbers writes the observed and the expected values, always with their range.
func (q *question) numbers(w io.Writer, a impact.Answer) {
	if math.IsNaN(a.Expected) {
		return
	}
	whole := wholeValues(q.series)
	by := step(a.Cumulative.Low, a.Cumulative.High)
	r := func(v float64) string { return rounded(v, by, whole) }
	one := step(a.Average.Low, a.Average.High)
	fmt.Fprintf(w, "Window            %s to %s (%d %s)\n", q.series.Label(a.Window.From), q.series.Label(a.Window.End()-1),
		a.Window.Rows, plural(a.Window.Rows, q.series.Step.String(), q.series.Step.String()+"s"))
	fmt.Fprintf(w, "Counted           %s\n", rounded(a.Observed, 0, whole))
	if hopeless(a) {
		fmt.Fprintf(w, "Expected          %s  (the range is too wide to be useful)\n", rounded(a.Expected, 0, whole))
		fmt.Fprintf(w, "p                 %s  (model %s, past windows %s)\n", chance(a.P), chance(a.PGrid), chance(a.PPlacebo))
		return
	}
	fmt.Fprintf(w, "Expected          %s  (%s to %s)\n", r(a.Expected), r(a.Observed-a.Cumulative.High), r(a.Observed-a.Cumulative.Low))
	fmt.Fprintf(w, "Difference        %s  (%s to %s)\n", r(a.Cumulative.Effect), r(a.Cumulative.Low), r(a.Cumulative.High))
	fmt.Fprintf(w, "Per %-13s %s  (%s to %s)\n", q.series.Step, rounded(a.Average.Effect, one, false), rounded(a.Average.Low, one, false), rounded(a.Average.High, one, false))
	if !math.IsNaN(a.Relative.Effect) {
		fmt.Fprintf(w, "As a share        %s  (%s to %s)\n", percent(a.Relative.Effect), percent(a.Relative.Low), percent(a.Relative.High))
	}
	fmt.Fprintf(w, "p                 %s  (model %s, past windows %s)\n", chance(a.P), chance(a.PGrid), chance(a.PPlacebo))
	if !math.IsNaN(a.SmallestVisible) {
		fmt.Fprintf(w, "Smallest visible  %s%s\n", r(a.SmallestVisible), share(a.SmallestVisible, a.Expected))
	}
	q.longer(w, a)
}

// longer writes the longer windows, which get no verdict.
func (q *question) longer(w io.Writer, a impact.Answer) {
	whole := wholeValues(q.series)
	for i, l := range a.Secondary {
		by := step(l.Cumulative.Low, l.Cumulative.High)
		r := func(v float64) string { return rounded(v, by, whole) }
		if i == 0 {
			fmt.Fprintln(w, "Longer windows, without a verdict:")
		}
		others := ""
		if l.Others > 0 {
			others = fmt.Sprintf(", with %d other %s in it", l.Others, plural(l.Others, "mention", "mentions"))
		}
		fmt.Fprintf(w, "  in %d days      %s  (%s to %s), p %s%s\n", l.Days, r(l.Cumulative.Effect), r(l.Cumulative.Low), r(l.Cumulative.High), chance(l.P), others)
	}
}

// hopeless reports whether the past varies so much, for example after one mistyped value, that
// only thousands of times the usual would be visible: such a range is not worth printing.
func hopeless(a impact.Answer) bool {
	return a.SmallestVisible > 1000*math.Max(a.Expected, 1)
}

func share(v, of float64) string {
	if !(of > 0) {
		return ""
	}
	return fmt.Sprintf("  (%.0f %% of the expected value, visible 8 times in 10)", 100*v/of)
}

// many writes a line for each mention.
func (q *question) many(w io.Writer, answers []impact.Answer) {
	offset := len(q.mentions) - len(answers)
	lifts := 0
	for i, a := range answers {
		if a.Verdict == impact.Likely && (a.Group == nil || a.Group[0] == i+offset) {
			lifts++
		}
		m := q.mentions[i+offset]
		fmt.Fprintf(w, "%s  %-11s  %s\n", m.label, word(a.Verdict), q.headline(i+offset, a))
		for _, n := range a.Notes {
			fmt.Fprintf(w, "            %s\n", n)
		}
		if !math.IsNaN(a.P) {
			fmt.Fprintf(w, "            p %s, q %s\n", chance(a.P), chance(a.Q))
		}
	}
	if lifts == 0 {
		fmt.Fprintf(w, "\nNone of %d %s stands out (false-discovery rate 10 %%).\nTiming alone does not prove cause.\n", len(answers), plural(len(answers), "mention", "mentions"))
		return
	}
	fmt.Fprintf(w, "\n%d of %d %s %s out; about %.1f of them would by chance (false-discovery rate 10 %%).\n",
		lifts, len(answers), plural(len(answers), "mention", "mentions"), plural(lifts, "stands", "stand"), 0.1*float64(lifts))
	fmt.Fprintln(w, "Timing alone does not prove cause.")
}

func word(v impact.Verdict) string {
	switch v {
	case impact.CannotTell:
		return "cannot tell"
	case impact.NoSign:
		return "no sign"
	}
	return string(v)
}

// wholeValues reports whether the metric is a count.
func wholeValues(s impact.Series) bool {
	for _, v := range s.Values {
		if math.Abs(v-math.Round(v)) > 1e-6 {
			return false
		}
	}
	return true
}

// name returns the name of a mention in a sentence.
func (q *question) name(i int) string {
	m := q.mentions[i]
	if m.Name != "" {
		return m.Name
	}
	return "the mention of " + m.label
}

// headline returns the sentence for the verdict, with its range.
func (q *question) headline(i int, a impact.Answer) string {
	name := q.name(i)
	whole := wholeValues(q.series)
	by := step(a.Cumulative.Low, a.Cumulative.High)
	r := func(v float64) string { return rounded(v, by, whole) }
	metric := unitOf(q.series.Metric)
	if math.IsNaN(a.P) {
		why := "nothing could be computed"
		if len(a.Notes) > 0 {
			why = strings.TrimSuffix(a.Notes[len(a.Notes)-1], ".")
			why = strings.ToLower(why[:1]) + why[1:]
		}
		return fmt.Sprintf("We can't tell what %s did: %s.", name, why)
	}
	period := fmt.Sprintf("in %d %s (95 %% interval)", a.Window.Rows, plural(a.Window.Rows, q.series.Step.String(), q.series.Step.String()+"s"))
	between := fmt.Sprintf("between %s and %s more%s than expected %s", r(a.Cumulative.Low), r(a.Cumulative.High), metric, period)
	if a.Cumulative.High < 0 {
		between = fmt.Sprintf("between %s and %s fewer%s than expected %s", r(-a.Cumulative.High), r(-a.Cumulative.Low), metric, period)
	}
	brought := metric
	if metric == "" {
		metric, brought = " anything", " something"
	}
	switch a.Verdict {
	case impact.Likely:
		return fmt.Sprintf("%s probably brought%s: %s.", upper(name), brought, between)
	case impact.Possible:
		return fmt.Sprintf("%s may have brought%s: %s, but with so many mentions tested this may be chance.", upper(name), brought, between)
	case impact.NoSign:
		if a.Cumulative.High < 0 {
			return fmt.Sprintf("No sign that %s brought%s; there were %s.", name, metric, between)
		}
		return fmt.Sprintf("No sign that %s changed%s: %s to %s. %s or more would have been visible 8 times in 10.", name, metric, r(a.Cumulative.Low), r(a.Cumulative.High), r(a.SmallestVisible))
	}
	if hopeless(a) {
		return fmt.Sprintf("We can't tell what %s did: the past varies so much that hardly any effect would be visible. Check for mistyped values, or list what happened with --events.", name)
	}
	var why []string
	for _, reason := range a.Reasons {
		switch reason {
		case impact.History:
			why = append(why, fmt.Sprintf("%d past periods, %d needed", a.Placebos, impact.LeastPlacebos))
		case impact.Small:
			why = append(why, fmt.Sprintf("only %s or more would be visible", r(a.SmallestVisible)))
		case impact.Outage:
			why = append(why, "counting was interrupted")
		case impact.Overlap:
			why = append(why, "something else fell on the same days")
		case impact.Fell:
			why = append(why, "there were "+between)
		}
	}
	return fmt.Sprintf("We can't tell what %s did: %s. The effect is between %s and %s.", name, strings.Join(why, "; "), r(a.Cumulative.Low), r(a.Cumulative.High))
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// unitOf returns the metric's name in a sentence.
func unitOf(metric string) string {
	switch strings.ToLower(metric) {
	case "", "y", "value", "count", "1", "2":
		return ""
	}
	return " " + strings.ReplaceAll(metric, "_", " ")
}
