package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const root = "github.com/namedrop/namedrop/"

// modules are the four modules, lowest first: each may import those below it.
var modules = map[string]int{"feeds": 0, "index": 1, "alerts": 2, "services": 3}

// levels are the folders of services. Each may import those on lower levels, and those on
// its own level only where the level is in shared. This is the only list of them: a new
// folder that is missing here fails the test.
var levels = map[string]int{
	"config": 0, "health": 0, "inflight": 0, "bus": 0, "ledger": 0, "adapters": 0, "names": 0, "lease": 0, "subjects": 0, "connlimit": 0,
	"web": 1, "mentions": 1,
	"crawler": 2, "detector": 2, "indexer": 2, "alerter": 2, "correlator": 2, "api": 2, "public": 2,
	"demo": 3, "app": 3,
	"cli": 4,
	"cmd": 5, "bench": 5, "e2e": 5,
}

// shared are the levels whose folders may import one another. On the others they never do:
// the services communicate through the ledger and the bus.
var shared = map[int]bool{0: true, 3: true, 5: true}

// ledgerLevels are the packages of the ledger, lowest first: each may import those below it.
// Package ledger itself does not depend on what is stored in it.
var ledgerLevels = map[string]int{
	"services/ledger/query": 0, "services/ledger/migrations": 0, "services/ledger": 1,
	"services/ledger/archive": 2, "services/ledger/record": 3, "services/ledger/evidence": 3, "services/ledger/ledgertest": 3,
}

// users are the modules, or parts of one, that may import a technology.
var users = map[string][]string{
	"github.com/nats-io/":           {"services"},
	"database/sql":                  {"services"},
	"github.com/danielgtaylor/huma": {"services"},
	"github.com/blevesearch/":       {"index", "services/bench"},
	"modernc.org/sqlite":            {"services"},
	"github.com/jackc/pgx":          {"services"},
	"github.com/mmcdole/gofeed":     {"feeds", "services/e2e"},
	"github.com/gocolly/":           {"feeds"},
	"github.com/wneessen/go-mail":   {"alerts"},
}

// pure packages do no input or output.
var pure = map[string][]string{
	"services/correlator/impact":    {"database/sql", "net/http", "os", "math/rand"},
	"services/correlator/attribute": {"database/sql", "net/http", "os", "math/rand"},
	"services/correlator/report":    {"database/sql", "net/http", "os", "math/rand"},
	"alerts/match":                  {"database/sql", "net/http", "os"},
}

func TestImportsRunOneWay(t *testing.T) {
	if testing.Short() {
		t.Skip("lists every package")
	}
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, root)
		for _, path := range p.Imports {
			if to, ours := strings.CutPrefix(path, root); ours {
				if why := forbidden(from, to); why != "" {
					t.Errorf("%s imports %s: %s", from, to, why)
				}
				continue
			}
			for technology, may := range users {
				if strings.HasPrefix(path, technology) && !slices.ContainsFunc(may, func(h string) bool { return within(from, h) }) {
					t.Errorf("%s imports %s: only %s may", from, path, strings.Join(may, " and "))
				}
			}
			if slices.Contains(pure[from], path) {
				t.Errorf("%s imports %s: it does no input or output", from, path)
			}
		}
	}
}

// A folder without a level would not be checked.
func TestEveryFolderHasALevel(t *testing.T) {
	if testing.Short() {
		t.Skip("lists every package")
	}
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, root)
		module, folder := split(from)
		if _, known := modules[module]; !known {
			t.Errorf("%s is in no module", from)
		}
		if _, known := levels[folder]; module == "services" && !known {
			t.Errorf("%s: services/%s has no level yet: add it to levels", from, folder)
		}
	}
}

func TestForbiddenImportsAreFound(t *testing.T) {
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"feeds", "index", false},
		{"index/search", "feeds", true},
		{"alerts/match", "services/ledger", false},
		{"services/api", "services/crawler", false},
		{"services/api/access", "services/api", true},
		{"services/api", "services/ledger", true},
		{"services/ledger", "services/api", false},
		{"services/ledger", "services/ledger/query", true},
		{"services/ledger", "services/ledger/archive", false},
		{"services/ledger/archive", "services/ledger/record", false},
		{"services/ledger/record", "services/ledger/archive", true},
		{"services/ledger/record", "services/ledger/evidence", false},
		{"services/ledger/reports", "services/ledger", false},
		{"services/ledger/archive", "services/mentions", false},
		{"services/mentions", "services/ledger/record", true},
		{"services/cli", "services/app", true},
		{"services/app", "services/cli", false},
		{"services/nowhere", "services/app", false},
		{"services/app", "services/nowhere", false},
	} {
		if why := forbidden(c.from, c.to); (why == "") != c.ok {
			t.Errorf("%s imports %s: %q", c.from, c.to, why)
		}
	}
}

// forbidden returns why one package of ours may not import another, or "".
func forbidden(from, to string) string {
	a, folderA := split(from)
	b, folderB := split(to)
	levelA, knownA := ledgerLevels[from]
	levelB, knownB := ledgerLevels[to]
	switch {
	case modules[b] > modules[a]:
		return "modules run feeds <- index <- alerts <- services"
	case folderA == "ledger" && folderB == "ledger" && (!knownA || !knownB):
		return "one of them is missing in ledgerLevels"
	case knownA && knownB && levelB >= levelA:
		return "in the ledger imports run {record, evidence} -> archive -> ledger -> query"
	case a != "services" || b != "services" || folderA == folderB:
		return ""
	}
	levelA, knownA = levels[folderA]
	levelB, knownB = levels[folderB]
	switch {
	case !knownA || !knownB:
		return "one of them has no level"
	case levelB > levelA:
		return "imports run down: " + order()
	case levelA == levelB && !shared[levelA]:
		return "services never import one another"
	}
	return ""
}

func order() string {
	var out []string
	for level := 5; level >= 0; level-- {
		var on []string
		for _, name := range slices.Sorted(maps.Keys(levels)) {
			if levels[name] == level {
				on = append(on, name)
			}
		}
		out = append(out, strings.Join(on, ", "))
	}
	return strings.Join(out, " -> ")
}

func split(path string) (module, folder string) {
	module, rest, _ := strings.Cut(path, "/")
	folder, _, _ = strings.Cut(rest, "/")
	return module, folder
}

func within(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", root+"feeds/...", root+"index/...", root+"alerts/...", root+"services/...")
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("go list does not run here: %v", err)
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
