package correlator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/correlator"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// nothing is a bus on which nothing happens.
type nothing struct{}

func (nothing) Consume(ctx context.Context, _ bus.ConsumerConfig, _ func(context.Context, []bus.Msg) error) error {
	<-ctx.Done()
	return nil
}

func TestMain(m *testing.M) { os.Exit(ledgertest.Main(m)) }

// clock is set by the test.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.set(noon)
	return c
}

// now ticks: two changes never happen at the same moment.
func (c *clock) now() time.Time  { return time.UnixMicro(c.at.Add(1)) }
func (c *clock) set(t time.Time) { c.at.Store(t.UnixMicro()) }

// desk is a ledger with the brand acme, and a correlator.
type desk struct {
	*clock
	t   testing.TB
	l   *ledger.Ledger
	svc *correlator.Correlator

	unjoined []string
}

func (d *desk) write(do func(tx *ledger.Tx) error) {
	d.t.Helper()
	if err := d.l.Write(d.t.Context(), do); err != nil {
		d.t.Fatal(err)
	}
}

func newDesk(t testing.TB, l *ledger.Ledger, c *clock) *desk {
	t.Helper()
	d := &desk{clock: c, t: t, l: l}
	d.write(func(tx *ledger.Tx) error {
		for _, b := range []index.Brand{{ID: "acme", Name: "Acme", Own: true, Active: true}, {ID: "rival", Name: "Rival", Active: true, CompetesWith: "acme"}} {
			if _, err := record.PutBrand(t.Context(), tx, b); err != nil {
				return err
			}
		}
		_, _, err := evidence.AddSampleFeed(t.Context(), tx, feeds.SampleFeed{ID: "feed", Site: "shop", Type: "csv", Name: "csv", Zone: "UTC"})
		return err
	})
	return d
}

// run runs the correlator until the test ends.
func (d *desk) run() {
	d.t.Helper()
	var err error
	d.svc, err = correlator.New(correlator.Options{
		Ledger: d.l, Bus: nothing{}, BaseURL: "https://desk.example/", Holder: "test", Unjoined: d.unjoined, Logger: slog.New(slog.DiscardHandler),
		Registry: prometheus.NewRegistry(), Now: d.now, Poll: 5 * time.Millisecond,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() {
		if err := d.svc.Run(ctx); err != nil {
			d.t.Error(err)
		}
	})
	d.t.Cleanup(func() { cancel(); done.Wait() })
}

// count replaces the visits: 300 a day, and so many more in the days of each key.
func (d *desk) count(from, to time.Time, more map[string]float64) {
	d.t.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	var out []feeds.Sample
	for t := from; t.Before(to); t = t.AddDate(0, 0, 1) {
		v := math.Round(300 + math.Sqrt(300)*r.NormFloat64() + more[t.Format(time.DateOnly)])
		out = append(out, feeds.Sample{Start: t, Span: feeds.DaySpan, Metric: "visits", Value: v, State: feeds.Final})
	}
	d.write(func(tx *ledger.Tx) error {
		_, err := evidence.ReplaceSamples(d.t.Context(), tx, "feed", evidence.SampleRange{From: from, To: to}, out)
		return err
	})
}

// mention saves an episode that discusses acme, and makes the sites due as its event would.
func (d *desk) mention(key string, published time.Time, change ...func(*index.Mention, *feeds.Document)) index.Mention {
	d.t.Helper()
	doc := &feeds.Document{
		ID: feeds.DocumentID("podcast", key), Kind: feeds.Podcast, Network: "podcast", Key: key, Title: "Episode " + key, URL: "https://pod.example/" + key,
		Published: published, Origin: feeds.Publisher, Text: "We moved to Acme. " + key,
	}
	m := index.Mention{
		ID: index.MentionID("default", "acme", doc.ID), Brand: "acme", Document: doc.ID, Revision: 1, Type: index.Discussed, Confidence: 0.9,
		Hits: []index.Hit{{Brand: "acme", Surface: "Acme"}},
	}
	for _, c := range change {
		c(&m, doc)
	}
	m.Kind, m.Published = doc.Kind, doc.Published
	d.write(func(tx *ledger.Tx) error {
		if err := saveDocument(d.t.Context(), tx, doc); err != nil {
			return err
		}
		if err := record.SaveMention(d.t.Context(), tx, m); err != nil {
			return err
		}
		return evidence.SetSitesDue(d.t.Context(), tx, "", tx.Now())
	})
	return m
}

func saveDocument(ctx context.Context, tx *ledger.Tx, doc *feeds.Document) error {
	src, _, err := archive.AddSource(ctx, tx, feeds.Source{Type: feeds.PodcastSource, URL: "https://pod.example/feed", Name: "Paths"})
	if err != nil {
		return err
	}
	_, err = archive.SaveDocument(ctx, tx, archive.NewDraft(*doc), src.ID)
	return err
}

// report returns the report of a mention once check returns "".
func (d *desk) report(m index.Mention, check func(evidence.Report) string) evidence.Report {
	d.t.Helper()
	why := ""
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		r, err := evidence.GetReport(d.t.Context(), d.l, "", evidence.ReportID("", m.Brand, m.Document))
		if err != nil {
			why = err.Error()
			continue
		}
		if why = check(r); why == "" {
			return r
		}
	}
	d.t.Fatalf("report of %s: %s", m.ID, why)
	return evidence.Report{}
}

