package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/namedrop/namedrop/services/cli"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// binary is what every test runs: the one that NAMEDROP_BINARY names, or one that is built here.
var binary string

// program ties the tests to what they run. go test takes results from its cache while the
// linked test is the same, and the linker leaves out what is imported and never referred to.
var program = cli.Main

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if program == nil {
		return 1
	}
	dir, err := os.MkdirTemp("", "namedrop-e2e-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if binary = os.Getenv("NAMEDROP_BINARY"); binary != "" {
		return ledgertest.Main(m)
	}
	binary = filepath.Join(dir, "namedrop")
	out, err := exec.Command("go", "build", "-o", binary, "github.com/namedrop/namedrop/services/cmd/namedrop").CombinedOutput()
	if err != nil {
		fmt.Fprintf(os.Stderr, "building the binary: %v\n%s", err, out)
		return 1
	}
	return ledgertest.Main(m)
}
