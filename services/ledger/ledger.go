package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/namedrop/namedrop/services/ledger/migrations"
)

// DefaultWorkspace is the workspace of everything until there are more.
const DefaultWorkspace = "default"

// Options select the ledger to open.
type Options struct {
	// URL is "sqlite:///path/namedrop.db", a plain path, or "postgres://…".
	URL    string
	Logger *slog.Logger     // by default silent
	Now    func() time.Time // by default the database's clock on PostgreSQL, else time.Now

	schema fs.FS            // by default the embedded one; tests bring their own
	host   func() time.Time // the machine's clock, where Now is left out
}

// Ledger is an open database. Many goroutines may use it at once.
type Ledger struct {
	Reads
	log    *slog.Logger
	now    func() time.Time
	clock  *clock  // the database's clock, nil on SQLite
	path   string  // of the SQLite file, empty on PostgreSQL
	pool   *sql.DB // readers on SQLite, everything on PostgreSQL
	writer *writer // nil on PostgreSQL
	nudges chan struct{}
	schema fs.FS // the migrations, in the database's dialect
	newest bool  // whether an empty database may be given the newest schema at once
	id     string
	writes atomic.Int64
}

// Open opens the ledger and migrates it, after a backup where there is something to back up. A
// ledger of a later version is refused with [ErrNewer] and not changed.
func Open(ctx context.Context, o Options) (*Ledger, error) {
	l, err := Inspect(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := l.Migrate(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	if o.schema == nil {
		if err := l.ensureID(ctx); err != nil {
			return nil, errors.Join(err, l.Close())
		}
	}
	return l, nil
}

// Inspect opens the ledger without migrating it, for the commands doctor, migrate and restore.
// Before Migrate only Version, Pending, Migrate, Check, Backup, Restored, ReadID and Close may
// be called.
func Inspect(ctx context.Context, o Options) (*Ledger, error) {
	l := &Ledger{log: o.Logger, now: o.Now, nudges: make(chan struct{}, 1)}
	if l.log == nil {
		l.log = slog.New(slog.DiscardHandler)
	}
	if o.host == nil {
		o.host = time.Now
	}
	if l.now == nil {
		l.now = o.host
		if isPostgres(o.URL) {
			l.clock = &clock{host: o.host}
			l.now = l.clock.now
		}
	}
	var err error
	if isPostgres(o.URL) {
		l.schema, err = migrations.Postgres(), l.openPostgres(ctx, o.URL)
	} else {
		l.schema, err = migrations.SQLite(), l.openSQLite(ctx, sqlitePath(o.URL))
	}
	l.newest = !l.Postgres() && o.schema == nil
	if o.schema != nil {
		l.schema = o.schema
	}
	if err != nil {
		return nil, fmt.Errorf("opening the ledger: %w", translate(err))
	}
	return l, nil
}

// Close waits for a running write and closes the database.
func (l *Ledger) Close() error {
	var err error
	if l.writer != nil {
		err = l.writer.close()
	}
	return errors.Join(err, l.pool.Close())
}

// Postgres reports whether the ledger is on PostgreSQL, where processes can share it.
func (l *Ledger) Postgres() bool { return l.writer == nil }

// Path is the path of the SQLite file; empty on PostgreSQL.
func (l *Ledger) Path() string { return l.path }

// Nudges receives a value soon after a write put messages into the outbox. Its only receiver
// is the relay; nudges that come while it is busy are merged into one. Messages that other
// processes enqueue cause none, so the relay also polls.
func (l *Ledger) Nudges() <-chan struct{} { return l.nudges }

func (l *Ledger) nudge() {
	select {
	case l.nudges <- struct{}{}:
	default:
	}
}
