package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// Each bad fixture is named after its mistake. Its first line is a part of the error.
func TestMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/bad_*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(text), "\n")
			want := strings.TrimPrefix(first, "# ")
			_, err = Load(file)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want one with %q", err, want)
			}
		})
	}
}

func TestGoodFile(t *testing.T) {
	c, err := Load("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != filepath.Join("testdata", "here") {
		t.Errorf("data = %q: a relative path starts at the file's folder", c.Data)
	}
	if c.Sources.MinInterval != 2*time.Minute || c.Sources.MaxInterval != Default().Sources.MaxInterval {
		t.Errorf("intervals %v, %v: set values replace defaults, the others stay", c.Sources.MinInterval, c.Sources.MaxInterval)
	}
	if c.NATS.Password.Reveal() != "kept apart" {
		t.Errorf("password %q was not read from its file", c.NATS.Password.Reveal())
	}
}

// Otherwise addresses in events would have two slashes in a row.
func TestBaseAddressesEndWithoutASlash(t *testing.T) {
	c, err := Parse([]byte("desk: {url: https://desk.example/}\nendpoints: {itunes: http://127.0.0.1:1/}\njudge: {url: http://127.0.0.1:2/v1/}\n"), ".")
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{c.Desk.URL: "https://desk.example", c.Endpoints["itunes"]: "http://127.0.0.1:1", c.Judge.URL: "http://127.0.0.1:2/v1"} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestSecretsStaySecret(t *testing.T) {
	c := Default()
	c.NATS.Password = "hunter2"
	c.Database.URL = "postgres://me:hunter2@db.example/namedrop"
	out, err := c.Print()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{string(out), fmt.Sprint(c.NATS), fmt.Sprintf("%+v %#v", c.NATS, c.NATS)} {
		if strings.Contains(s, "hunter2") {
			t.Errorf("a secret shows: %s", s)
		}
	}
}

// Printed output is itself a configuration.
func TestPrintedIsReadable(t *testing.T) {
	out, err := Default().Print()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse(out, "."); err != nil {
		t.Errorf("reading back what was printed: %v\n%s", err, out)
	}
}

// A key of an earlier version is read, and reported.
func TestRenamedKeysAreRead(t *testing.T) {
	c, err := Load("testdata/renamed_keys.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := Sources{Workers: 3, MinInterval: 2 * time.Minute, MaxInterval: 3 * time.Hour}
	if c.Sources != want {
		t.Errorf("sources are %+v, want %+v", c.Sources, want)
	}
	var told []string
	for _, r := range c.Renamed() {
		told = append(told, r.String())
	}
	if diff := cmp.Diff([]string{
		"line 4: crawl.workers is now called sources.workers; the old name works in this release only",
		"line 5: crawl.min_interval is now called sources.min_interval; the old name works in this release only",
	}, told); diff != "" {
		t.Error(diff)
	}
	if c, err = Parse([]byte("sources: {workers: 3}\n"), "."); err != nil || len(c.Renamed()) != 0 {
		t.Errorf("a new key: %v, %v", c.Renamed(), err)
	}
}

// The table would be wrong without anybody noticing: a new name that doesn't exist turns an
// old key into an unknown one.
func TestRenamesLeadToKeys(t *testing.T) {
	for _, r := range renames {
		group, name, _ := strings.Cut(r.new, ".")
		field, ok := fieldOf(reflect.ValueOf(new(Config)).Elem(), group)
		if !ok || !slices.Contains(keysOf(field.Type()), name) {
			t.Errorf("%s was renamed to %s, which doesn't exist", r.old, r.new)
		}
	}
}

// All mistakes of a file are reported at once, each with its line.
func TestAllMistakesAtOnce(t *testing.T) {
	_, err := Parse([]byte("fetch:\n  timeout: soon\n  per_host: [1]\n  allow_private: [10.0.0.0/8, banana]\nnowhere: 1\n"), ".")
	const want = `line 2: fetch.timeout: expected a duration (30s, 5m), found "soon"; ` +
		`line 3: fetch.per_host: expected a number, found a list; ` +
		`line 4: fetch.allow_private: expected a network (10.0.0.0/8; one address is 10.1.2.3/32), found "banana"; ` +
		`line 5: unknown key "nowhere"; known keys are data, desk, public, database, nats, fetch, sources, youtube, speech, index, alerts, judge, fetchers, podcast_index, endpoints, log`
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// A value in the wrong place may be a password, so errors don't repeat what could be one.
func TestMistakesShowNoSecrets(t *testing.T) {
	for _, text := range []string{"nats: {password: [hunter2]}", "nats: {password: {hunter2: 1}}", "nats: postgres://me:hunter2@db", "crawl: me@hunter2", "fetch: {timeout: 'hunter2='}"} {
		if _, err := Parse([]byte(text+"\n"), "."); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Anchors may be used for values. An anchor that contains itself must not keep the reader going.
func TestAliases(t *testing.T) {
	c, err := Parse([]byte("fetch: {timeout: &t 30s}\nalerts: {timeout: *t}\n"), ".")
	if err != nil || c.Alerts.Timeout != 30*time.Second {
		t.Errorf("%v, %v", c.Alerts.Timeout, err)
	}
	if _, err := Parse([]byte("desk: &d {listen: *d}\n"), "."); err == nil {
		t.Error("an anchor that contains itself was accepted")
	}
	c, err = Parse([]byte("crawl: &c {workers: 3}\nsources: *c\n"), ".")
	if err == nil {
		t.Errorf("both names were accepted: %+v", c.Sources)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("data: x\n"))
	f.Add([]byte("desk: {listen: 1}\n"))
	f.Add([]byte("crawl: &a {workers: 1}\nsources: *a\n"))
	f.Add([]byte("fetch: {allow_private: [10.0.0.0/8]}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Parse(text, "/nowhere")
		if err != nil {
			return
		}
		if err := c.Validate(); err != nil {
			t.Errorf("accepted but not valid: %v", err)
		}
		if _, err := yaml.Marshal(c); err != nil {
			t.Errorf("accepted but not printable: %v", err)
		}
	})
}
