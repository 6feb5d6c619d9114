package lease

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestClaimsAreRenewedWhileTheyAreHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		c := NewClaims()
		var renewed [][]string
		go c.Keep(ctx, slog.New(slog.DiscardHandler), func(_ context.Context, keys []string) error {
			renewed = append(renewed, keys)
			return errors.New("away") // Keep continues
		})
		c.Hold("a")
		c.Hold("b")
		c.Hold("b")
		time.Sleep(Length / 2)
		c.Drop("a")
		c.Drop("b") // still held once
		time.Sleep(Length / 3)
		c.Drop("b")
		time.Sleep(Length)
		cancel()
		synctest.Wait()
		if want := [][]string{{"a", "b"}, {"b"}}; !slices.EqualFunc(renewed, want, slices.Equal) {
			t.Errorf("renewed %v, want %v", renewed, want)
		}
	})
}

func TestALoopWorksThenWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		wake, failures := make(chan struct{}), 0
		begun := time.Now()
		var at []time.Duration
		results := []struct {
			n   int
			err error
		}{{1, nil}, {0, nil}, {0, nil}, {2, errors.New("away")}, {0, nil}}
		loop := Loop{
			Poll: time.Minute, Wake: wake, Failed: func(error) { failures++ },
			Rest: func(context.Context) time.Duration { return time.Second },
			Work: func(context.Context) (int, error) {
				at = append(at, time.Since(begun))
				r := results[min(len(at), len(results))-1]
				return r.n, r.err
			},
		}
		done := make(chan struct{})
		go func() { defer close(done); loop.Run(ctx) }()
		time.Sleep(500 * time.Millisecond)
		wake <- struct{}{} // after half a second of the first rest
		time.Sleep(61*time.Second + 600*time.Millisecond)
		cancel()
		<-done
		want := []time.Duration{0, 0, 500 * time.Millisecond, 1500 * time.Millisecond, 61500 * time.Millisecond}
		if failures != 1 || !slices.Equal(at, want) {
			t.Errorf("%d failures, worked at %v, want %v", failures, at, want)
		}
	})
}

// A loop that is woken all the time still waits after errors, longer each time.
func TestALoopRestsAfterErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		wake := make(chan struct{}, 1)
		wake <- struct{}{}
		begun := time.Now()
		var at []time.Duration
		loop := Loop{
			Delay: time.Minute, Poll: time.Hour, Wake: wake, Failed: func(error) {},
			Retry: func(failures int) time.Duration { return time.Duration(failures) * time.Second },
			Work: func(context.Context) (int, error) {
				at = append(at, time.Since(begun))
				if len(at) < 3 {
					return 0, errors.New("away")
				}
				return 0, nil
			},
		}
		done := make(chan struct{})
		go func() { defer close(done); loop.Run(ctx) }()
		time.Sleep(2 * time.Minute)
		cancel()
		<-done
		m := time.Minute
		if want := []time.Duration{m, m + time.Second, m + 3*time.Second, m + 3*time.Second}; !slices.Equal(at, want) {
			t.Errorf("worked at %v, want %v", at, want)
		}
	})
}

// leases stores one lease in memory.
type leases struct {
	holder string
	calls  int
	err    error // returned by Lease
}

func (l *leases) Lease(_ context.Context, _, holder string, _ time.Duration) (bool, error) {
	l.calls++
	if l.err != nil {
		return false, l.err
	}
	if l.holder == "" {
		l.holder = holder
	}
	return l.holder == holder, nil
}

func (l *leases) Release(_ context.Context, _, holder string) error {
	if l.holder == holder {
		l.holder = ""
	}
	return nil
}

func TestASingletonIsRenewedAndReleased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, table := t.Context(), &leases{}
		one := Singleton{Leases: table, Name: "bus", Holder: "one", Length: 8 * time.Second}
		two := Singleton{Leases: table, Name: "bus", Holder: "two", Length: 8 * time.Second}
		acquire := func(s *Singleton, want bool) {
			t.Helper()
			if ok, err := s.Acquire(ctx); ok != want || err != nil {
				t.Errorf("%s holds it: %t, %v", s.Holder, ok, err)
			}
		}
		acquire(&one, true)
		acquire(&one, true)
		if table.calls != 1 {
			t.Errorf("%d calls of Lease", table.calls)
		}
		acquire(&two, false)
		time.Sleep(2 * time.Second)
		acquire(&one, true)
		if table.calls != 3 {
			t.Errorf("%d calls of Lease", table.calls)
		}
		if err := two.Release(ctx); err != nil || table.holder != "one" {
			t.Errorf("held by %q: %v", table.holder, err)
		}
		if err := one.Release(ctx); err != nil {
			t.Error(err)
		}
		acquire(&two, true)
		acquire(&one, false)
	})
}

func TestASingletonIsKeptUntilItIsLost(t *testing.T) {
	away := errors.New("away")
	for _, c := range []struct {
		name   string
		spoil  func(*leases)
		lost   error
		within time.Duration // after the last renewal
	}{
		{"stopped", nil, nil, 0},
		{"taken", func(l *leases) { l.holder = "two" }, ErrLost, 2 * time.Second},
		{"away", func(l *leases) { l.err = away }, away, 8 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				table := &leases{}
				one := Singleton{Leases: table, Name: "stream", Holder: "one", Length: 8 * time.Second}
				if ok, err := one.Acquire(ctx); !ok || err != nil {
					t.Fatal(ok, err)
				}
				var spoilt time.Time
				time.AfterFunc(20*time.Second+time.Millisecond, func() { // just after a renewal
					if spoilt = time.Now(); c.spoil != nil {
						c.spoil(table)
					}
				})
				err := one.Keep(ctx)
				if !errors.Is(err, c.lost) || (err == nil) != (c.lost == nil) {
					t.Errorf("lost: %v, want %v", err, c.lost)
				}
				if took := time.Since(spoilt); c.lost != nil && took > c.within {
					t.Errorf("noticed after %s", took)
				}
				if c.lost == nil && (ctx.Err() == nil || table.calls < 25) {
					t.Errorf("ended early, after %d calls", table.calls)
				}
			})
		})
	}
}
