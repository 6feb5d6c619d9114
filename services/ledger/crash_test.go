package ledger_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// The test binary runs itself as the process that is killed or has the full disk.
const childMode, childPath = "LEDGER_TEST_CHILD", "LEDGER_TEST_PATH"

func TestMain(m *testing.M) {
	if mode := os.Getenv(childMode); mode != "" {
		if err := child(mode, os.Getenv(childPath)); err != nil {
			fmt.Println("error:", err)
		}
		os.Exit(0)
	}
	os.Exit(ledgertest.Main(m))
}

// child writes documents until it is killed, and reports each one that is saved.
func child(mode, path string) error {
	ctx := context.Background()
	if mode == "migrate" {
		l, err := ledger.Open(ctx, ledger.WithSchema(ledger.Options{URL: path}, steps(slowly...)))
		if err != nil {
			return err
		}
		return l.Close()
	}
	l, err := ledger.Open(ctx, ledger.Options{URL: path})
	if err != nil {
		return err
	}
	if mode == "full" {
		signal.Ignore(syscall.SIGXFSZ)
		limit := syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
	}
	for i := 0; ; i++ {
		d := episode(fmt.Sprint(i), "Title", "words")
		d.Cues = transcript(i, 20_000)
		err := l.Write(ctx, func(tx *ledger.Tx) error {
			_, err := archive.SaveDocument(ctx, tx, archive.NewDraft(*d), "s")
			return err
		})
		if err != nil {
			if _, err := archive.CountDocuments(ctx, l); err != nil {
				fmt.Println("reading:", err)
			}
			fmt.Println("full:", errors.Is(err, ledger.ErrDiskFull))
			return err
		}
		fmt.Println("saved", d.ID)
	}
}

// run starts a child, kills it once it has reported a number of documents, and returns their ids
// and the last output.
func run(t *testing.T, mode, path string, kill int) (saved []string, rest string) {
	t.Helper()
	exe := must(os.Executable())(t)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childMode+"="+mode, childPath+"="+path)
	out := must(cmd.StdoutPipe())(t)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		id, ok := strings.CutPrefix(lines.Text(), "saved ")
		if !ok {
			rest += lines.Text() + "\n"
			continue
		}
		if saved = append(saved, id); len(saved) == kill {
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait()
	return saved, rest
}

// whole checks that a ledger is undamaged and has all these documents, each with its message.
func whole(t *testing.T, path string, saved []string) {
	t.Helper()
	ctx := t.Context()
	l := must(ledger.Open(ctx, ledger.Options{URL: path}))(t)
	defer l.Close()
	if err := l.Check(ctx); err != nil {
		t.Error(err)
	}
	if got := must(archive.GetDocuments(ctx, l, saved))(t); len(got) != len(saved) {
		t.Errorf("%d of %d documents are there", len(got), len(saved))
	}
	n, depth := must(archive.CountDocuments(ctx, l))(t), must(l.OutboxDepth(ctx))(t)
	if int64(n) != depth {
		t.Errorf("%d documents, %d messages", n, depth)
	}
	save(t, l, "s", episode("after", "Title", "words"))
}

// A killed process proves nothing about power loss; synchronous=FULL is for that.
func TestAKilledProcessLosesNoAcknowledgedWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "namedrop.db")
	var all []string
	for _, kill := range []int{1, 7, 20} {
		saved, _ := run(t, "write", path, kill)
		if len(saved) < kill {
			t.Fatalf("saved only %d", len(saved))
		}
		all = append(all, saved...)
	}
	whole(t, path, all)
}

func TestAFullDiskIsReportedAndSurvived(t *testing.T) {
	path := filepath.Join(t.TempDir(), "namedrop.db")
	saved, rest := run(t, "full", path, -1)
	if len(saved) == 0 || !strings.Contains(rest, "full: true") || !strings.Contains(rest, "disk that holds the ledger is full") {
		t.Fatalf("saved %d, then printed %q", len(saved), rest)
	}
	if strings.Contains(rest, "reading:") {
		t.Errorf("what was saved can't be read: %s", rest)
	}
	whole(t, path, saved)
}

func TestADamagedFileIsReported(t *testing.T) {
	path := filepath.Join(t.TempDir(), "namedrop.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("this is no database\n", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Open(t.Context(), ledger.Options{URL: path}); !errors.Is(err, ledger.ErrCorrupt) {
		t.Error(err)
	}
}
