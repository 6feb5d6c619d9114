package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// Each bad fixture is named by its mistake; its first line says what must be told.
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
		t.Errorf("data = %q: a relative path belongs to the file's folder", c.Data)
	}
	if c.Crawl.MinInterval != 2*time.Minute || c.Crawl.MaxInterval != Default().Crawl.MaxInterval {
		t.Errorf("intervals %v, %v: set values replace defaults, the others stay", c.Crawl.MinInterval, c.Crawl.MaxInterval)
	}
	if c.NATS.Password.Reveal() != "kept apart" {
		t.Errorf("password %q was not read from its file", c.NATS.Password.Reveal())
	}
}

// Addresses in events would have two slashes in a row.
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

// What print writes is itself a configuration.
func TestPrintedIsReadable(t *testing.T) {
	out, err := Default().Print()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse(out, "."); err != nil {
		t.Errorf("reading back what was printed: %v\n%s", err, out)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("data: x\n"))
	f.Add([]byte("desk: {listen: 1}\n"))
	f.Add([]byte("fetch: {allow_private: [10.0.0.0/8]}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Parse(text, "/nowhere")
		if err != nil {
			return
		}
		if err := c.Validate(); err != nil {
			t.Errorf("accepted, yet not valid: %v", err)
		}
		if _, err := yaml.Marshal(c); err != nil {
			t.Errorf("accepted, yet not printable: %v", err)
		}
	})
}
