package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
)

func (d *diagnosis) ledger(ctx context.Context, c config.Config) {
	if _, err := os.Stat(ledgerURL(c)); c.Database.URL == "" && err != nil {
		d.say("ledger", app.Missing(c.Data), "there is none yet")
		return
	}
	l, err := ledger.Inspect(ctx, ledger.Options{URL: ledgerURL(c)})
	if err != nil {
		d.say("ledger", err, "")
		return
	}
	defer l.Close()
	n, err := l.Pending(ctx)
	if err != nil {
		d.say("ledger", err, "")
		return
	}
	err = l.Check(ctx)
	fine := "whole"
	if n > 0 {
		fine = fmt.Sprintf("whole; %d steps of migration wait for the next start", n)
	}
	d.say("ledger", err, fine)
	if n == 0 {
		d.belonging(ctx, c, l)
		d.quarantine(ctx, l)
		d.deadLetters(ctx, l)
	}
}

// belonging says what the next start will say where the ledger is not the one that bus,
// index and folder were made from.
func (d *diagnosis) belonging(ctx context.Context, c config.Config, l *ledger.Ledger) {
	why, err := app.Belongs(ctx, c.Data, l)
	if err == nil && why != "" {
		err = fmt.Errorf("not the one that this folder knows: %s. Put the right ledger back (namedrop restore FILE), or take this one: namedrop resume", why)
	}
	d.say("ledger's id", err, "the one that this folder knows")
}
