package detector

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/inflight"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// A large document during which the process ended twice is quarantined, and the others continue;
// once it is released, it is detected.
func TestALargeDocumentThatEndsTheProcess(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		path := filepath.Join(t.TempDir(), "inflight.json")
		start := func(version string) *Detector {
			t.Helper()
			log, left, err := inflight.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			write(t, l, func(tx *ledger.Tx) error { return archive.RecordDeaths(ctx, tx, left, version) })
			d := unstarted(t, l, nil)
			d.opts.InFlight = log
			if err := d.sweep(ctx); err != nil {
				t.Fatal(err)
			}
			return d
		}
		held := func() int {
			t.Helper()
			list, err := archive.Quarantine(ctx, l)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
		large := publish(t, l, "1", "We moved to Larkmeter. "+strings.Repeat("Nothing to see here. ", archive.Large/20), false)
		for death := range 2 {
			d := start("v1")
			if id, ok := d.isolated.next(); !ok || id != large.ID || held() != 0 {
				t.Fatalf("start %d: %q waits, %d are quarantined", death, id, held())
			}
			d.opts.InFlight.Begin(archive.Work{Kind: archive.Detection, ID: large.ID, Size: archive.Large}) // and is killed
		}
		d := start("v1")
		if held() != 1 {
			t.Fatalf("%d documents are quarantined", held())
		}
		if id, ok := d.isolated.next(); ok {
			t.Errorf("%s is tried again", id)
		}
		if waiting, err := archive.Undetected(ctx, l, 10); err != nil || len(waiting) != 0 {
			t.Errorf("%q wait: %v", waiting, err)
		}
		// A reference that arrives again changes nothing, and other documents are detected meanwhile.
		small := publish(t, l, "2", "They moved to Larkmeter.", false)
		for _, doc := range []string{large.ID, small.ID} {
			if err := d.handle(ctx, []bus.Msg{{Data: []byte(`{"id":"` + doc + `"}`)}}); err != nil {
				t.Fatal(err)
			}
		}
		if id, ok := d.isolated.next(); !ok || id != large.ID {
			t.Errorf("%q is read one at a time", id)
		}
		if err := d.processIsolated(ctx, large.ID); err != nil {
			t.Fatal(err)
		}
		if got := names4(events(t, l)); got != "found" {
			t.Errorf("events %q", got)
		}
		// Another version tries it.
		d = start("v2")
		if id, ok := d.isolated.next(); !ok || id != large.ID || held() != 0 {
			t.Fatalf("another version: %q waits, %d are quarantined", id, held())
		}
		if err := d.processIsolated(ctx, large.ID); err != nil {
			t.Fatal(err)
		}
		if got := names4(events(t, l)); got != "found found" {
			t.Errorf("events %q", got)
		}
	})
}

// Documents that were read together when the process ended are read one by one; one that
// succeeds is no longer a suspect, one that doesn't is quarantined.
func TestSmallDocumentsThatEndTheProcess(t *testing.T) {
	l := ledgertest.Open(t)
	ctx := t.Context()
	listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
	good, bad := publish(t, l, "1", "We moved to Larkmeter.", false), publish(t, l, "2", "They moved to Larkmeter.", false)
	deaths := func(ids ...string) {
		var left []archive.Work
		for _, id := range ids {
			left = append(left, archive.Work{Kind: archive.Detection, ID: id})
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.RecordDeaths(ctx, tx, left, "v1") })
	}
	deaths(good.ID, bad.ID)
	d := unstarted(t, l, nil)
	if err := d.sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if got := names4(events(t, l)); got != "" {
		t.Errorf("suspects are read with the others: %q", got)
	}
	if err := d.processIsolated(ctx, good.ID); err != nil {
		t.Fatal(err)
	}
	deaths(bad.ID)
	deaths(bad.ID)
	list, err := archive.Suspects(ctx, l, archive.Detection)
	if err != nil || len(list) != 1 || list[0].ID != bad.ID || !list[0].Held {
		t.Fatalf("%+v: %v", list, err)
	}
	write(t, l, func(tx *ledger.Tx) error { return archive.Release(ctx, tx, bad.ID) })
	d = unstarted(t, l, nil)
	if err := d.sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if got := names4(events(t, l)); got != "found found" {
		t.Errorf("events %q", got)
	}
}

// Small documents don't wait for a large one that is being read.
func TestLargeDocumentsAreReadBesideTheOthers(t *testing.T) {
	l := ledgertest.Open(t)
	d := unstarted(t, l, nil)
	listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
	large := publish(t, l, "1", strings.Repeat("We moved to Larkmeter. ", archive.Large/20), false)
	small := publish(t, l, "2", "They moved to Larkmeter.", false)
	if err := d.handle(t.Context(), []bus.Msg{{Data: []byte(`{"id":"` + large.ID + `"}`)}, {Data: []byte(`{"id":"` + small.ID + `"}`)}}); err != nil {
		t.Fatal(err)
	}
	if got := events(t, l); len(got) != 1 || got[0].Data.Document.ID != small.ID {
		t.Errorf("events %q", names4(got))
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); d.runIsolated(ctx) }()
	for deadline := time.Now().Add(time.Minute); len(events(t, l)) < 2 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	<-done
	if got := events(t, l); len(got) != 2 || got[1].Data.HitsTotal < 50_000 {
		t.Errorf("%d events", len(got))
	}
}
