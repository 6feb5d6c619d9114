package archive_test

import (
	"errors"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestARescanIsTakenUpWhereItStopped(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		src := addSource(t, l, "alpha")
		save(t, l, src.ID, episode("one", "Title", "words"), episode("two", "Title", "words"))
		if got := must(archive.ClaimRescan(ctx, l, now, "one", time.Minute))(t); got != nil {
			t.Errorf("nothing was asked for: %+v", got)
		}
		var asked archive.Rescan
		write(t, l, func(tx *ledger.Tx) (err error) {
			asked, err = archive.AddRescan(ctx, tx, archive.Rescan{Reason: "Acme was added", Brands: []string{"acme"}})
			return err
		})
		got := must(archive.ClaimRescan(ctx, l, now, "one", time.Minute))(t)
		if got == nil || got.ID != asked.ID || got.Total != 2 || got.State != archive.RescanRunning {
			t.Fatalf("%+v", got)
		}
		if again := must(archive.ClaimRescan(ctx, l, now, "two", time.Minute))(t); again != nil {
			t.Errorf("claimed twice: %+v", again)
		}
		got.Position, got.Done, got.Appeared = 1, 1, 1
		write(t, l, func(tx *ledger.Tx) error { return archive.SaveRescan(ctx, tx, *got, "one", time.Minute) })
		now = noon.Add(2 * time.Minute) // its process was killed
		next := must(archive.ClaimRescan(ctx, l, now, "two", time.Minute))(t)
		if next == nil || next.Position != 1 || next.Done != 1 || next.Appeared != 1 || next.Brands[0] != "acme" {
			t.Fatalf("%+v", next)
		}
		err := l.Write(ctx, func(tx *ledger.Tx) error { return archive.SaveRescan(ctx, tx, *got, "one", time.Minute) })
		if !errors.Is(err, archive.ErrStopped) {
			t.Errorf("the first holder continues: %v", err)
		}
		next.State, next.Done = archive.RescanDone, 2
		write(t, l, func(tx *ledger.Tx) error { return archive.SaveRescan(ctx, tx, *next, "two", time.Minute) })
		done := must(archive.GetRescan(ctx, l, "", asked.ID))(t)
		if done.State != archive.RescanDone || !done.Finished.Equal(now) {
			t.Errorf("%+v", done)
		}
		write(t, l, func(tx *ledger.Tx) error {
			second, err := archive.AddRescan(ctx, tx, archive.Rescan{Reason: "again"})
			if err != nil {
				return err
			}
			return archive.StopRescan(ctx, tx, "", second.ID)
		})
		if list := must(archive.ListRescans(ctx, l, "", 10))(t); len(list) != 2 {
			t.Errorf("%+v", list)
		}
		if got := must(archive.ClaimRescan(ctx, l, now.Add(time.Hour), "three", time.Minute))(t); got != nil {
			t.Errorf("claimed what was stopped: %+v", got)
		}
	})
}
