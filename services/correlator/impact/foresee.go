package impact

import (
	"encoding/json"
	"math"
	"slices"
	"time"
)

// The response of an audience, as a share of it that visits in all: from 0.2 % to 2.3 % in nine
// cases of ten. Two vendors publish 1.2 to 2.3 % for podcast advertisements within 30 days; a
// mention that isn't one brings less.
const (
	LeastResponse = 0.002
	MostResponse  = 0.023
)

// Coming is a mention to come. At may be zero: the day after the series ends.
type Coming struct {
	Kind      string
	Low, High float64 // its audience
	At        time.Time
	// The response, from and to, as a share of the audience; zero for LeastResponse and
	// MostResponse.
	LeastResponse, MostResponse float64
}

// Foreseen is whether it could be seen. NaN means that it can't be told.
type Foreseen struct {
	Low, High   float64 // visits over the kind's window, nine times in ten
	VisibleFrom float64 // visits over the window that this series shows 8 times in 10
	Chance      float64 // that the mention will be seen
	LookOn      time.Time
	Together    int // such mentions that would show together; 0 is unknown
	Placebos    int
}

// shapeUnknown is the uncertainty, in log, of how much of an effect the test sees, since its
// course isn't known.
const shapeUnknown = 0.15

// Foresee tells whether a mention to come could be seen in the series. The ranges of audience and
// response hold nine cases in ten, so with what is visible they give the chance in one formula.
func Foresee(s Series, c Coming, known Known) (Foreseen, error) {
	nan := math.NaN()
	out := Foreseen{Low: nan, High: nan, VisibleFrom: nan, Chance: nan}
	if err := s.validate(); err != nil {
		return out, err
	}
	daily, day := s.Daily()
	for i := range known.Mentions {
		if i == 0 {
			known.Mentions = slices.Clone(known.Mentions)
		}
		m := &known.Mentions[i]
		m.Span = Span{day(m.Span.From), Window(m.Kind)}
	}
	known.Events = slices.Clone(known.Events)
	for i := range known.Events {
		e := &known.Events[i]
		from := day(e.Span.From)
		e.Span = Span{from, max(day(e.Span.End()-1)+1-from, 1)}
	}
	n, window := len(daily.Values), Window(c.Kind)
	at := c.At
	if at.IsZero() {
		at = daily.Time(n)
	}
	out.LookOn = midnight(at.In(daily.Start.Location())).AddDate(0, 0, window)
	low, high, ok := PoolMention{Low: c.Low, High: c.High}.audience()
	if !ok {
		return out, nil
	}
	least, most := c.LeastResponse, c.MostResponse
	if !(least > 0 && most >= least) {
		least, most = LeastResponse, MostResponse
	}
	share := windowShare(window)
	centre := (math.Log(low*high)+math.Log(least*most))/2 + math.Log(share)
	spread := math.Hypot(math.Log(high/low), math.Log(most/least)) / 3.29
	out.Low, out.High = math.Exp(centre-1.645*spread), math.Exp(centre+1.645*spread)

	// What would show in a window that starts now is what would have shown in the last one: its
	// rows are left out of what it is held against, as those to come are.
	from := n - window
	rows := window
	if curved(c.Kind) {
		from, rows = n-fitRows, fitRows
	}
	if from < 1 {
		return out, nil
	}
	known.Mentions = slices.DeleteFunc(slices.Clone(known.Mentions), func(m Mention) bool { return m.Span.End() > from && m.Span.From < from+rows })
	known.Bands, known.Secondary = false, false
	all := append([]Mention{{Span: Span{from, window}, Kind: c.Kind}}, known.Mentions...)
	answers, err := estimate(daily, all, 1, known)
	if err != nil {
		return out, err
	}
	a := answers[0]
	out.Placebos = a.Placebos
	if a.Placebos < LeastPlacebos || !(a.SmallestVisible > 0) {
		return out, nil
	}
	out.VisibleFrom = a.SmallestVisible
	half := a.SmallestVisible / (1 + z80/z975) // the interval of a plain sum widens as a whole
	if a.half > 0 {
		half = a.half
		out.VisibleFrom = half * (1 + z80/(z975*a.Lambda))
	}
	out.Chance = unit.CDF((centre - math.Log(half)) / math.Sqrt(spread*spread+1/(z975*a.Lambda*z975*a.Lambda)+shapeUnknown*shapeUnknown))
	if k := math.Pow(out.VisibleFrom/math.Exp(centre), 2); k < 1000 {
		out.Together = int(math.Ceil(k))
	}
	return out, nil
}

// windowShare is the part of an effect that falls into the window: the mean, in log, over the
// courses that have an end.
func windowShare(window int) float64 {
	all := []curve{falling(0.35), falling(0.65), publishedCurve(), publishedCurve().later(0.35, 0.8)}
	sum := 0.0
	for _, c := range all {
		sum += math.Log(c.sum(window))
	}
	return math.Exp(sum / float64(len(all)))
}

// MarshalJSON writes the shape that the design fixes.
func (f Foreseen) MarshalJSON() ([]byte, error) {
	type ends struct {
		Low  number `json:"low"`
		High number `json:"high"`
	}
	return json.Marshal(struct {
		Expected    ends   `json:"expected"`
		VisibleFrom number `json:"visible_from"`
		Chance      number `json:"chance"`
		LookOn      string `json:"look_on"`
	}{ends{number(f.Low), number(f.High)}, number(f.VisibleFrom), number(f.Chance), f.LookOn.Format("2006-01-02")})
}
