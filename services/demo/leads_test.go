package demo

import (
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/csv"
)

// The file of leads is read as a user's is, without being told what its columns are.
func TestTheLeadsOfTheDemo(t *testing.T) {
	w, clock := newTestWorld(t, 1)
	text, err := w.LeadsCSV()
	if err != nil {
		t.Fatal(err)
	}
	file := csv.New(clock.now)
	columns, err := file.Preview(strings.NewReader(text))
	if err != nil || len(columns.Problems) > 0 {
		t.Fatalf("%+v, %v", columns.Problems, err)
	}
	var leads []feeds.Lead
	warnings, err := file.Leads(t.Context(), strings.NewReader(text), feeds.LeadSource{ID: "s", HashKey: "k"}, columns.Mapping, func(part []feeds.Lead) error {
		leads = append(leads, part...)
		return nil
	})
	answered, tests, named := 0, 0, 0
	for _, l := range leads {
		if l.Answer != "" {
			answered++
		}
		if l.Test {
			tests++
		}
		for _, s := range w.shows {
			if strings.Contains(l.Answer, s.name) {
				named++
				break
			}
		}
	}
	if err != nil || len(warnings) > 0 || len(leads) < 3000 || tests == 0 || named < 50 || answered < 2*named || answered > len(leads)/3 {
		t.Errorf("%d leads, %d answered, %d name a show, %d tests, %v, %v", len(leads), answered, named, tests, warnings, err)
	}
	// A day has the same leads when the demo goes on later.
	later, _ := newTestWorld(t, 1)
	later.opts.Base = testBase.Add(24 * time.Hour)
	again, err := later.LeadsCSV()
	if err != nil {
		t.Fatal(err)
	}
	day := "\n" + testBase.AddDate(0, 0, -30).Format("20060102") + "-1,"
	row := func(text string) string {
		_, rest, _ := strings.Cut(text, day)
		line, _, _ := strings.Cut(rest, "\n")
		return line
	}
	if row(text) == "" || row(text) != row(again) {
		t.Errorf("%q became %q", row(text), row(again))
	}
}
