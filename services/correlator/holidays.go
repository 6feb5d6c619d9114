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

// calendars has the public holidays of whole countries. Those of their regions are left out.
var calendars = map[string]struct {
	name     string
	holidays []*cal.Holiday
}{
	"AT": {"Austria", at.Holidays},
	"BE": {"Belgium", be.Holidays},
	"CA": {"Canada", ca.Holidays},
	"CH": {"Switzerland", ch.Holidays},
	"CZ": {"Czechia", cz.Holidays},
	"DE": {"Germany", de.Holidays},
	"DK": {"Denmark", dk.Holidays},
	"ES": {"Spain", es.Holidays},
	"FR": {"France", fr.Holidays},
	"GB": {"United Kingdom", gb.Holidays},
	"IE": {"Ireland", ie.Holidays},
	"IT": {"Italy", it.Holidays},
	"NL": {"Netherlands", nl.Holidays},
	"NO": {"Norway", no.Holidays},
	"PL": {"Poland", pl.Holidays},
	"SE": {"Sweden", se.Holidays},
	"US": {"United States", us.Holidays},
}

// HolidayCountries lists the countries whose public holidays are known, by code.
func HolidayCountries() []evidence.Country {
	var out []evidence.Country
	for _, code := range slices.Sorted(maps.Keys(calendars)) {
		out = append(out, evidence.Country{Code: code, Name: calendars[code].name})
	}
	return out
}

// holidays returns the public holidays of countries between two times, by day. A day that is one
// in several countries has several events.
func holidays(countries []string, from, to time.Time) []report.Event {
	out := []report.Event{}
	for _, country := range countries {
		for _, h := range calendars[country].holidays {
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
