package detector

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/index/detect/judge"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

// unstarted returns a detector without its loops, on a real ledger.
func unstarted(t *testing.T, l *ledger.Ledger, j Judge) *Detector {
	t.Helper()
	b, err := bus.Start(t.Context(), bus.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Stop(context.Background()) })
	d, err := New(Options{
		Ledger: l, Bus: b, Judge: j, BaseURL: "http://desk.example", Holder: "test", Logger: slog.New(slog.DiscardHandler),
		Registry: prometheus.NewRegistry(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func write(t *testing.T, l *ledger.Ledger, do func(*ledger.Tx) error) {
	t.Helper()
	if err := l.Write(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func listen(t *testing.T, l *ledger.Ledger, b index.Brand) index.Brand {
	t.Helper()
	b.Active, b.Own = true, true
	write(t, l, func(tx *ledger.Tx) (err error) {
		b, err = record.PutBrand(t.Context(), tx, b)
		return err
	})
	return b
}

// rescan runs a rescan, as after an edit of a brand, and returns it.
func rescan(t *testing.T, l *ledger.Ledger, d *Detector) archive.Rescan {
	t.Helper()
	write(t, l, func(tx *ledger.Tx) error {
		_, err := archive.AddRescan(t.Context(), tx, archive.Rescan{Reason: "test"})
		return err
	})
	job, err := archive.ClaimRescan(t.Context(), l, d.opts.Now(), d.opts.Holder, lease.Length)
	if err != nil || job == nil {
		t.Fatalf("rescan %v: %v", job, err)
	}
	if err := d.scan(t.Context(), *job); err != nil {
		t.Fatal("rescanning: ", err)
	}
	done, err := archive.GetRescan(t.Context(), l, "", job.ID)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func publish(t *testing.T, l *ledger.Ledger, key, text string, backfill bool) feeds.Document {
	t.Helper()
	d := feeds.Document{
		ID: feeds.DocumentID("web", key), Kind: feeds.Page, Network: "web", Key: key, Title: "A page", Text: text, Language: "en",
		Origin: feeds.Publisher, Published: time.Now().UTC().Truncate(time.Second), Backfill: backfill,
	}
	write(t, l, func(tx *ledger.Tx) error {
		src, _, err := archive.AddSource(t.Context(), tx, feeds.Source{Type: feeds.FeedSource, URL: "https://blog.example/feed", Name: "Blog"})
		if err != nil {
			return err
		}
		saved, err := archive.SaveDocument(t.Context(), tx, archive.NewDraft(d), src.ID)
		if err == nil {
			d = *saved.Document
		}
		return err
	})
	return d
}

// events lists what waits for the bus on MENTIONS, as "found 1 backfill=false".
func events(t *testing.T, l *ledger.Ledger) (out []alerts.Event) {
	t.Helper()
	rows, err := l.Unpublished(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Stream != subjects.Mentions {
			continue
		}
		var e alerts.Event
		if err := json.Unmarshal(r.Payload, &e); err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

func names4(events []alerts.Event) string {
	var parts []string
	for _, e := range events {
		parts = append(parts, strings.Split(e.Type, ".")[2])
	}
	return strings.Join(parts, " ")
}

// A text of nothing but the name is a mention whose event is small enough for the bus.
func TestANameWithoutEnd(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		d := unstarted(t, l, nil)
		listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
		doc := publish(t, l, "1", strings.Repeat("<Larkmeter> & ", 20_000), false)
		if _, err := d.process(t.Context(), []string{doc.ID}); err != nil {
			t.Fatal(err)
		}
		rows, err := l.Unpublished(t.Context(), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if announced := events(t, l); len(announced) != 1 || len(announced[0].Data.Hits) != detect.MaxHits || announced[0].Data.HitsTotal != 20_000 {
			t.Fatalf("%d events", len(announced))
		}
		for _, r := range rows {
			if len(r.Payload) > 512<<10 {
				t.Errorf("%d bytes of %s", len(r.Payload), r.Stream)
			}
		}
	})
}

// A document read twice is one mention and one event; a text that changes amends it; a
// name that is deleted removes it.
func TestAMentionsLife(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		d := unstarted(t, l, nil)
		listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
		read := func(doc feeds.Document) {
			t.Helper()
			if _, err := d.process(t.Context(), []string{doc.ID}); err != nil {
				t.Fatal(err)
			}
		}
		doc := publish(t, l, "1", "We moved to Larkmeter.", false)
		read(doc)
		read(doc)
		if got := names4(events(t, l)); got != "found" {
			t.Fatalf("events %q", got)
		}
		read(publish(t, l, "1", "We moved to Larkmeter. Larkmeter is what we use.", false))
		read(publish(t, l, "1", "We moved on.", false))
		ev := events(t, l)
		if got := names4(ev); got != "found amended removed" {
			t.Fatalf("events %q", got)
		}
		for i, e := range ev {
			if e.Data.Revision != int64(i+1) || e.Data.Backfill {
				t.Errorf("event %d has revision %d, backfill %t", i, e.Data.Revision, e.Data.Backfill)
			}
		}
	})
}

// A rescan finds the mentions of a new brand, as back catalogue. It skips a document that was
// not detected yet: the document's own reference is still to come.
func TestARescanMakesNoNews(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		d := unstarted(t, l, nil)
		old := publish(t, l, "old", "Quillroute and Larkmeter were there.", false)
		if _, err := d.process(ctx, []string{old.ID}); err != nil {
			t.Fatal(err)
		}
		fresh := publish(t, l, "fresh", "Larkmeter again.", false)
		listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
		if job := rescan(t, l, d); job.State != archive.RescanDone || job.Appeared != 1 || job.Done != 2 {
			t.Fatalf("rescan %+v", job)
		}
		if _, err := d.process(ctx, []string{fresh.ID}); err != nil {
			t.Fatal(err)
		}
		backfill := map[string]bool{}
		for _, e := range events(t, l) {
			backfill[e.Data.Document.ID] = e.Data.Backfill
		}
		if !backfill[old.ID] || backfill[fresh.ID] || len(backfill) != 2 {
			t.Errorf("backfill %v: the old page is back catalogue, the fresh one news", backfill)
		}
	})
}

// Editing a brand amends mentions that were found earlier. A channel that was created in between
// must not send alerts about them as if they were found now.
func TestARescanOfWhatWasNewsIsNoNews(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		d := unstarted(t, l, nil)
		brand := listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
		doc := publish(t, l, "1", "We moved to Larkmeter. The lark meter is what we use.", false)
		if _, err := d.process(ctx, []string{doc.ID}); err != nil {
			t.Fatal(err)
		}
		edit := func(change func(*index.Brand)) {
			t.Helper()
			change(&brand)
			brand = listen(t, l, brand)
			rescan(t, l, d)
		}
		backfill := func() bool {
			t.Helper()
			m, err := record.MentionsOf(ctx, l, doc.ID)
			if err != nil || len(m) != 1 {
				t.Fatalf("%v, %v", m, err)
			}
			return m[0].Backfill
		}
		edit(func(b *index.Brand) { b.Context = []string{"moved"} })
		if backfill() {
			t.Error("an amended mention is no news any more")
		}
		edit(func(b *index.Brand) { b.Name = "Quillroute" })
		edit(func(b *index.Brand) { b.Name = "Larkmeter" })
		if !backfill() {
			t.Error("a mention that an edit restored is live")
		}
		announced := events(t, l)
		if got := names4(announced); got != "found amended removed amended" {
			t.Fatalf("events %q", got)
		}
		for i, e := range announced {
			if e.Data.Backfill != (i > 0) {
				t.Errorf("event %d, %s, has backfill %t", i, e.Type, e.Data.Backfill)
			}
		}
	})
}

// A rescan that finds an unsure mention reports nothing: what makes it sure later
// is reported, as after a transcript arrives.
func TestARescanLeavesTheNewsToWhatMakesAMentionSure(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		d := unstarted(t, l, nil)
		brand := listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter", Exclude: []string{"toy"}})
		read := func(text string) {
			t.Helper()
			if _, err := d.process(ctx, []string{publish(t, l, "1", text, false).ID}); err != nil {
				t.Fatal(err)
			}
		}
		read("They gave me a Larkmeter toy for Christmas.")
		brand.Context = []string{"christmas"}
		listen(t, l, brand)
		rescan(t, l, d)
		read("We moved to Larkmeter. All of us use Larkmeter now.")
		announced := events(t, l)
		if got := names4(announced); got != "found amended amended" {
			t.Fatalf("events %q", got)
		}
		for i, e := range announced {
			if unsure, backfill := i < 2, i == 1; e.Data.Unsure != unsure || e.Data.Backfill != backfill {
				t.Errorf("event %d: unsure %t, backfill %t", i, e.Data.Unsure, e.Data.Backfill)
			}
		}
	})
}

