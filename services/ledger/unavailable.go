package ledger

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// ErrUnavailable is returned when PostgreSQL can't be reached, or has closed the connection.
var ErrUnavailable = errors.New("the database can't be reached")

// unavailable reports whether err comes from the connection, or from a server that stops or
// starts, and not from a query.
func unavailable(err error) bool {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		// 08: connection exceptions; 57P01 to 57P03: shut down, crashed, starting.
		return strings.HasPrefix(answer.Code, "08") || strings.HasPrefix(answer.Code, "57P0")
	}
	return !errors.Is(err, context.Canceled) &&
		(errors.As(err, new(*pgconn.ConnectError)) || errors.As(err, new(*net.OpError)) ||
			errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF))
}

// maxWait is the longest pause before the database is tried again.
const maxWait = 10 * time.Second

// WaitForDatabase runs do, which everything after it needs. While the database is unavailable
// it logs that and tries again; any other error is returned.
func (l *Ledger) WaitForDatabase(ctx context.Context, do func(context.Context) error) error {
	for wait := 250 * time.Millisecond; ; wait = min(2*wait, maxWait) {
		err := do(ctx)
		if !errors.Is(err, ErrUnavailable) || ctx.Err() != nil {
			return err
		}
		l.log.Warn("database unavailable, waiting", "wait", wait, "error", err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait):
		}
	}
}
