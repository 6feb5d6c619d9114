package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/namedrop/namedrop/services/adapters"
)

// leaves returns the paths of all commands without subcommands, from the parser's own model.
func leaves(t *testing.T) []string {
	t.Helper()
	var c commands
	c.streams = Streams{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}
	c.Source.Add.specs = adapters.Specs(adapters.Sources())
	c.Source.Check.specs = c.Source.Add.specs
	parser, err := c.parser(t.Context(), func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, leaf := range parser.Model.Leaves(false) {
		var names []string
		for n := leaf; n != nil && n.Type == kong.CommandNode; n = n.Parent {
			names = append([]string{n.Name}, names...)
		}
		paths = append(paths, strings.Join(names, " "))
	}
	return paths
}

// withoutJSON are the commands whose output has one format only, and why.
var withoutJSON = map[string]string{
	"serve": "prints where it listens and runs", "run": "prints where it listens and runs", "demo": "prints what arrives",
	"source export": "OPML", "export sources": "OPML", "report export": "CSV", "link qr": "SVG or PNG", "openapi": "JSON", "complete": "for the scripts of completion", "release": "needs a crash; see e2e", "resume": "in doctor.txtar",
	"dead-letter discard": "needs a message that can't be processed; see services/api and e2e",
}

// onlyFails are the commands that no script can run to their end.
var onlyFails = map[string]string{
	"run": "needs PostgreSQL and NATS", "resume": "in doctor.txtar, with the data folder as a flag", "release": "needs a crash; see e2e",
	"dead-letter discard": "needs a message that can't be processed; see services/api and e2e",
}

// Each command has a script that runs it and checks its output, one in which it fails, and one of
// its JSON.
func TestEachCommandHasAScript(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var works, fails, asJSON []string
	line := regexp.MustCompile(`^(! )?exec namedrop (.*)$`)
	options := regexp.MustCompile(`(--server|--auth|--data|--config|-c) \S+ ?`)
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for l := range strings.Lines(string(b)) {
			m := line.FindStringSubmatch(strings.TrimSpace(l))
			if m == nil {
				continue
			}
			words := options.ReplaceAllString(m[2], "") + " "
			switch {
			case m[1] != "":
				fails = append(fails, words)
			case strings.Contains(words, "--json"):
				asJSON = append(asJSON, words)
				works = append(works, words)
			default:
				works = append(works, words)
			}
		}
	}
	has := func(lines []string, path string) bool {
		return slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, path+" ") })
	}
	for _, path := range leaves(t) {
		if _, exempt := onlyFails[path]; !exempt && !has(works, path) {
			t.Errorf("no script runs namedrop %s", path)
		}
		if !has(fails, path) {
			t.Errorf("no script has namedrop %s fail", path)
		}
		if _, exempt := withoutJSON[path]; !exempt && !has(asJSON, path) {
			t.Errorf("no script runs namedrop %s --json", path)
		}
	}
}

// Help texts are golden: UPDATE_SCRIPTS=1 rewrites them.
func TestHelpTexts(t *testing.T) {
	var all bytes.Buffer
	paths := leaves(t)
	for _, path := range slices.Clone(paths) { // and the commands that have subcommands
		if group, _, ok := strings.Cut(path, " "); ok && !slices.Contains(paths, group) {
			paths = append(paths, group)
		}
	}
	slices.Sort(paths)
	for _, path := range paths {
		var out, errs bytes.Buffer
		code := Main(t.Context(), append(strings.Fields(path), "--help"), Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
		if code != 0 || errs.Len() > 0 {
			t.Errorf("namedrop %s --help exits with %d: %s", path, code, &errs)
		}
		all.WriteString("$ namedrop " + path + " --help\n" + out.String() + "\n")
	}
	const golden = "testdata/help.txt"
	if os.Getenv("UPDATE_SCRIPTS") != "" {
		if err := os.WriteFile(golden, all.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got, old := strings.Split(all.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(old)) {
		if i >= len(got) || i >= len(old) || got[i] != old[i] {
			t.Fatalf("%s differs from line %d on; if that is intended, run the test with UPDATE_SCRIPTS=1\n got %q\nwant %q", golden, i+1, got[i:min(i+3, len(got))], old[min(i, len(old)):min(i+3, len(old))])
		}
	}
}

// Each command has examples, and each is a command line that namedrop takes.
func TestEachCommandHasAnExample(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	paths := leaves(t)
	for _, path := range paths {
		if len(examples[path]) == 0 && path != "openapi" && path != "complete" {
			t.Errorf("namedrop %s has no example", path)
		}
	}
	for path, list := range examples {
		group := slices.ContainsFunc(paths, func(p string) bool { return strings.HasPrefix(p, path+" ") })
		if !slices.Contains(paths, path) && !group {
			t.Errorf("there is no command %s", path)
		}
		for _, line := range list {
			var c commands
			c.streams = Streams{In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}
			c.Source.Add.specs = adapters.Specs(adapters.Sources())
			c.Source.Check.specs = c.Source.Add.specs
			parser, err := c.parser(t.Context(), func(int) {})
			if err != nil {
				t.Fatal(err)
			}
			args := argsOf(line)
			for _, file := range args {
				if strings.HasSuffix(file, ".yaml") || strings.HasSuffix(file, ".db") || file == "videos.jsonl" || file == "mentions.jsonl" { // those that must exist
					if err := os.WriteFile(file, nil, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			ctx, err := parser.Parse(args)
			if err != nil {
				t.Errorf("%s: %v", line, err)
			} else if at := ctx.Selected().Path(); !strings.HasPrefix(at, path) {
				t.Errorf("%s is an example of %s, not of %s", line, at, path)
			}
		}
	}
}

// argsOf returns the arguments of namedrop in a line of a shell.
func argsOf(line string) []string {
	_, line, _ = strings.Cut(line, "namedrop ")
	line, _, _ = strings.Cut(strings.TrimSuffix(line, ")"), " > ")
	line, _, _ = strings.Cut(line, " < ")
	var args []string
	for _, word := range regexp.MustCompile(`'[^']*'|\S+`).FindAllString(line, -1) {
		args = append(args, strings.Trim(word, "'"))
	}
	return args
}
