package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// samples are arguments with which each command that calls the API gets as far as the call.
var samples = map[string]string{
	"dead-letter list": "", "dead-letter retry": "x", "dead-letter discard": "x",
	"search": "larkmeter", "import documents": "FILE", "import visits": "FILE --site shop", "export mentions": "", "export search": "larkmeter",
	"export sources": "", "brand list": "", "brand add": "Larkmeter", "brand show": "larkmeter", "brand edit": "larkmeter --name X", "brand import": "BRANDS",
	"brand suggest": "Larkmeter", "brand teach": "larkmeter --alias x", "brand heard-as": "larkmeter lark", "brand delete": "larkmeter",
	"mention show": "x", "mention confirm": "x", "mention dismiss": "x --hit 1",
	"source list": "", "source add": "https://square.example/feed", "source find": "square", "source fetch": "x", "source twin": "x", "source coverage": "", "source rename": "x y",
	"source show": "x", "document show": "x", "document retry": "x", "source pause": "x", "source resume": "x", "source delete": "x", "source import": "FILE", "source export": "",
	"visits list": "", "visits types": "", "visits add": "plausible --site shop --zone UTC", "visits key": "x FILE", "visits fetch": "x", "visits delete": "x",
	"import leads": "FILE --site shop", "lead list": "", "lead show": "x", "lead add": "x --site shop", "lead delete": "x",
	"lead source list": "", "lead source types": "", "lead source add": "form --site shop", "lead source show": "x", "lead source edit": "x --name y", "lead source fetch": "x", "lead source delete": "x",
	"rule list": "", "rule add": "All --channel x", "rule edit": "x --name y", "rule preview": "", "rule delete": "x",
	"site list": "", "site show": "x", "site add": "shop --zone UTC", "site edit": "x --zone UTC", "site delete": "x",
	"brand searches": "larkmeter", "source addresses": "", "source check": "https://square.example/feed", "site fetches": "x",
	"account list": "", "account types": "", "account add": "bluesky", "account show": "x", "account edit": "x --name y", "account delete": "x",
	"lead erase": "ann@buyer.example", "lead match": "x --none", "lead unmatch": "x", "lead choices": "x", "lead shows": "",
	"lead alias list": "", "lead alias add": "captain --show x", "lead alias delete": "x",
	"objection list": "", "objection add": "ann", "objection delete": "x",
	"link list": "", "link add": "https://shop.example", "link edit": "x --name y", "link clicks": "x", "link qr": "x", "link delete": "x",
	"annotation list": "", "annotation add": "Release --from 2026-11-02", "annotation edit": "x --name y", "annotation import": "NOTES", "annotation delete": "x",
	"report show": "x", "report list": "", "report choose": "x", "report export": "", "report share": "x", "report shares": "", "report unshare": "x", "timeline": "",
	"channel list": "", "channel add": "webhook url=https://hooks.example", "channel edit": "x --name y", "channel secret": "x", "channel test": "x", "channel delete": "x",
	"delivery list": "", "rescan": "", "reindex": "", "release": "x", "replay": "", "resume": "",
	"token add": "x", "token list": "", "token revoke": "x",
}

// local are the commands that don't call the API of --server.
var local = []string{"serve", "run", "open", "demo", "detect", "twins", "attribute", "impact estimate", "impact simulate", "spikes", "backup", "restore", "migrate", "config check", "config print", "token setup", "doctor", "version", "openapi", "completion", "complete"}

// If another program answers in place of the API, a command exits with 1, writes nothing to
// standard output, and writes one sentence without codes, JSON or HTML to standard error.
func TestAnswersThatAreNotTheAPIs(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	documents, brands := file("documents.jsonl", `{"id":"a","text":"x"}`), file("brands.json", `{"brands":[{"id":"larkmeter","name":"Larkmeter"}]}`)
	notes := file("notes.csv", "from,name\n2026-11-02,Release\n")
	answers := map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"a page": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html>Welcome</html>")
		}, `^namedrop: (brand larkmeter: )?the answer from http://127\.0\.0\.1:\d+ is not from Namedrop's API: check the address$`},
		"a proxy without a server behind it": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "<html>Bad Gateway</html>", http.StatusBadGateway)
		}, `^namedrop: (brand larkmeter: )?the server answered 502 Bad Gateway$`},
		"a problem without a sentence": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusTeapot)
			fmt.Fprint(w, `{"code":"invalid","reason":"brand_exists","detail":" "}`)
		}, `^namedrop: (brand larkmeter: )?the server answered 418 I'm a teapot$`},
		"a problem": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"code":"forbidden","reason":"needs_scope","params":{"scope":"admin"},"detail":"That needs the scope admin."}`)
		}, `^namedrop: (brand larkmeter: )?That needs the scope admin\.$`},
		"several wrong fields": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnprocessableEntity)
			fmt.Fprint(w, `{"code":"invalid","reason":"invalid_request","detail":"Invalid request: …","errors":[
				{"location":"body.name","message":"must not be empty","reason":"empty"},{"location":"body","message":"is not valid JSON","reason":"json_invalid"},
				{"location":"query.x","message":"unexpected"},{"location":"","message":"too many values"}]}`)
		}, `^namedrop: (brand larkmeter: )?Invalid request:\n  name must not be empty\n  the body is not valid JSON\n  x: unexpected\n  too many values$`},
		"nothing": {nil, `^namedrop: (brand larkmeter: )?no server answers at http://127\.0\.0\.1:\d+: is Namedrop running there\?$`},
	}
	for _, path := range leaves(t) {
		if _, ok := samples[path]; !ok && !strings.Contains(" "+strings.Join(local, " , ")+" ", " "+path+" ") {
			t.Errorf("namedrop %s is neither in samples nor in local", path)
		}
	}
	for name, c := range answers {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(c.answer)
			if c.answer == nil {
				server.Close()
			} else {
				defer server.Close()
			}
			want := regexp.MustCompile(c.want)
			for path, sample := range samples {
				sample = strings.NewReplacer("FILE", documents, "BRANDS", brands, "NOTES", notes).Replace(sample)
				var out, errs strings.Builder
				args := append(strings.Fields(path), strings.Fields(sample)...)
				code := Main(t.Context(), append(args, "--server", server.URL, "--data", filepath.Join(dir, "unused")), Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
				if code != 1 || out.Len() > 0 || !want.MatchString(strings.TrimSuffix(errs.String(), "\n")) {
					t.Errorf("namedrop %s exits with %d\nout: %s\nerr: %s", path, code, &out, &errs)
				}
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "unused")); err == nil {
		t.Error("a command about another server made a data folder")
	}
}
