package impact

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Rows older than the history that is looked at change nothing but the rows' numbers.
func TestOldRowsAreCutOff(t *testing.T) {
	const n, older = mostHistory + 10, 70 // whole weeks
	values := make([]float64, older+n)
	for i := range values {
		values[i] = float64(100 + (i-older+7*older)*7%13 + i%7)
	}
	short := Series{Start: day("1950-01-02").AddDate(0, 0, older), Step: Day, Values: values[older:]}
	long := Series{Start: day("1950-01-02"), Step: Day, Values: values}
	ask := func(s Series, from int) Answer {
		a, err := Estimate(s, Span{from, 3}, Known{Bands: true, Events: []Event{{Span: Span{from - 50, 2}}}})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	want, got := ask(short, mostHistory), ask(long, older+mostHistory)
	if got.Window.From != older+mostHistory || got.Past[0].From != want.Past[0].From+older || got.Band[0].Row != want.Band[0].Row+older {
		t.Errorf("window %v, first past window %d, first band %d", got.Window, got.Past[0].From, got.Band[0].Row)
	}
	got.move(-older)
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmpopts.IgnoreUnexported(Answer{})); diff != "" {
		t.Error(diff)
	}
}
