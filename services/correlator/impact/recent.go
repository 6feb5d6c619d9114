package impact

// mostHistory is how many rows before the first mention asked about are looked at: 54
// years of days, 27 months of hours. What is older says nothing about this week.
const mostHistory = 20_000

// recent cuts off what is older, and gives how many rows that was.
func (s Series) recent(mentions []Mention) (Series, int) {
	first := len(s.Values)
	for _, m := range mentions {
		if m.Span.From > 0 {
			first = min(first, m.Span.From)
		}
	}
	cut := first - mostHistory
	if cut <= 0 {
		return s, 0
	}
	if s.Step == Index {
		s.First += int64(cut)
	} else {
		s.Start = s.Time(cut)
	}
	s.Values = s.Values[cut:]
	controls := s.Controls
	s.Controls = nil
	for _, c := range controls {
		s.Controls = append(s.Controls, Control{c.Name, c.Values[cut:]})
	}
	return s, cut
}

// moved is a span so many rows further on.
func (s Span) moved(rows int) Span { return Span{s.From + rows, s.Rows} }

// move shifts every row an answer names.
func (a *Answer) move(rows int) {
	if rows == 0 {
		return
	}
	a.Window = a.Window.moved(rows)
	for i := range a.Interrupted {
		a.Interrupted[i].Span = a.Interrupted[i].Span.moved(rows)
	}
	for i := range a.Past {
		a.Past[i].From += rows
	}
	for i := range a.Band {
		a.Band[i].Row += rows
	}
	for i := range a.Secondary {
		a.Secondary[i].Window = a.Secondary[i].Window.moved(rows)
	}
}
