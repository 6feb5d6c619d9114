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

// idleTimeout ends a transaction whose process says nothing any more, a machine that lost its
// power or its network say: what it had locked, the outbox's counter above all, would stop
// every other process until the server's TCP gives up, by default after two hours. Ours
// wait for nothing outside while they are open.
const idleTimeout = "idle_in_transaction_session_timeout"

func (l *Ledger) openPostgres(ctx context.Context, u string) error {
	cfg, err := pgx.ParseConfig(u)
	if err != nil {
		// The driver's message masks the password.
		return fmt.Errorf("reading database.url: %w", err)
	}
	if _, ok := cfg.RuntimeParams["application_name"]; !ok {
		cfg.RuntimeParams["application_name"] = "namedrop"
	}
	db := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		if _, ok := cfg.RuntimeParams[idleTimeout]; ok {
			return nil
		}
		// Not a start-up parameter: poolers between us and the server refuse those.
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
