package archive_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// A subscription is asked for, confirmed once, and ended with its source.
func TestHubs(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "ours")
		hub := feeds.Hub{URL: "https://hub.example/", Topic: "https://show.example/feed"}
		set := func(h feeds.Hub) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) error { return archive.SetHub(ctx, tx, src.ID, h) })
		}
		due := func() []archive.HubSubscription {
			t.Helper()
			return must(archive.DueHubs(ctx, l, 10, func(archive.HubSubscription) time.Time { return noon.Add(time.Hour) }))(t)
		}
		set(hub)
		set(hub) // the same again changes nothing
		asked := due()
		if len(asked) != 1 || asked[0].Source != src.ID || !asked[0].Wanted || !asked[0].Pending || asked[0].Tries != 1 || len(asked[0].Secret) < 20 || len(asked[0].ID) < 20 {
			t.Fatalf("%+v", asked)
		}
		if again := due(); len(again) != 0 {
			t.Errorf("asked twice: %+v", again)
		}
		confirm := func(alive time.Time) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) error {
				return archive.HubConfirmed(ctx, tx, asked[0].ID, alive, noon.Add(2*time.Hour))
			})
		}
		confirm(noon.Add(3 * time.Hour))
		confirm(noon.Add(300 * time.Hour)) // replayed
		if alive := must(archive.HubAlive(ctx, l, src.ID))(t); !alive.Equal(noon.Add(3 * time.Hour)) {
			t.Errorf("alive until %s", alive)
		}
		if wanted, alive, err := archive.CountHubs(ctx, l, noon); err != nil || wanted != 1 || alive != 1 {
			t.Errorf("%d wanted, %d alive, %v", wanted, alive, err)
		}
		set(feeds.Hub{URL: "https://other.example/", Topic: hub.Topic})
		if now := due(); len(now) != 2 || slices.IndexFunc(now, func(s archive.HubSubscription) bool { return !s.Wanted && s.ID == asked[0].ID }) < 0 {
			t.Errorf("after another hub: %+v", now)
		}
		src.Paused = true
		write(t, l, func(tx *ledger.Tx) error { return archive.UpdateSource(ctx, tx, src) })
		if n := must(archive.EndOrphanedHubs(ctx, l))(t); n != 1 {
			t.Errorf("%d subscriptions of a paused source were ended", n)
		}
		denied := &feeds.Fault{Kind: feeds.FaultRefused, Code: "hub_denied", Reason: "No"}
		write(t, l, func(tx *ledger.Tx) error { return archive.HubFailed(ctx, tx, asked[0].ID, denied, true) })
		if s := must(archive.GetHub(ctx, l, asked[0].ID))(t); s.Code != "hub_denied" || !s.Alive.IsZero() {
			t.Errorf("%+v", s)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.DropHub(ctx, tx, asked[0].ID) })
		if _, err := archive.GetHub(ctx, l, asked[0].ID); err == nil {
			t.Error("it is still there")
		}
	})
}

// A nudge makes a source due, but not sooner than the shortest interval allows, and never one that fails.
func TestNudge(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "ours")
		poll := func(tried time.Duration, failures int) {
			t.Helper()
			p := archive.Poll{}
			p.State.LastTried, p.State.LastRead, p.State.Due, p.State.Failures = noon.Add(-tried), noon.Add(-tried), noon.Add(5*time.Hour), failures
			p.Condition.Health = feeds.Healthy
			write(t, l, func(tx *ledger.Tx) error { return archive.SavePoll(ctx, tx, archive.SourcePoll, src.ID, p) })
		}
		nudged := func(names ...string) (n int) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) (err error) { n, err = archive.Nudge(ctx, tx, names, time.Minute); return err })
			return n
		}
		for name, tt := range map[string]struct {
			tried    time.Duration
			failures int
			name     string
			want     int
			due      time.Duration
		}{
			"by id":          {time.Hour, 0, src.ID, 1, 0},
			"by address":     {time.Hour, 0, "http://" + src.URL[len("https://"):] + "/", 1, 0},
			"just read":      {10 * time.Second, 0, src.ID, 1, 50 * time.Second},
			"failing":        {time.Hour, 2, src.ID, 0, 5 * time.Hour},
			"not followed":   {time.Hour, 0, "https://nobody.example/feed", 0, 5 * time.Hour},
			"no such source": {time.Hour, 0, "x", 0, 5 * time.Hour},
		} {
			poll(tt.tried, tt.failures)
			if got := nudged(tt.name); got != tt.want {
				t.Errorf("%s: %d", name, got)
			}
			s := must(archive.GetSource(ctx, l, src.ID))(t)
			if !s.Poll.State.Due.Equal(noon.Add(tt.due)) || s.Poll.Asked {
				t.Errorf("%s: due %s, asked %v", name, s.Poll.State.Due, s.Poll.Asked)
			}
		}
	})
}

// The queue takes an address once a day, and is bounded for a host and in all.
func TestFound(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		src := addSource(t, l, "ours")
		put := func(addresses ...string) (added, dropped int) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) (err error) {
				added, dropped, err = archive.PutFound(ctx, tx, src.ID, addresses)
				return err
			})
			return added, dropped
		}
		if a, d := put("https://a.example/x#y", "http://a.example/x/", "file:///etc/passwd", "https://u:p@a.example/", "https://b.example/"); a != 2 || d != 2 {
			t.Errorf("%d added, %d dropped", a, d)
		}
		taken := must(archive.TakeFound(ctx, l, 10, time.Minute))(t)
		if len(taken) != 2 || taken[0].Tries != 1 {
			t.Fatalf("%+v", taken)
		}
		if again := must(archive.TakeFound(ctx, l, 10, time.Minute))(t); len(again) != 0 {
			t.Errorf("taken twice: %+v", again)
		}
		now = noon.Add(2 * time.Minute)
		if again := must(archive.TakeFound(ctx, l, 10, time.Minute))(t); len(again) != 2 || again[0].Tries != 2 {
			t.Errorf("those of a process that ended: %+v", again)
		}
		for i, f := range taken {
			write(t, l, func(tx *ledger.Tx) error {
				if i == 0 {
					return archive.FinishFound(ctx, tx, f.ID, archive.FoundFailed, &feeds.Fault{Kind: feeds.FaultAbsent, Code: "page_without_text", Reason: "Nothing"})
				}
				return archive.RetryFound(ctx, tx, f.ID, now.Add(time.Hour), &feeds.Fault{Kind: feeds.FaultTransient, Reason: "Later"})
			})
		}
		if a, _ := put(taken[0].Address, taken[1].Address); a != 0 {
			t.Error("an address was queued again within a day")
		}
		now = noon.Add(25 * time.Hour)
		if a, _ := put(taken[0].Address); a != 1 {
			t.Error("an address was not queued again after a day")
		}
		var many []string
		for i := range 300 {
			many = append(many, fmt.Sprintf("https://flood.example/%d", i))
		}
		if a, d := put(many...); a != 200 || d != 100 {
			t.Errorf("of one host %d were added and %d dropped", a, d)
		}
		if listed := must(archive.ListFound(ctx, l, src.ID, 500))(t); len(listed) != 202 {
			t.Errorf("%d listed", len(listed))
		}
		if err := archive.ForgetFound(ctx, l); err != nil {
			t.Error(err)
		}
	})
}
