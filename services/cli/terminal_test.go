package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// hostile is a title by which a stranger could colour text, clear the screen, set the window's
// title, reorder or hide words. welcome is text that must be kept.
const (
	hostile = "\x1b[31mRED\x1b]0;owned\x07\x1b[2J\r\u009b31m\x7f\u202eeuro\u2066\u2069\u200b\u2060\ufeff\u00ad\u200e\u061c\u2028\U000e0041"
	welcome = "می\u200cخواهم 👩\u200d🚀"
)

// unsafeIn lists what of a text may not reach a terminal, by a list of its own.
func unsafeIn(s string) (found []string) {
	if !utf8.ValidString(s) {
		found = append(found, "invalid UTF-8")
	}
	for _, r := range s {
		switch {
		case r == '\n', r == '\t':
		case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xad, r == 0x61c, r == 0x200b, r == 0x200e, r == 0x200f, r == 0x180e,
			r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff, r >= 0xe0000 && r <= 0xe007f:
			found = append(found, fmt.Sprintf("%U", r))
		}
	}
	return found
}

// Every command, with every name that people and publishers choose made hostile.
func TestNothingHostileReachesTheTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("runs forty commands")
	}
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	name := "Zorblax " + hostile + welcome
	file := func(name string, v any) string {
		path := filepath.Join(dir, name)
		b, ok := v.(string)
		if !ok {
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			b = string(text)
		}
		if err := os.WriteFile(path, []byte(b), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	documents := file("docs.jsonl", map[string]any{
		"id": "d1", "title": name, "text": "We use Zorblax " + hostile + " every day " + welcome, "author": name, "source": name,
		"url": "https://show.example/1", "published": time.Now().UTC().Format(time.RFC3339), "kind": "podcast",
	})
	badLine := file("bad.jsonl", "{\"title\":\""+hostile+"\n"+hostile+"\n")
	brands := file("brands.json", map[string]any{"brands": []any{map[string]any{"id": "zorblax", "name": "Zorblax", "aliases": []string{"Zor " + hostile}}}})
	opml := file("list.opml", "<opml><body><outline text='"+"x\u202e\u009b31m"+"' xmlUrl='http://no.such.example/\u202e\u200b'/><outline text='\u202e' xmlUrl='ftp://\u009b\u202e'/></body></opml>")
	badConfig := file("bad.yaml", "desk:\n  \"lis\\u202e\\u009b\\x1bten\": x\n")
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusTeapot)
		_ = json.NewEncoder(w).Encode(map[string]any{"status": 418, "detail": hostile, "at": 3})
	}))
	defer evil.Close()
	shown := 0
	run := func(args ...string) string {
		t.Helper()
		var out, errs strings.Builder
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		args = append(args, "--listen", "127.0.0.1:0")
		if !strings.Contains(strings.Join(args, " "), "--data") {
			args = append(args, "--data", data)
		}
		Main(ctx, args, Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
		for what, text := range map[string]string{"stdout": out.String(), "stderr": errs.String()} {
			if found := unsafeIn(text); len(found) > 0 {
				t.Errorf("%q: %s holds %v: %q", args, what, found, text)
			}
		}
		if strings.Contains(out.String(), "RED]0;owned[2J") {
			shown++
		}
		return out.String()
	}
	id := func(text string) string {
		var v struct{ ID string }
		_ = json.Unmarshal([]byte(text), &v)
		return v.ID
	}
	run("brand", "add", "Zorblax", "--id", "zorblax", "--alias", "Zor "+hostile)
	run("brand", "add", name, "--id", "evil")
	run("brand", "add", name, "--id", hostile)
	run("import", "documents", documents)
	run("import", "documents", badLine)
	run("import", "documents", filepath.Join(dir, hostile))
	source := id(run("source", "add", "http://no.such.example/feed", "--name", name, "--json"))
	run("source", "add", "http://x\u202e\u009b.example/"+hostile)
	run("source", "rename", source, name)
	run("source", "import", opml)
	run("source", "find", "http://127.0.0.1:1/"+hostile)
	run("source", "pause", hostile)
	channel := id(run("channel", "add", "http://127.0.0.1:1/\u202e\u009b", "--name", name, "--json"))
	rule := id(run("rule", "add", name, "--channel", channel, "--json"))
	run("rule", "add", name, "--channel", hostile)
	run("rule", "preview", rule)
	run("channel", "test", channel)
	run("token", "add", name)
	run("brand", "suggest", "zorblax")
	run("brand", "teach", "zorblax", "Zor "+hostile)
	run("brand", "heard-as", "zorblax", hostile)
	for _, list := range []string{"brand", "source", "rule", "channel", "token"} {
		run(list, "list")
		run(list, "list", "--json")
	}
	for _, more := range [][]string{nil, {"--json"}, {"--explain"}, {"--totals"}, {"--totals", "--json"}, {"--explain", "--json"}} {
		run(append([]string{"search", "Zorblax"}, more...)...)
	}
	run("search", "\""+hostile)
	run("search", hostile, "--json")
	run("detect", "--brands", brands, "--all-fields", "--unsure")
	run("export", "mentions")
	run("export", "search", "Zorblax")
	run("rescan", "--status")
	run("rescan", "--stop")
	run("doctor")
	run("doctor", "--json")
	run("config", "print")
	run("config", "check", "-c", badConfig)
	run("config", "check", "-c", hostile)
	run("doctor", "--data", filepath.Join(dir, hostile))
	run("serve", "--data", file("afile", "")+"/"+hostile)
	run("impact", "--series", hostile, "--at", "2026-03-03")
	run("impact", "--series", badLine, "--at", hostile)
	run("backup", filepath.Join(dir, hostile))
	run("restore", filepath.Join(dir, "no"+hostile))
	run("replay", "--"+hostile)
	run(hostile)
	run("--" + hostile)
	run("search", "x", "--sort", hostile)
	run("search", "x", "--server", hostile)
	run("search", "x", "--server", evil.URL)
	run("search", "x", "--server", evil.URL, "--json")
	run("source", "list", "--server", evil.URL)
	// The words themselves must have come, or nothing was tested.
	if shown < 8 {
		t.Errorf("only %d commands showed the hostile name at all", shown)
	}

	var out, errs strings.Builder
	in, _ := os.ReadFile(documents)
	Main(t.Context(), []string{"detect", "--brands", brands, "--all-fields"}, Streams{In: strings.NewReader(string(in)), Out: &out, Err: &errs})
	if found := unsafeIn(out.String() + errs.String()); len(found) > 0 {
		t.Errorf("detect: %v", found)
	}
	// JSON keeps the value.
	var brand struct{ Name string }
	for line := range strings.Lines(run("brand", "list", "--json")) {
		if strings.Contains(line, `"evil"`) {
			if err := json.Unmarshal([]byte(line), &brand); err != nil {
				t.Error(err)
			}
		}
	}
	if !strings.Contains(brand.Name, "\u202eeuro\u2066") || !strings.Contains(brand.Name, welcome) {
		t.Errorf("the name became %q", brand.Name)
	}
	if text := run("brand", "list"); !strings.Contains(text, "Zorblax") {
		t.Errorf("no brand in %q", text)
	}
	// CSV and OPML are data: through a pipe they stay what they were.
	out.Reset()
	Main(t.Context(), []string{"export", "search", "Zorblax", "--csv", "--data", data, "--listen", "127.0.0.1:0"}, Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	if !strings.Contains(out.String(), "\u202eeuro") {
		t.Errorf("the CSV lost a character: %q", out.String())
	}
}

// A panic in a command is reported through the same writer.
func TestAPanicIsReported(t *testing.T) {
	var errs strings.Builder
	code := Main(t.Context(), []string{"search", "x", "--server", "http://127.0.0.1:1"}, Streams{In: strings.NewReader(""), Out: panics{}, Err: &errs})
	_ = code
	code = Main(t.Context(), []string{"version"}, Streams{In: strings.NewReader(""), Out: panics{}, Err: &errs})
	if code != 2 || !strings.Contains(errs.String(), "[31mboom") || len(unsafeIn(errs.String())) > 0 {
		t.Errorf("exit %d, %q", code, errs.String())
	}
}

type panics struct{}

func (panics) Write([]byte) (int, error) { panic("\x1b[31mboom\u202e") }