// Documents whose references the bus lost are detected at the start.
func TestTheSweepReadsWhatWasLeft(t *testing.T) {
	l := ledgertest.Open(t)
	d := unstarted(t, l, nil)
	listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
	publish(t, l, "1", "We moved to Larkmeter.", false)
	if err := d.sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := names4(events(t, l)); got != "found" {
		t.Errorf("events %q", got)
	}
}

type answers struct {
	asked int
	say   judge.Answer
}

func (a *answers) Ask(context.Context, index.Brand, index.Hit) (judge.Answer, error) {
	a.asked++
	return a.say, nil
}

// frugal is a judge that counts its questions.
type frugal struct {
	answers
	usage judge.Usage
}

func (f *frugal) Ask(ctx context.Context, b index.Brand, h index.Hit) (judge.Answer, error) {
	f.usage = judge.Usage{Day: "2026-11-02", Used: f.usage.Used + 1}
	return f.answers.Ask(ctx, b, h)
}

func (f *frugal) Usage() judge.Usage   { return f.usage }
func (f *frugal) Resume(u judge.Usage) { f.usage = u }

// A restart doesn't renew the judge's daily budget: what was asked today is stored.
func TestTheJudgesBudgetIsKeptAcrossRestarts(t *testing.T) {
	l := ledgertest.Open(t)
	listen(t, l, index.Brand{ID: "beacon", Name: "Beacon"})
	for i, text := range []string{"we saw a beacon on the hill and walked on", "they lit a beacon on the roof and waited"} {
		j := &frugal{}
		d := unstarted(t, l, j)
		doc := publish(t, l, text[:9], text, false)
		if _, err := d.process(t.Context(), []string{doc.ID}); err != nil {
			t.Fatal(err)
		}
		if j.usage.Used != i+1 {
			t.Errorf("process %d ended with %d questions", i+1, j.usage.Used)
		}
	}
}

