package impact

import "time"

// Window is how many days a kind of mention is judged over, fixed beforehand: a post
// or page 1, a video 3, a podcast 7. Unknown kinds are judged as posts.
func Window(kind string) int {
	switch kind {
	case "video":
		return 3
	case "podcast":
		return 7
	}
	return 1
}

// Days is the span of whole days from the day at lies in, in the site's zone: 24
// hourly rows a day, or 23 and 25 when the clocks change. Steps longer than a day give
// as many rows as it takes to hold the days.
func (s Series) Days(at time.Time, days int) Span {
	at = at.In(s.Start.Location())
	first := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())
	last := first.AddDate(0, 0, days)
	from := s.Row(first)
	if s.Step == Hour && s.Time(from).Before(first) {
		from++
	}
	end := s.Row(last)
	if s.Time(end).Before(last) {
		end++
	}
	return Span{From: from, Rows: max(end-from, 1)}
}

// habits are the lengths that depend on a series' step.
type habits struct {
	warmUp int // rows before the first placebo window
	guard  int // rows kept between a placebo window's start and any mention or event
}

func (s Step) habits() habits {
	switch s {
	case Hour:
		return habits{warmUp: 72, guard: 24}
	case Day, Index:
		return habits{warmUp: 28, guard: 14}
	}
	return habits{warmUp: 28, guard: 2}
}
