package correlator

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/us"

	"github.com/namedrop/namedrop/services/correlator/report"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// calendars has the public holidays of a whole country. Those of its regions are left out.
var calendars = map[string][]*cal.Holiday{
	"AT": at.Holidays, "BE": be.Holidays, "CA": ca.Holidays, "CH": ch.Holidays, "CZ": cz.Holidays, "DE": de.Holidays,
	"DK": dk.Holidays, "ES": es.Holidays, "FR": fr.Holidays, "GB": gb.Holidays, "IE": ie.Holidays, "IT": it.Holidays, "NL": nl.Holidays,
	"NO": no.Holidays, "PL": pl.Holidays, "SE": se.Holidays, "US": us.Holidays,
}

// HolidayCountries lists the countries whose public holidays are known.
func HolidayCountries() []string { return slices.Sorted(maps.Keys(calendars)) }

// Holidays returns the public holidays of countries between two times, by day.
func Holidays(countries []string, from, to time.Time) []evidence.ReportEvent {
	out := []evidence.ReportEvent{}
	for _, e := range holidays(countries, from, to) {
		out = append(out, e.ReportEvent)
	}
	return out
}

// holidays returns the public holidays of countries between two times, by day. A day that is one
// in several countries has several events.
func holidays(countries []string, from, to time.Time) []report.Event {
	out := []report.Event{}
	for _, country := range countries {
		for _, h := range calendars[country] {
			for year := from.Year(); year <= to.Year(); year++ {
				day, _ := h.Calc(year)
				if day.IsZero() || day.Before(from) || day.After(to) {
					continue
				}
				label := day.Format(time.DateOnly)
				out = append(out, report.Event{ReportEvent: evidence.ReportEvent{Name: h.Name, Kind: report.Holiday, From: label, To: label}})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b report.Event) int { return cmp.Compare(a.From, b.From) })
	return out
}
