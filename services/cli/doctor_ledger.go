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
		d.report("ledger", app.Missing(c.Data), "none yet")
		return
	}
	l, err := ledger.Inspect(ctx, ledger.Options{URL: ledgerURL(c)})
	if err != nil {
		d.report("ledger", err, "")
		return
	}
	defer l.Close()
	n, err := l.Pending(ctx)
	if err != nil {
		d.report("ledger", err, "")
		return
	}
	err = l.Check(ctx)
	fine := "intact"
	if n > 0 {
		fine = fmt.Sprintf("intact; the next start runs %s", count(n, "migration", "migrations"))
	}
	d.report("ledger", err, fine)
	if n == 0 {
		d.belonging(ctx, c, l)
		d.quarantine(ctx, l)
		d.deadLetters(ctx, l)
	}
}

// belonging reports a ledger that is not the one that the bus, the index and the folder were made
// from, as the next start would.
func (d *diagnosis) belonging(ctx context.Context, c config.Config, l *ledger.Ledger) {
	why, err := app.Belongs(ctx, c.Data, l)
	if err == nil && why != "" {
		err = fmt.Errorf("not the ledger of this folder: %s. Restore the right one (namedrop restore FILE), or accept this one (namedrop resume)", why)
	}
	d.report("ledger's id", err, "the ledger of this folder")
}
