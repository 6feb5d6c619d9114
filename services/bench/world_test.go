package bench

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// settings are the defaults with a temporary folder and with loopback allowed.
func settings(b *testing.B) config.Config {
	c := config.Default()
	c.Data = b.TempDir()
	c.Desk.Listen, c.NATS.Listen = "127.0.0.1:0", "off"
	c.Fetch.AllowPrivate = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	return c
}

// run starts an app and returns it with what stops it.
func run(b *testing.B, c config.Config, which app.Services, seed app.Seed) (*app.App, func()) {
	b.Helper()
	a, err := app.New(b.Context(), app.Options{Config: c, Services: which, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	if err := a.Seed(b.Context(), seed); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	return a, func() {
		cancel()
		if err := errors.Join(<-ended, a.Stop(context.Background())); err != nil {
			b.Error(err)
		}
	}
}

// save writes documents as a crawler does, and returns what they look like then.
func save(b *testing.B, l *ledger.Ledger, source string, docs []feeds.Document) {
	b.Helper()
	items := make([]feeds.Item, len(docs))
	for i, d := range docs {
		items[i].Document = d
	}
	drafts, err := archive.Drafts(b.Context(), l, items)
	if err != nil {
		b.Fatal(err)
	}
	err = l.Write(b.Context(), func(tx *ledger.Tx) error {
		_, err := archive.SaveDocuments(b.Context(), tx, drafts, source)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// settle waits until nothing is on its way any more.
func settle(b *testing.B, a *app.App) {
	b.Helper()
	for {
		busy, err := a.Busy(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if !busy {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// quantile of durations, in milliseconds.
func quantile(took []time.Duration, q float64) float64 {
	s := slices.Sorted(slices.Values(took))
	return float64(s[min(len(s)-1, int(q*float64(len(s))))].Microseconds()) / 1000
}

// upper makes a word begin with a capital.
func upper(w string) string { return strings.ToUpper(w[:1]) + w[1:] }
