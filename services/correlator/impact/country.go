package impact

import "math"

// LeastGain is by how much a control must lower the mean square of the errors on past windows to
// be taken.
const LeastGain = 0.10

// spillLevel is the one-sided p below which a control seems to have risen with the mention.
const spillLevel = 0.05

// ControlChoice is whether a series, such as the visits of another country, is used as control.
type ControlChoice struct {
	Name   string
	Gain   float64 // by how much it lowers the mean square of the errors on past windows; NaN where it can't be told
	Taken  bool
	Spill  bool    // it rose itself in the window: the mention seems to have reached it
	SpillP float64 // one-sided
}

// WithCountry answers for a window with another country's visits as control, where that helps: it is
// chosen by the errors on past windows, before the window is looked at, and left out where it rose
// itself.
func WithCountry(s Series, country Control, window Span, kind string, known Known) (Answer, ControlChoice, error) {
	choice := ControlChoice{Name: country.Name, Gain: math.NaN(), SpillP: math.NaN()}
	ask := func(s Series) (Answer, error) {
		answers, err := EstimateAll(s, []Mention{{Span: window, Kind: kind}}, known)
		if err != nil {
			return Answer{}, err
		}
		return answers[0], nil
	}
	plain, err := ask(s)
	if err != nil {
		return plain, choice, err
	}
	if len(s.Controls) >= MaxControls || len(country.Values) != len(s.Values) {
		return plain, choice, nil
	}
	with := s
	with.Controls = append(append([]Control(nil), s.Controls...), country)
	if err := with.holds(window); err != nil || with.checkControls([]Mention{{Span: window}}) != nil {
		return plain, choice, nil
	}
	alone, together := s.errorsBefore(window, known), with.errorsBefore(window, known)
	n, a, b := 0, 0.0, 0.0
	for at, e := range alone {
		if f, ok := together[at]; ok {
			n, a, b = n+1, a+e*e, b+f*f
		}
	}
	if n < LeastPlacebos || a == 0 {
		return plain, choice, nil
	}
	choice.Gain = 1 - b/a
	if choice.Gain < LeastGain {
		return plain, choice, nil
	}
	other := s
	other.Controls, other.Metric, other.Values = nil, country.Name, country.Values
	own, err := ask(other)
	if err != nil {
		return plain, choice, err
	}
	if own.P == own.P {
		choice.SpillP = own.P / 2
		if own.Cumulative.Effect < 0 {
			choice.SpillP = 1 - own.P/2
		}
	}
	if choice.SpillP < spillLevel {
		choice.Spill = true
		plain.Notes = append(plain.Notes, country.Name+" rose as well in the window: the mention seems to have reached it, so it is no control here.")
		return plain, choice, nil
	}
	answer, err := ask(with)
	choice.Taken = err == nil && len(answer.LeftOut) == 0
	return answer, choice, err
}

// errorsBefore returns, by first row, by how much the sums of past windows were off their forecast.
func (s Series) errorsBefore(window Span, known Known) map[int]float64 {
	w := newWork(s, append([]Mention{{Span: window}}, known.Mentions...), [][]int{{0}}, known)
	ax := w.axisFor(window.From)
	m := newModel(w.s, w.masked, ax == logAxis, w.whole, window.From)
	var queries []query
	for i := s.Step.habits().warmUp; i+window.Rows <= window.From; i++ {
		if w.ordinary(Span{i, window.Rows}, w.masked) {
			queries = append(queries, query{span: Span{i, window.Rows}, at: len(queries)})
		}
	}
	answers := make([]*mixture, len(queries))
	m.track(0, window.From, queries, answers)
	out := map[int]float64{}
	for k, a := range answers {
		if a != nil {
			sum, rows := w.sum(m, queries[k].span)
			out[queries[k].span.From] = sum - w.counterfactual(ax, a, rows).expected()
		}
	}
	return out
}