// settled waits until nothing is due.
func (d *desk) settled() {
	d.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		due, err := evidence.DueSites(d.t.Context(), d.l, d.now(), 1)
		if err != nil {
			d.t.Fatal(err)
		}
		if busy, err := d.svc.Busy(d.t.Context()); err == nil && !busy && len(due) == 0 {
			return
		}
	}
	d.t.Fatal("never idle")
}

// is waits for a state and a verdict.
func is(state evidence.ReportState, verdict evidence.Verdict) func(evidence.Report) string {
	return func(r evidence.Report) string {
		if r.State == state && r.Verdict == verdict {
			return ""
		}
		return fmt.Sprintf("%s %s: %+v", r.State, r.Verdict, r.Body.Caveats)
	}
}

// events returns the events on REPORTS so far, as "ready 2".
func (d *desk) events() (list []alerts.ReportEvent, text string) {
	d.t.Helper()
	rows, err := d.l.Unpublished(d.t.Context(), 100)
	if err != nil {
		d.t.Fatal(err)
	}
	var names []string
	for _, m := range rows {
		if m.Stream != "REPORTS" {
			continue
		}
		var e alerts.ReportEvent
		if err := json.Unmarshal(m.Payload, &e); err != nil {
			d.t.Fatal(err)
		}
		list = append(list, e)
		names = append(names, fmt.Sprintf("%s %d", strings.Split(m.Subject, ".")[1], e.Data.Revision))
	}
	return list, strings.Join(names, ", ")
}

func days(from time.Time, n int, more float64) map[string]float64 {
	out := map[string]float64{}
	for i := range n {
		out[from.AddDate(0, 0, i).Format(time.DateOnly)] = more
	}
	return out
}

// A report is open until its window is over, has a verdict then, and is revised when the counts
// are; each revision with a verdict is announced, and nothing else is.
func TestFromAMentionToItsReport(t *testing.T) {
	c := newClock()
	ledgertest.EachAt(t, c.now, func(t *testing.T, l *ledger.Ledger) {
		c.set(noon)
		d := newDesk(t, l, c)
		begin := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
		published := noon.AddDate(0, 0, -3)
		first := published.Truncate(24 * time.Hour)
		lift := days(first, 7, 150)
		today := noon.Truncate(24 * time.Hour)
		d.count(begin, today, lift)
		m := d.mention("a", published)
		d.run()
		r := d.report(m, is(evidence.Open, ""))
		if r.Body.Window.From != "2026-11-17" || r.Body.Window.LookOn != "2026-11-24" {
			t.Errorf("%+v", r.Body.Window)
		}
		later := noon.AddDate(0, 0, 5)
		d.set(later)
		d.count(begin, first.AddDate(0, 0, 7), lift)
		r = d.report(m, is(evidence.Ready, evidence.Likely))
		if r.Body.Mention.Show != "Paths" || r.Body.DataTo != "2026-11-23" || r.Body.Lift.Placebos < 60 {
			t.Errorf("%+v of %+v to %s", r.Body.Lift, r.Body.Mention, r.Body.DataTo)
		}
		d.settled()
		_, text := d.events()
		if text != fmt.Sprintf("ready %d", r.Revision) {
			t.Errorf("events %q of revision %d", text, r.Revision)
		}
		// Another day doesn't change it; another count in its window does.
		d.count(begin, first.AddDate(0, 0, 9), lift)
		d.settled()
		if _, again := d.events(); again != text {
			t.Errorf("events %q after another day", again)
		}
		d.count(begin, first.AddDate(0, 0, 9), nil)
		r = d.report(m, is(evidence.Ready, evidence.NoSign))
		d.settled()
		list, again := d.events()
		if again != text+fmt.Sprintf(", revised %d", r.Revision) {
			t.Errorf("events %q", again)
		}
		if e := list[len(list)-1]; e.Data.Verdict != "no_sign" || e.Data.Link != "https://desk.example/mentions/"+m.ID+"/report" || e.Data.Brand.Name != "Acme" || *e.Data.Lift.Low >= 0 {
			t.Errorf("%+v", e.Data)
		}
		// A dismissed mention has no report, and gets it back.
		dismissed, seen := index.Dismissed, index.Seen
		change := func(s index.State) {
			d.write(func(tx *ledger.Tx) error {
				if _, err := record.UpdateMention(t.Context(), tx, "", m.ID, 0, record.MentionChange{State: &s}); err != nil {
					return err
				}
				return evidence.SetSitesDue(t.Context(), tx, "", tx.Now())
			})
		}
		change(dismissed)
		d.settled()
		if got, _, err := evidence.ListReports(t.Context(), l, evidence.ReportFilter{}); err != nil || len(got) != 0 {
			t.Errorf("%d reports of a dismissed mention, %v", len(got), err)
		}
		change(seen)
		if back := d.report(m, is(evidence.Ready, evidence.NoSign)); back.Revision <= r.Revision {
			t.Errorf("revision %d was %d before", back.Revision, r.Revision)
		}
	})
}

