package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const root = "github.com/namedrop/namedrop/"

// Imports run one way: a module imports those before it, a floor of services those
// below it, and the six services never one another.
func TestImportsRunOneWay(t *testing.T) {
	if testing.Short() {
		t.Skip("lists every package")
	}
	modules := map[string]int{"feeds": 0, "index": 1, "alerts": 2, "services": 3}
	floors := map[string]int{
		"config": 0, "bus": 0, "ledger": 0, "lease": 0, "names": 0, "adapters": 0,
		"crawler": 1, "detector": 1, "indexer": 1, "alerter": 1, "correlator": 1, "api": 1,
		"app": 2, "cli": 3, "cmd": 4,
		"web": 1, "demo": 3, "bench": 4, "e2e": 4,
	}
	for _, p := range packages(t) {
		from := strings.Split(strings.TrimPrefix(p.ImportPath, root), "/")
		for _, path := range p.Imports {
			if !strings.HasPrefix(path, root) {
				foreign(t, from[0], p.ImportPath, path)
				continue
			}
			to := strings.Split(strings.TrimPrefix(path, root), "/")
			if modules[to[0]] > modules[from[0]] {
				t.Errorf("%s imports %s: modules run feeds <- index <- alerts <- services", p.ImportPath, path)
			}
			if from[0] != "services" || to[0] != "services" || len(from) < 2 || len(to) < 2 || from[1] == to[1] {
				continue
			}
			a, known := floors[from[1]]
			b, other := floors[to[1]]
			if !known || !other {
				t.Errorf("%s imports %s: put both folders on a floor of this test", p.ImportPath, path)
			}
			if b > a || a == 1 && b == 1 {
				t.Errorf("%s imports %s: cmd -> cli -> app -> the six -> bus, ledger, config", p.ImportPath, path)
			}
		}
	}
}

// foreign holds technology to the module that may know it.
func foreign(t *testing.T, module, from, path string) {
	t.Helper()
	for prefix, home := range map[string]string{
		"github.com/nats-io/": "services", "database/sql": "services", "github.com/danielgtaylor/huma": "services",
		"github.com/blevesearch/": "index",
	} {
		if strings.HasPrefix(path, prefix) && module != home && !strings.Contains(from, "searchbench") {
			t.Errorf("%s imports %s: only %s knows it", from, path, home)
		}
	}
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", root+"feeds/...", root+"index/...", root+"alerts/...", root+"services/...")
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("go list is not to be had: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 20 {
		t.Fatalf("only %d packages listed", len(all))
	}
	return all
}
