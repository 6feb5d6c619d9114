package impact

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Step is the time between two neighbouring rows of a series.
type Step int

// The steps that a series can have. Index rows have a number, not a date.
const (
	Index Step = iota
	Hour
	Day
	Week
	Month
	Year
)

// String returns the step as a noun: "day", "hour".
func (s Step) String() string {
	return [...]string{"row", "hour", "day", "week", "month", "year"}[s]
}

// MaxControls is the most control series in one model.
const MaxControls = 5

// limit is the largest size of a value: its square still fits the arithmetic.
const limit = 1e15

// Series is a metric on a regular grid of rows, oldest first.
//
// Values holds one number per row, in the metric's own unit; NaN is a gap (not
// counted), which is not the same as 0 (counted, and no visits). Start is the
// instant row 0 begins, in the site's time zone: a day there may be 23 or 25 hours
// long. Index series have no dates; their first row's number is First.
type Series struct {
	Metric   string
	Start    time.Time
	First    int64
	Step     Step
	Season   int // rows per season of an Index series; 0 for none
	Values   []float64
	Controls []Control
}

// Control is a series that moves with the metric but is not affected by the mention: never
// brand searches or direct visits. It has the rows of its series.
type Control struct {
	Name   string
	Values []float64
}

// Span is rows [From, From+Rows).
type Span struct{ From, Rows int }

// End returns the first row after the span.
func (s Span) End() int { return s.From + s.Rows }

func (s Span) overlaps(o Span) bool { return s.From < o.End() && o.From < s.End() }

// Time returns when row i begins, in the site's zone; the zero time for an Index series.
func (s Series) Time(i int) time.Time {
	switch s.Step {
	case Hour:
		return s.Start.Add(time.Duration(i) * time.Hour)
	case Day:
		return s.Start.AddDate(0, 0, i)
	case Week:
		return s.Start.AddDate(0, 0, 7*i)
	case Month:
		return s.Start.AddDate(0, i, 0)
	case Year:
		return s.Start.AddDate(i, 0, 0)
	}
	return time.Time{}
}

// Row returns the row that contains t; below 0 or past the end if none does.
func (s Series) Row(t time.Time) int {
	if s.Step == Index {
		return -1
	}
	days := s.Step.length().Hours() / 24
	i := int(math.Floor(t.Sub(s.Start).Hours() / 24 / days))
	for s.Time(i).After(t) {
		i--
	}
	for !s.Time(i + 1).After(t) {
		i++
	}
	return i
}

// length returns a step's usual length; days, months and years vary.
func (s Step) length() time.Duration {
	const day = 24 * time.Hour
	return [...]time.Duration{time.Hour, time.Hour, day, 7 * day, 30 * day, 365 * day}[s]
}

// Label returns the name of row i for people: a date, a date with its hour, or the row's number.
func (s Series) Label(i int) string {
	switch s.Step {
	case Index:
		return fmt.Sprint(s.First + int64(i))
	case Hour:
		return s.Time(i).Format("2006-01-02 15:04")
	case Month:
		return s.Time(i).Format("2006-01")
	case Year:
		return s.Time(i).Format("2006")
	}
	return s.Time(i).Format("2006-01-02")
}

// ErrEmpty is returned for a series without rows.
var ErrEmpty = errors.New("the series has no rows")

// validate returns an error for a series that can't be used.
func (s Series) validate() error {
	if len(s.Values) == 0 {
		return ErrEmpty
	}
	for i, v := range s.Values {
		if math.Abs(v) > limit {
			return fmt.Errorf("the value %g at %s is too large to work with", v, s.Label(i))
		}
	}
	if len(s.Controls) > MaxControls {
		return fmt.Errorf("%d controls given: at most %d can be used", len(s.Controls), MaxControls)
	}
	for _, c := range s.Controls {
		if len(c.Values) != len(s.Values) {
			return fmt.Errorf("control %q has %d rows, the series %d", c.Name, len(c.Values), len(s.Values))
		}
		for i, v := range c.Values {
			if math.Abs(v) > limit {
				return fmt.Errorf("control %q: the value %g at %s is too large to work with", c.Name, v, s.Label(i))
			}
		}
	}
	return nil
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
