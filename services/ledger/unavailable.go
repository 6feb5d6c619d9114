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

// ErrUnavailable means that PostgreSQL can't be reached, or has ended our connection.
var ErrUnavailable = errors.New("the database can't be reached")

// unavailable tells errors of the way to the server, and of a server that stops or starts, from
// those of a query.
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

// maxWait is the pause before the database is looked for again.
const maxWait = 10 * time.Second

// WaitForDatabase does what must be done before anything else can be. While the database is away it
// says so and tries again; any other error it returns.
func (l *Ledger) WaitForDatabase(ctx context.Context, do func(context.Context) error) error {
	for wait := 250 * time.Millisecond; ; wait = min(2*wait, maxWait) {
		err := do(ctx)
		if !errors.Is(err, ErrUnavailable) || ctx.Err() != nil {
			return err
		}
		l.log.Warn("the database can't be reached; the start waits for it", "wait", wait, "error", err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait):
		}
	}
}
