package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	// The tests depend on what they run: without it, go test takes an older binary's results
	// from its cache.
	_ "github.com/namedrop/namedrop/services/cli"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// binary is what every test runs, built once.
var binary string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "namedrop-e2e-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "namedrop")
	out, err := exec.Command("go", "build", "-o", binary, "github.com/namedrop/namedrop/services/cmd/namedrop").CombinedOutput()
	if err != nil {
		fmt.Fprintf(os.Stderr, "building the binary: %v\n%s", err, out)
		return 1
	}
	return ledgertest.Main(m)
}
