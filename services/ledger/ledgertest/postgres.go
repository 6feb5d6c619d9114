package ledgertest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx

	"github.com/namedrop/namedrop/services/ledger"
)

// server is one PostgreSQL with a socket in its own folder and no TCP port.
type server struct {
	dir  string
	bin  string
	cmd  *exec.Cmd
	next int
	made bool // the template with an empty ledger
}

// shared is the test binary's server: starting one takes a second or more.
var shared struct {
	sync.Mutex
	*server
	err error
}

// errMissing means that PostgreSQL is not installed.
var errMissing = errors.New("PostgreSQL's programs are not installed (looked in PATH and /usr/lib/postgresql)")

// PostgresURL returns the address of a fresh, empty database on the test binary's server.
// Tests that use it need [Main].
func PostgresURL(t testing.TB) string {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	return ready(t).create(t, "template0")
}

// template is the database that holds an empty ledger: copying it is quicker than migrating.
const template = "ledger"

// ledgerURL returns the address of a fresh database that holds an empty ledger.
func ledgerURL(t testing.TB) string {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	s := ready(t)
	if !s.made {
		if err := s.exec("CREATE DATABASE " + template); err != nil {
			t.Fatal(err)
		}
		l, err := ledger.Open(t.Context(), ledger.Options{URL: s.url(template)})
		if err == nil {
			err = l.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		s.made = true
	}
	return s.create(t, template)
}

// ready returns the server, starting it for the first test that asks.
func ready(t testing.TB) *server {
	t.Helper()
	if shared.server == nil && shared.err == nil {
		shared.server, shared.err = start()
	}
	if errors.Is(shared.err, errMissing) {
		t.Skip("skipped: ", shared.err)
	}
	if shared.err != nil {
		t.Fatal("starting PostgreSQL: ", shared.err)
	}
	return shared.server
}

// create creates a database. It is deleted with the server: dropping it would take longer.
func (s *server) create(t testing.TB, from string) string {
	t.Helper()
	s.next++
	name := fmt.Sprintf("test%d", s.next)
	if err := s.exec("CREATE DATABASE " + name + " TEMPLATE " + from); err != nil {
		t.Fatal(err)
	}
	return s.url(name)
}

// Main runs the tests and stops the server, if one was started. Call it from TestMain:
//
//	func TestMain(m *testing.M) { os.Exit(ledgertest.Main(m)) }
func Main(m *testing.M) int {
	code := m.Run()
	shared.Lock()
	defer shared.Unlock()
	if shared.server != nil {
		shared.stop()
	}
	return code
}

func (s *server) url(name string) string {
	q := url.Values{"host": {s.dir}, "sslmode": {"disable"}}
	return "postgres://namedrop@/" + name + "?" + q.Encode()
}

func (s *server) exec(statement string) error {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

// programs finds the folder of initdb and postgres: the newest of Debian's, or one in PATH. A link
// to one of the two is no server.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	return serverIn(append(found, filepath.SplitList(os.Getenv("PATH"))...))
}

// serverIn returns the first of the folders that has the server.
func serverIn(folders []string) (string, error) {
	for _, dir := range folders {
		if executable(filepath.Join(dir, "initdb")) && executable(filepath.Join(dir, "postgres")) {
			return dir, nil
		}
	}
	return "", errMissing
}

func executable(path string) bool {
	info, err := os.Stat(path) //nolint:gosec // a test looks for a program in the folders of PATH
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

func version(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
	if err != nil {
		return 0
	}
	return n
}

// start makes a cluster and waits until it answers.
func start() (s *server, err error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	// A socket's path must be short, so not under t.TempDir.
	dir, err := os.MkdirTemp("/tmp", "pg")
	if err != nil {
		return nil, err
	}
	s = &server{dir: dir, bin: bin}
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	who, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	initdb := s.command(who, "initdb", "-D", data, "-U", "namedrop", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	// No fsync: the tests are about the queries, and no machine loses its power.
	s.cmd = s.command(who, "postgres", "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB")
	var log strings.Builder
	s.cmd.Stderr = &log
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		if err = s.exec("SELECT 1"); err == nil {
			return s, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("the server doesn't answer: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (s *server) command(who *syscall.Credential, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	// The server ends even if the tests are killed.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who, Pdeathsig: syscall.SIGQUIT}
	return cmd
}

// unprivileged returns the user postgres, or nobody, when the tests run as root, and gives
// that user the folder.
func unprivileged(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(dir, int(uid), int(gid)); err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func (s *server) stop() {
	if s.cmd != nil && s.cmd.Process != nil {
		_ = s.cmd.Process.Signal(syscall.SIGINT) // "fast": it ends sessions and itself
		_ = s.cmd.Wait()
	}
	_ = os.RemoveAll(s.dir)
}
