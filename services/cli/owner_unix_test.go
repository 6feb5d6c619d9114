//go:build unix

package cli

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A backup that root puts back belongs to the user that the service runs as.
func TestARestoredLedgerIsTheServices(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	const service = 65532
	data := t.TempDir()
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := os.Chown(data, service, service); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"brand", "add", "Larkmeter"}, {"backup", copied}, {"restore", copied}} {
		if code := Main(context.Background(), append(args, "--data", data), Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}); code != 0 {
			t.Fatalf("%v exits with %d", args, code)
		}
	}
	info, err := os.Stat(filepath.Join(data, "namedrop.db"))
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t); owner.Uid != service || owner.Gid != service {
		t.Errorf("the ledger belongs to %d:%d", owner.Uid, owner.Gid)
	}
}
