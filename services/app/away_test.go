package app

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

func TestMain(m *testing.M) { os.Exit(ledgertest.Main(m)) }

// onPostgres is a whole process whose ledger is on PostgreSQL.
func onPostgres(t *testing.T, database string) (*App, error) {
	t.Helper()
	return onPostgresIn(t, database, t.TempDir())
}

func onPostgresIn(t *testing.T, database, dir string) (*App, error) {
	t.Helper()
	c := config.Default()
	c.Data = dir
	c.Database.URL = database
	c.Desk.Listen, c.NATS.Listen = "127.0.0.1:0", "off"
	return New(t.Context(), Options{Config: c, Services: All(), Logger: slog.New(slog.DiscardHandler)})
}

// If the database becomes unavailable while the services start, they wait for it, as later.
func TestTheDatabaseIsUnavailableAtTheStart(t *testing.T) {
	url, proxy := ledgertest.PostgresBehind(t)
	a, err := onPostgres(t, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Stop(context.Background()); err != nil {
			t.Error("stopping: ", err)
		}
	}()
	err = a.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		if _, err := record.PutBrand(t.Context(), tx, index.Brand{ID: "larkmeter", Name: "Larkmeter", Active: true}); err != nil {
			return err
		}
		src, _, err := archive.AddSource(t.Context(), tx, feeds.Source{Type: feeds.ImportSource, URL: "import:page", Name: "Pages"})
		if err != nil {
			return err
		}
		_, err = archive.SaveDocument(t.Context(), tx, archive.NewDraft(feeds.Document{
			ID: feeds.DocumentID("web", "1"), Kind: feeds.Page, Network: "web", Key: "1", Title: "A page",
			Text: "We moved to Larkmeter.", Language: "en", Origin: feeds.Publisher, Published: time.Now(),
		}), src.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	proxy.Shut()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	until := func(what string, ok func() bool) {
		t.Helper()
		for end := time.Now().Add(2 * time.Minute); !ok(); time.Sleep(20 * time.Millisecond) {
			select {
			case err := <-ended:
				t.Fatalf("%s: the process ended: %v", what, err)
			default:
			}
			if time.Now().After(end) {
				t.Fatalf("%s: not within two minutes", what)
			}
		}
	}
	until("while it is away", func() bool { return proxy.Refused() > 20 })
	proxy.Open()
	until("after it came back", func() bool {
		busy, err := a.Busy(t.Context())
		n, _, err2 := record.CountMentions(t.Context(), a.ledger, record.MentionFilter{})
		return err == nil && err2 == nil && !busy && n == 1
	})
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// An unavailable database at the stop is no fault of the process.
func TestTheDatabaseIsUnavailableAtTheStop(t *testing.T) {
	url, proxy := ledgertest.PostgresBehind(t)
	a, err := onPostgres(t, url)
	if err != nil {
		t.Fatal(err)
	}
	proxy.Shut()
	if err := a.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}
