package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestAFailedWriteLeavesNothing(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		boom := errors.New("boom")
		doomed := func(end func() error) func(*ledger.Tx) error {
			return func(tx *ledger.Tx) error {
				if err := tx.PutSetting(ctx, "", "name", "value"); err != nil {
					return err
				}
				if v := must(tx.Setting(ctx, "", "name"))(t); v != "value" {
					t.Errorf("a transaction that can't read its own write: %q", v)
				}
				if v := must(l.Setting(ctx, "", "name"))(t); v != "" {
					t.Errorf("visible to others before its commit: %q", v)
				}
				return end()
			}
		}
		if err := l.Write(ctx, doomed(func() error { return boom })); !errors.Is(err, boom) {
			t.Error(err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = l.Write(ctx, doomed(func() error { panic("oops") }))
		}()
		ending, cancel := context.WithCancel(ctx)
		if err := l.Write(ending, doomed(func() error { cancel(); return nil })); !errors.Is(err, context.Canceled) {
			t.Errorf("ended in the middle: %v", err)
		}
		if v := must(l.Setting(ctx, "", "name"))(t); v != "" {
			t.Errorf("left behind: %q", v)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.PutSetting(ctx, "", "name", "later") })
		if v := must(l.Setting(ctx, "", "name"))(t); v != "later" {
			t.Errorf("%q", v)
		}
	})
}

func TestWaitingToWriteCanBeCancelled(t *testing.T) {
	l := ledgertest.Open(t)
	inside, finish := make(chan bool), make(chan bool)
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = l.Write(t.Context(), func(*ledger.Tx) error { inside <- true; <-finish; return nil })
	})
	<-inside
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := l.Write(ctx, func(*ledger.Tx) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if err := l.SetOffset(ctx, "c", "A", 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	finish <- true
	wg.Wait()
}

func TestManyWritersAndReaders(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "alpha")
		const writers, rounds = 8, 15
		done := make(chan struct{})
		var writing, reading sync.WaitGroup
		for w := range writers {
			writing.Go(func() {
				for i := range rounds {
					err := l.Write(ctx, func(tx *ledger.Tx) error {
						if _, err := archive.SaveDocument(ctx, tx, archive.NewDraft(*episode(fmt.Sprint(w, ".", i), "Title", "words")), src.ID); err != nil {
							return err
						}
						// All of them claim these rows.
						if _, err := archive.SaveDocument(ctx, tx, archive.NewDraft(*episode("shared", fmt.Sprint("by ", w, i), "words")), src.ID); err != nil {
							return err
						}
						return tx.SetOffset(ctx, "c", "A", int64(w*rounds+i))
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		for range 4 {
			reading.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
					}
					if _, err := l.Unpublished(ctx, 50); err != nil {
						t.Error(err)
						return
					}
					if _, _, err := archive.ListSources(ctx, l, archive.SourceFilter{}); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		writing.Wait()
		close(done)
		reading.Wait()
		if n := must(archive.CountDocuments(ctx, l))(t); n != writers*rounds+1 {
			t.Errorf("%d documents", n)
		}
	})
}

func TestClaimsOfManyAreDisjoint(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		for i := range 40 {
			addSource(t, l, fmt.Sprint("show", i))
		}
		later := time.Now().Add(time.Second)
		var mu sync.Mutex
		seen := map[string]string{}
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				for range 10 {
					got, err := archive.ClaimDue(ctx, l, []feeds.SourceType{feeds.PodcastSource}, later, 3, fmt.Sprint(w), time.Minute)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					for _, s := range got {
						if by, ok := seen[s.ID]; ok {
							t.Errorf("%s claimed by %s and %d", s.Name, by, w)
						}
						seen[s.ID] = fmt.Sprint(w)
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if len(seen) != 40 {
			t.Errorf("%d claimed", len(seen))
		}
	})
}

func TestPathsWithOddSigns(t *testing.T) {
	for _, name := range []string{"a b", "100%", "what?", "#1", "it's"} {
		l, err := ledger.Open(t.Context(), ledger.Options{URL: filepath.Join(t.TempDir(), name, "namedrop.db")})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if matches, err := filepath.Glob(l.Path()); err != nil || len(matches) != 1 {
			t.Errorf("%s: no file at %s", name, l.Path())
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := ledger.Open(t.Context(), ledger.Options{}); err == nil {
		t.Error("opened without a path")
	}
}
