package correlator

import (
	"strings"
	"testing"
	"time"
)

func TestHolidays(t *testing.T) {
	from, to := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC)
	var got []string
	for _, e := range holidays([]string{"NL", "nowhere"}, from, to) {
		got = append(got, e.From+" "+e.Name)
	}
	if want := "2026-04-03 Goede Vrijdag, 2026-04-06 Tweede Paasdag, 2026-04-27 Koningsdag, 2026-05-05 Bevrijdingsdag, 2026-05-14 Hemelvaartsdag"; strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
	for _, c := range HolidayCountries() {
		if n := len(holidays([]string{c.Code}, from.AddDate(-1, 0, 0), to)); n < 6 {
			t.Errorf("%s has %d holidays in a year", c.Name, n)
		}
	}
}
