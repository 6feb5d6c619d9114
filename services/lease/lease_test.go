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
			return errors.New("away") // which ends nothing
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
