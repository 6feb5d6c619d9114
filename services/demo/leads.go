package demo

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

// leadDays is how many days of leads there are.
const leadDays = 400

// Site is our brand's site.
const Site = "larkmeter.example"

// unnamed are answers that name no show. Most people answer nothing.
var unnamed = []string{
	"Google", "A colleague", "LinkedIn", "a podcast, don't remember which", "Via een podcast", "Recommended in a Slack group", "ChatGPT", "Saw you at a conference", "google zoeken", "my boss told me to look",
}

// elsewhere are answers that name a show which never mentioned us, or say that a show is not where.
var elsewhere = []string{
	"The Funnel Fable podcast", "Heard about you on Quota Quarrels", "podcast Klant en Klare Taal", "I listen to %s, but that's not where. A colleague", "Niet via %s, gewoon Google",
}

// named are ways to name a show.
var named = []string{"%s", "Heard about you on %s", "the %s podcast", "%s, the episode about forecasting", "Podcast: %s", "gehoord in %s"}

// LeadsCSV returns the leads of our brand's site as its CRM exports them, the oldest first. All of the people are invented.
func (w *World) LeadsCSV() (string, error) {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return "", fmt.Errorf("reading the demo's time zone: %w", err)
	}
	var b strings.Builder
	out := csv.NewWriter(&b)
	// A strings.Builder takes everything that is written.
	_ = out.Write([]string{"Record ID", "Create Date", "Email", "How did you hear about us?", "Lifecycle Stage", "Amount", "First Page Seen"})
	y, m, d := w.opts.Base.In(zone).Date()
	for ago := leadDays; ago > 0; ago-- {
		day := time.Date(y, m, d-ago, 0, 0, 0, 0, zone)
		// Each day has a generator of its own, so that a demo that is continued has the same leads.
		r := w.random("leads", day.Format(time.DateOnly))
		usual := 14.0
		if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
			usual = 4
		}
		lift := w.leadLift(day, zone)
		for n := range int(poisson(usual*(1+lift), r)) {
			_ = out.Write(w.lead(day, n, lift, r))
		}
	}
	out.Flush()
	return b.String(), nil
}

// leadLift is by how much the leads of a day rose because of old episodes.
func (w *World) leadLift(day time.Time, zone *time.Location) (lift float64) {
	for i, before := range archiveDays {
		y, m, d := w.opts.Base.AddDate(0, 0, -before).Truncate(time.Hour).In(zone).Date()
		if days := day.Sub(time.Date(y, m, d, 0, 0, 0, 0, zone)).Hours() / 24; days > -0.5 && days < 6.5 {
			lift += moved[i]
		}
	}
	return lift
}

// lead returns a row: somebody who filled in the form of the site.
func (w *World) lead(day time.Time, n int, lift float64, r *rand.Rand) []string {
	at := day.Add(8*time.Hour + time.Duration(r.IntN(11*3600))*time.Second)
	address := fmt.Sprintf("contact%d@buyer%d.example", n+1, r.IntN(5000))
	stage, amount, answer, page := "Lead", "", "", "/pricing?utm_source=newsletter"
	if r.IntN(6) == 0 {
		stage, amount = "Customer", fmt.Sprint(100*(1+int(math.Round(20*r.Float64()))))
	}
	if r.IntN(3) > 0 {
		page = "/"
	}
	switch {
	case r.IntN(60) == 0: // somebody of the team tries the form
		address, answer = "test@example.com", "test"
	case r.IntN(100) < 15:
		answer = unnamed[r.IntN(len(unnamed))]
		if r.IntN(3) == 0 || lift > 0 && r.IntN(2) == 0 {
			answer = naming(w.heard(lift, r), r)
		}
	}
	return []string{fmt.Sprintf("%s-%d", day.Format("20060102"), n+1), at.UTC().Format(time.RFC3339), address, answer, stage, amount, "https://www.larkmeter.example" + page}
}

// naming is an answer that names a show: mostly as it is called, sometimes mistyped, or by a host alone. A few name it
// and mean something else, or name one that never mentioned us.
func naming(s *show, r *rand.Rand) string {
	said := func(form string) string {
		if strings.Contains(form, "%s") {
			return fmt.Sprintf(form, s.name)
		}
		return form
	}
	switch p := r.IntN(20); {
	case p < 2:
		return said(elsewhere[r.IntN(len(elsewhere))])
	case p < 6:
		return strings.ReplaceAll(said(named[r.IntN(len(named))]), s.name, mistyped(s.name, r))
	case p < 8 && len(s.hosts) > 0:
		return fmt.Sprintf("the podcast with %s", s.hosts[r.IntN(len(s.hosts))])
	}
	return said(named[r.IntN(len(named))])
}

// mistyped swaps two letters inside a word of a name.
func mistyped(name string, r *rand.Rand) string {
	letters := []rune(name)
	for range 20 {
		i := 1 + r.IntN(max(1, len(letters)-3))
		if i+2 < len(letters) && letters[i-1] != ' ' && letters[i] != ' ' && letters[i+1] != ' ' && letters[i] != letters[i+1] {
			letters[i], letters[i+1] = letters[i+1], letters[i]
			break
		}
	}
	return string(letters)
}

// heard returns the show that somebody heard of us on.
func (w *World) heard(lift float64, r *rand.Rand) *show {
	for _, s := range w.shows {
		if s.slug == archiveShow && lift > 0 {
			return s
		}
	}
	return w.shows[r.IntN(len(w.shows))]
}

// serveLeads serves the file of leads, for whoever wants to see what is imported.
func (w *World) serveLeads(rw http.ResponseWriter, r *http.Request) {
	text, err := w.LeadsCSV()
	if err != nil {
		http.Error(rw, "internal", http.StatusInternalServerError)
		return
	}
	serveText(rw, r, "text/csv; charset=utf-8", []byte(text), w.opts.Base)
}