// What was asked today is still counted if loading it failed the first time.
func TestTheJudgesBudgetIsLookedUpAgain(t *testing.T) {
	l := ledgertest.Open(t)
	write(t, l, func(tx *ledger.Tx) error {
		return tx.PutSetting(t.Context(), ledger.DefaultWorkspace, judgeUsageKey, `{"Day":"2026-11-02","Used":7}`)
	})
	j := &frugal{}
	d := unstarted(t, l, j)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, ctx := range []context.Context{gone, t.Context(), t.Context()} {
		d.restoreUsage(ctx, j)
	}
	if j.usage.Used != 7 {
		t.Errorf("the budget starts at %d", j.usage.Used)
	}
}

// The judge is asked about an unsure hit once; its answer is kept and decides again
// when the document is read again.
func TestTheJudgeIsAskedOnce(t *testing.T) {
	l := ledgertest.Open(t)
	j := &answers{say: judge.Answer{Brand: true, Reason: "it speaks of the product"}}
	d := unstarted(t, l, j)
	listen(t, l, index.Brand{ID: "beacon", Name: "Beacon"})
	doc := publish(t, l, "1", "we saw a beacon on the hill and walked on", false)
	for range 2 {
		if _, err := d.process(t.Context(), []string{doc.ID}); err != nil {
			t.Fatal(err)
		}
	}
	ev := events(t, l)
	if j.asked != 1 || len(ev) != 1 || ev[0].Data.Unsure || !strings.Contains(ev[0].Data.Hits[0].Reason, "confirmed by the language model: it speaks") {
		t.Errorf("asked %d times; events %+v", j.asked, ev)
	}
}
