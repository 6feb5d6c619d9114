package ledger

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

func isPostgres(u string) bool {
	return strings.HasPrefix(u, "postgres://") || strings.HasPrefix(u, "postgresql://")
}

// idleTimeout is the setting that ends a transaction whose process has gone silent, for
// example a machine that lost its power or its network. What it had locked, above all the
// counter of the outbox, would block every other process until TCP on the server gives up,
// after two hours by default. Transactions here never wait for anything outside while they are
// open, so a minute is plenty.
const idleTimeout = "idle_in_transaction_session_timeout"

func (l *Ledger) openPostgres(ctx context.Context, u string) error {
	cfg, err := pgx.ParseConfig(u)
	if err != nil {
		// The driver masks the password in its message.
		return fmt.Errorf("reading database.url: %w", err)
	}
	if _, ok := cfg.RuntimeParams["application_name"]; !ok {
		cfg.RuntimeParams["application_name"] = "namedrop"
	}
	db := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		if _, ok := cfg.RuntimeParams[idleTimeout]; ok {
			return nil
		}
		// Not a start-up parameter: connection poolers reject those.
		_, err := conn.Exec(ctx, "SET "+idleTimeout+" = '60s'")
		return err
	}))
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(8)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return fmt.Errorf("reaching PostgreSQL at %s:%d: %w", cfg.Host, cfg.Port, err)
	}
	l.pool = db
	l.Reads = Reads{run: db, numbered: true}
	return l.setClock(ctx)
}