// Posts and passing mentions get no report by themselves; a post that a person chose does.
func TestWhichMentionsGetAReport(t *testing.T) {
	c := newClock()
	l := ledgertest.OpenAt(t, c.now)
	d := newDesk(t, l, c)
	d.count(noon.AddDate(0, 0, -200).Truncate(24*time.Hour), noon.Truncate(24*time.Hour), nil)
	post := d.mention("post", noon.AddDate(0, 0, -40), func(_ *index.Mention, doc *feeds.Document) { doc.Kind = feeds.Post })
	d.mention("passing", noon.AddDate(0, 0, -50), func(m *index.Mention, _ *feeds.Document) { m.Type = index.Passing })
	d.mention("unsure", noon.AddDate(0, 0, -60), func(m *index.Mention, _ *feeds.Document) { m.Unsure = true })
	d.mention("rival", noon.AddDate(0, 0, -70), func(m *index.Mention, doc *feeds.Document) {
		m.Brand, m.ID = "rival", index.MentionID("default", "rival", doc.ID)
	})
	episode := d.mention("episode", noon.AddDate(0, 0, -30))
	d.run()
	d.report(episode, is(evidence.Ready, evidence.NoSign))
	d.settled()
	list, _, err := evidence.ListReports(t.Context(), l, evidence.ReportFilter{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d reports, %v", len(list), err)
	}
	site := list[0].Body.Site
	d.write(func(tx *ledger.Tx) error {
		s, err := evidence.GetSite(t.Context(), tx, "", site.ID)
		if err != nil {
			return err
		}
		return evidence.ChooseReport(t.Context(), tx, s, "acme", post.Document, post.ID)
	})
	if r := d.report(post, is(evidence.Ready, evidence.NoSign)); r.Body.Window.Days != 1 || !r.Chosen {
		t.Errorf("%+v", r.Body.Window)
	}
}

// A new time zone, a new primary feed and an annotation make reports again.
func TestSettingsMakeReportsAgain(t *testing.T) {
	c := newClock()
	l := ledgertest.OpenAt(t, c.now)
	d := newDesk(t, l, c)
	begin, published := noon.AddDate(0, 0, -200).Truncate(24*time.Hour), noon.AddDate(0, 0, -30)
	d.count(begin, noon.Truncate(24*time.Hour), days(published.Truncate(24*time.Hour), 7, 150))
	m := d.mention("a", published)
	d.run()
	r := d.report(m, is(evidence.Ready, evidence.Likely))
	site := func(change func(*evidence.Site)) {
		d.write(func(tx *ledger.Tx) error {
			s, err := evidence.GetSite(t.Context(), tx, "", r.Body.Site.ID)
			if err != nil {
				return err
			}
			change(&s)
			_, err = evidence.PutSite(t.Context(), tx, s)
			return err
		})
	}
	site(func(s *evidence.Site) { s.Zone = "Europe/Amsterdam" })
	r = d.report(m, func(r evidence.Report) string {
		if r.Body.Site.Zone == "UTC" || len(r.Body.Caveats) == 0 || r.Body.Caveats[0].Code != "other_days" {
			return fmt.Sprintf("%+v %+v", r.Body.Site, r.Body.Caveats)
		}
		return ""
	})
	d.write(func(tx *ledger.Tx) error {
		_, err := evidence.PutAnnotation(t.Context(), tx, evidence.Annotation{ID: "n", Name: "Sale", Kind: evidence.Campaign, From: r.Body.Window.From, To: r.Body.Window.To, Counting: "counted"})
		return err
	})
	d.report(m, is(evidence.Ready, evidence.CannotTell))
	d.write(func(tx *ledger.Tx) error { return evidence.DeleteAnnotation(t.Context(), tx, "", "n", 0) })
	d.report(m, is(evidence.Ready, evidence.Likely))
	d.write(func(tx *ledger.Tx) error {
		if _, _, err := evidence.AddSampleFeed(t.Context(), tx, feeds.SampleFeed{ID: "other", Site: "shop", Type: "csv", Name: "other", Zone: "UTC"}); err != nil {
			return err
		}
		var out []feeds.Sample
		r := rand.New(rand.NewPCG(5, 1))
		for at := begin; at.Before(noon.Truncate(24 * time.Hour)); at = at.AddDate(0, 0, 1) {
			out = append(out, feeds.Sample{Start: at, Span: feeds.DaySpan, Metric: "visits", Value: math.Round(900 + 30*r.NormFloat64()), State: feeds.Final})
		}
		_, err := evidence.ReplaceSamples(t.Context(), tx, "other", evidence.SampleRange{From: begin, To: noon}, out)
		return err
	})
	site(func(s *evidence.Site) { s.Primary = map[string]string{"visits": "other"} })
	if r = d.report(m, is(evidence.Ready, evidence.NoSign)); r.Body.Site.Feed != "other" {
		t.Errorf("counted by %s", r.Body.Site.Feed)
	}
}

// A report is made again when the leads of its window change, and not because of other leads.
func TestReportsFollowLeads(t *testing.T) {
	c := newClock()
	d := newDesk(t, ledgertest.OpenAt(t, c.now), c)
	published := noon.AddDate(0, 0, -30)
	d.count(noon.AddDate(0, 0, -250).Truncate(24*time.Hour), noon.Truncate(24*time.Hour), nil)
	m := d.mention("a", published)
	d.run()
	line := func(r evidence.Report) (out evidence.ReportLine) {
		for _, l := range r.Body.Lines {
			if l.Kind == "leads" {
				out = l
			}
		}
		return out
	}
	d.report(m, func(r evidence.Report) string {
		if r.State != evidence.Ready || line(r).State != "not_set_up" {
			return fmt.Sprintf("%s, %+v", r.State, line(r))
		}
		return ""
	})
	src := feeds.LeadSource{ID: "leads", Site: "shop", Type: "csv", Name: "csv"}
	put := func(leads ...feeds.Lead) {
		d.write(func(tx *ledger.Tx) error {
			if _, _, err := evidence.AddLeadSource(t.Context(), tx, src, evidence.ByFile); err != nil {
				return err
			}
			_, err := evidence.PutLeads(t.Context(), tx, src, leads, evidence.LeadsOptions{Due: tx.Now()})
			return err
		})
	}
	var leads []feeds.Lead
	for day := range 200 {
		for n := range 3 {
			l := src.Lead(fmt.Sprint(day, "-", n), noon.AddDate(0, 0, day-200).Add(time.Duration(n)*time.Hour))
			if n == 0 {
				l.SetTexts("A podcast", "")
			}
			leads = append(leads, l)
		}
	}
	test, imported := src.Lead("test", published), src.Lead("imported", published)
	test.Test, imported.Imported = true, true
	put(append(leads, test, imported)...)
	made := d.report(m, func(r evidence.Report) string {
		if l := line(r); l.Leads == nil || *l.Leads != 21 || *l.Answered != 7 || l.State != "cannot_tell" {
			return fmt.Sprintf("%+v", l)
		}
		return ""
	})
	d.settled()
	put(src.Lead("later", noon.AddDate(0, 0, -5)))
	d.settled()
	if r := d.report(m, func(evidence.Report) string { return "" }); r.Revision != made.Revision {
		t.Errorf("a lead after the window raised the revision from %d to %d", made.Revision, r.Revision)
	}
	d.write(func(tx *ledger.Tx) error { return evidence.EraseLeads(t.Context(), tx, src, []string{"171-0"}) })
	d.report(m, func(r evidence.Report) string {
		if l := line(r); *l.Leads != 20 || *l.Answered != 6 {
			return fmt.Sprintf("%d of %d", *l.Answered, *l.Leads)
		}
		return ""
	})
}
