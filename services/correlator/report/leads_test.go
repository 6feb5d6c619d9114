package report_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/correlator/report"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// leadsOf returns leads of so many days with a mean by day; every third answers. More is added in the
// seven days from a day on.
func leadsOf(days int, mean float64, from int, more float64) []evidence.CountedLead {
	r := rand.New(rand.NewPCG(3, 1))
	var out []evidence.CountedLead
	for day := range days {
		m := mean
		if day >= from && day < from+7 {
			m += more
		}
		n := 0
		for t := r.ExpFloat64(); t < m; t += r.ExpFloat64() {
			n++
		}
		for i := range n {
			out = append(out, evidence.CountedLead{Time: on(day).Add(time.Duration(i) * time.Second), Person: fmt.Sprint(day, " ", i), Answered: i%3 == 0})
		}
	}
	return out
}

func lineOf(t *testing.T, in report.Input, kind string) evidence.ReportLine {
	t.Helper()
	q, ok := report.Ask(in)
	if !ok {
		t.Fatal("no report")
	}
	for _, l := range q.Build().Body.Lines {
		if l.Kind == kind {
			return l
		}
	}
	t.Fatalf("no line %s", kind)
	return evidence.ReportLine{}
}

// Leads are counted beside the visits, and estimated where there are enough of them. At two a day no method can see a
// rise of 30 %.
func TestLeadsInAReport(t *testing.T) {
	end := on(250)
	for name, c := range map[string]struct {
		leads          []evidence.CountedLead
		known          time.Time
		state, code    string
		reports        string
		counted, asked int // in the window; -1 for any
	}{
		"no answers":    {withoutAnswers(leadsOf(250, 40, 0, 0)), end, "ready", "", "not_set_up no_form", -1, 0},
		"many":          {leadsOf(250, 40, 0, 0), end, "ready", "", "ready ", -1, -1},
		"many, moved":   {leadsOf(250, 40, 200, 40), end, "ready", "", "ready ", -1, -1},
		"two a day":     {leadsOf(250, 2, 0, 0), end, "cannot_tell", "few_leads", "ready ", -1, -1},
		"one in all":    {leadsOf(250, 2, 0, 0)[:1], end, "cannot_tell", "not_computed", "ready ", 0, 0},
		"none":          {nil, end, "waiting", "window_open", "not_set_up no_form", 0, 0},
		"not known yet": {leadsOf(250, 40, 0, 0), on(204), "waiting", "window_open", "ready ", 0, 0},
		"of one month":  {leadsOf(250, 40, 0, 0)[7000:], end, "cannot_tell", "not_computed", "ready ", -1, -1},
	} {
		in := input(daily(250, 1), on(200))
		in.Leads = report.LeadDays(c.leads, amsterdam, c.known, now)
		line, reports := lineOf(t, in, "leads"), lineOf(t, in, "self_reports")
		if line.State != c.state || line.Code != c.code || reports.State+" "+reports.Code != c.reports || (line.Code == "") != (line.Text == "") {
			t.Errorf("%s: %+v, %+v", name, line, reports)
		}
		if c.counted < 0 {
			first, last := on(200).Add(-12*time.Hour), on(206).Add(12*time.Hour)
			c.counted = 0
			answered := 0
			for _, l := range c.leads {
				if !l.Time.Before(first) && l.Time.Before(last) {
					c.counted++
					if l.Answered {
						answered++
					}
				}
			}
			if c.asked < 0 {
				c.asked = answered
			}
		}
		if counted := line.Leads != nil; counted != (c.state != "waiting") || counted && (*line.Leads != c.counted || *line.Answered != c.asked || *reports.Leads != c.counted || *reports.Answered != c.asked) {
			t.Errorf("%s: %v %v, want %d %d", name, line.Leads, line.Answered, c.counted, c.asked)
		}
		if moved := name == "many, moved"; line.State == "ready" && (*line.Effect.Low > 0) != moved {
			t.Errorf("%s: %v to %v", name, *line.Effect.Low, *line.Effect.High)
		}
	}
}

// Two mentions on nearly the same days share one answer about leads too, and neither gets the other's.
func TestLeadsOfMentionsThatCantBeSeparated(t *testing.T) {
	in := input(add(daily(250, 1), 200, 7, 150), on(200))
	in.Others = []report.Other{other("n", on(201))}
	in.Leads = report.LeadDays(leadsOf(250, 40, 200, 40), amsterdam, on(250), now)
	q, _ := report.Ask(in)
	got := q.Build()
	line := lineOf(t, in, "leads")
	counted := 0
	for _, l := range leadsOf(250, 40, 200, 40) {
		if first, last := on(200).Add(-12*time.Hour), on(207).Add(12*time.Hour); !l.Time.Before(first) && l.Time.Before(last) {
			counted++
		}
	}
	if len(got.Body.Group) != 2 || line.State != "ready" || *line.Effect.Low < 150 || *line.Observed != float64(counted) || *line.Leads != counted {
		t.Errorf("group %v, %+v", got.Body.Group, line)
	}
}

func withoutAnswers(leads []evidence.CountedLead) []evidence.CountedLead {
	for i := range leads {
		leads[i].Answered = false
	}
	return leads
}

func TestLeadsByDay(t *testing.T) {
	at := func(day, hour int) time.Time { return begin.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour) }
	leads := []evidence.CountedLead{
		{Time: at(0, 9), Person: "a"},                                                                                                 // the first day may not be complete
		{Time: at(1, 9), Person: "a"}, {Time: at(1, 10), Person: "a", Answered: true}, {Time: at(1, 11), Person: "a", Answered: true}, // one person in three sources
		{Time: at(1, 12)}, {Time: at(1, 13), Answered: true}, // nobody knows who
		{Time: at(3, 0), Person: "b"}, {Time: at(4, 9), Person: "c"}, // day 4 is not over
		{Time: at(4000, 9), Person: "d", Answered: true}, // of a clock that is wrong
	}
	got := report.LeadDays(leads, amsterdam, at(4, 23), now)
	want := report.Leads{Sources: true, Asked: true, Start: at(1, 0), Counted: []float64{3, 0, 1}, Answers: []float64{2, 0, 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for name, known := range map[string]time.Time{"nothing known": {}, "known on the first day": at(0, 12), "known on the second": at(1, 12)} {
		if got := report.LeadDays(leads, amsterdam, known, now); len(got.Counted) != 0 || !got.Sources {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := report.LeadDays(leads, amsterdam, at(5000, 0), at(3, 1)); len(got.Counted) != 2 {
		t.Errorf("known in the future: %+v", got)
	}
}

// What doesn't matter to a report doesn't make it again.
func TestLeadsOutsideOfTheWindowChangeNothing(t *testing.T) {
	leads := leadsOf(250, 40, 0, 0)
	print := func(leads []evidence.CountedLead, known time.Time) string {
		in := input(daily(250, 1), on(200))
		in.Leads = report.LeadDays(leads, amsterdam, known, now)
		q, _ := report.Ask(in)
		return q.Print()
	}
	before := print(leads, on(240))
	later := append(slices.Clone(leads), evidence.CountedLead{Time: on(249), Person: "late", Answered: true})
	if got := print(later, on(250)); got != before {
		t.Error("a lead after the window makes the report again")
	}
	inside := slices.Clone(leads)
	i := slices.IndexFunc(inside, func(l evidence.CountedLead) bool { return !l.Time.Before(on(203)) })
	inside[i].Answered = !inside[i].Answered
	if got := print(inside, on(240)); got == before {
		t.Error("an answer in the window doesn't make the report again")
	}
}
