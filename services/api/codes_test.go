package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/jsonl"
	"github.com/namedrop/namedrop/feeds/leads/api"
	"github.com/namedrop/namedrop/feeds/leads/form"
	"github.com/namedrop/namedrop/feeds/leads/hubspot"
	"github.com/namedrop/namedrop/feeds/leads/typeform"
	"github.com/namedrop/namedrop/feeds/opml"
	"github.com/namedrop/namedrop/feeds/single"
	"github.com/namedrop/namedrop/feeds/social/bluesky"
	"github.com/namedrop/namedrop/feeds/social/mastodon"
	"github.com/namedrop/namedrop/feeds/social/timeline"
	"github.com/namedrop/namedrop/feeds/social/x"
	"github.com/namedrop/namedrop/feeds/visits/ga4"
	"github.com/namedrop/namedrop/feeds/visits/matomo"
	"github.com/namedrop/namedrop/feeds/visits/plausible"
	"github.com/namedrop/namedrop/feeds/visits/searchconsole"
	"github.com/namedrop/namedrop/feeds/visits/tag"
	"github.com/namedrop/namedrop/feeds/visits/umami"
	"github.com/namedrop/namedrop/feeds/web"
	"github.com/namedrop/namedrop/feeds/youtube"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/services/adapters"
	"github.com/namedrop/namedrop/services/correlator/attribute"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

var update = flag.Bool("update", false, "write ../web/src/i18n/codes.json")

// deskCodes is every code that the API sends for the desk to phrase, by list, with the names of
// the parameters that its text may contain.
type deskCodes map[string]map[string]string

func (c deskCodes) add(list, code string, params ...string) {
	if c[list] == nil {
		c[list] = map[string]string{}
	}
	all := append(strings.Fields(c[list][code]), params...)
	slices.Sort(all)
	c[list][code] = strings.Join(slices.Compact(all), " ")
}

// faultParams are the parameters that faults have. A text may use any of them: where a fault
// lacks one, the desk leaves out the part of the text that needs it.
var faultParams = strings.Fields("account after answered day host languages limit limit_mb name offset root size status wait wanted what why zone")

func allCodes(t *testing.T) deskCodes {
	c := deskCodes{}
	for _, r := range reasons {
		c.add("problems", r.name, placeholders(r.text)...)
	}
	for _, fields := range []map[string][]string{feeds.FieldCodes(), alerts.FieldCodes(), timeline.FieldCodes()} {
		for code, params := range fields {
			c.add("problems", code, append(params, "name", "field")...)
		}
	}
	for code, params := range detect.ProblemCodes() {
		c.add("problems", code, append(params, "name")...)
	}
	for code, params := range detect.OrdinaryCodes() {
		c.add("findings", code, params...)
	}
	for _, code := range slices.Concat(
		plausible.FieldCodes(), tag.FieldCodes(), matomo.FieldCodes(), umami.FieldCodes(), ga4.FieldCodes(), searchconsole.FieldCodes(),
		api.FieldCodes(), form.FieldCodes(), hubspot.FieldCodes(), typeform.FieldCodes(), youtube.FieldCodes(), mastodon.FieldCodes(),
		web.FieldCodes(), single.FieldCodes(), bluesky.FieldCodes(), x.FieldCodes(),
	) {
		c.add("problems", code, "name", "field")
	}
	for _, m := range mistakes {
		c.add("mistakes", m.name, append(slices.Clone(m.params), "field")...)
	}
	for _, code := range post.Codes() {
		c.add("failures", code, "status")
	}
	for _, code := range []string{"channel_deleted", "channel_off", "message_unrendered"} {
		c.add("failures", code)
	}
	for _, spec := range adapters.ChannelSpecs() {
		for _, code := range spec.Codes.Failures {
			c.add("failures", code, "status")
		}
		for _, code := range spec.Codes.Fields {
			c.add("problems", code, "name", "field", "max")
		}
	}
	list, err := os.ReadFile("../../feeds/testdata/fault_codes.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range strings.Fields(string(list)) {
		c.add("faults", code, faultParams...)
	}
	for _, code := range opml.Codes() {
		c.add("lines", code)
	}
	for code, params := range jsonl.Codes() {
		c.add("lines", code, params...)
	}
	for code, params := range codesIn(t, "Warn", "../../feeds", "../crawler") {
		c.add("warnings", code, params...)
	}
	for code, params := range codesIn(t, "Mistaken", "../../feeds") {
		c.add("files", code, params...)
	}
	for _, code := range index.ReasonCodes() {
		c.add("reasons", string(code), strings.Fields(code.Param())...)
	}
	for code, text := range attribute.ReasonTexts {
		c.add("matchReasons", code, placeholders(text)...)
	}
	for code := range attribute.Places {
		c.add("places", code)
	}
	for list, sentences := range map[string][]evidence.Coded{"caveats": evidence.Caveats, "reportLines": evidence.LineTexts} {
		for _, s := range sentences {
			c.add(list, s.Code, placeholders(s.Text)...)
		}
	}
	for code, params := range query.MistakeCodes() {
		c.add("queryMistakes", string(code), params...)
	}
	for _, code := range query.ClauseCodes() {
		c.add("clauses", string(code))
	}
	return c
}

// codesIn returns the codes of the calls of a function in the Go files of folders, with their parameters:
// of all calls feeds.Warn("code", "text with {parameters}", …).
func codesIn(t *testing.T, function string, folders ...string) map[string][]string {
	codes := map[string][]string{}
	visit := func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != function || len(call.Args) < 2 {
				return true
			}
			if from, ok := f.X.(*ast.Ident); !ok || from.Name != "feeds" {
				return true // the method of a logger
			}
			code, text := literal(call.Args[0]), literal(call.Args[1])
			if code == "" || text == "" {
				t.Errorf("%s: write the code and the text as literals", set.Position(n.Pos()))
			}
			codes[code] = append(codes[code], placeholders(text)...)
			return true
		})
		return nil
	}
	for _, folder := range folders {
		if err := filepath.WalkDir(folder, visit); err != nil {
			t.Fatal(err)
		}
	}
	return codes
}

func literal(e ast.Expr) string {
	l, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, _ := strconv.Unquote(l.Value) // not a string: empty
	return s
}

// The desk's dictionaries are compared with this list by services/web/src/i18n/codes.test.ts.
func TestTheListOfCodes(t *testing.T) {
	const file = "../web/src/i18n/codes.json"
	got, err := json.MarshalIndent(allCodes(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the API sends (%v): go test ./services/api -run TestTheListOfCodes -update", file, err)
	}
}

func TestReasonsAndMistakesAreDefinedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range reasons {
		if seen[r.name] {
			t.Errorf("%s is defined twice", r.name)
		}
		seen[r.name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(mistakes)) {
		m := mistakes[name]
		if got := placeholders(m.text); !cmp.Equal(got, placeholders("{"+strings.Join(m.params, "}{")+"}")) && name != "missing" {
			t.Errorf("%s: the text has the parameters %v, huma fills in %v", name, got, m.params)
		}
	}
}

// placeholder is a parameter in a text.
var placeholder = regexp.MustCompile(`\{(\w+)\}`)

func placeholders(text string) []string {
	var names []string
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, found[1])
	}
	return slices.Compact(slices.Sorted(slices.Values(names)))
}
