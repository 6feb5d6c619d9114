package cli

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/services/adapters"
	"github.com/namedrop/namedrop/services/adapters/adapterstest"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
)

// An adapter is one package and one line: with these it is in the help, in the API that the
// desk makes its form from, and in the configuration.
func TestAnAdapterIsOneLine(t *testing.T) {
	sources := append(adapters.Sources(), adapterstest.Rumours()) // the line

	dir := t.TempDir()
	file := filepath.Join(dir, "namedrop.yaml")
	if err := os.WriteFile(file, []byte("data: data\nendpoints: {rumour: \"https://square.example/\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(want int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		got := Main(t.Context(), append([]string{"-c", file}, args...), Streams{In: strings.NewReader("open sesame\n"), Out: &out, Err: &out, Sources: sources})
		if got != want {
			t.Errorf("%v: exit %d\n%s", args, got, &out)
		}
		return out.String()
	}
	holds := func(text string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
	}
	holds(run(0, "source", "add", "--help"), "rumour: What is said on a village square. Whispers are not heard.", "query, for example larkmeter", "village (optional), one of north, south", "podcast, feed, bluesky, bluesky_search,")
	holds(run(0, "config", "print"), "rumour: https://square.example")
	holds(run(0, "source", "add", "--type", "rumour", "larkmeter", "village=south", "passphrase=@-"), "larkmeter added as ")
	holds(run(0, "source", "add", "--type", "rumour", "query=larkmeter", "village=south"), "already exists")
	holds(run(0, "source", "add", "--type", "rumour", "larkmeter"), "larkmeter added as ") // another village
	holds(run(1, "source", "add", "--type", "rumour", "larkmeter", "village=east"), `"Village" is one of north, south.`)
	holds(run(1, "source", "add", "--type", "rumour", "nothing"), "obody speaks of nothing.")
	holds(run(1, "source", "add", "--type", "smoke", "larkmeter"), "podcast, feed, bluesky, bluesky_search, hackernews, mastodon, reddit, lemmy, discourse, telegram, youtube, x, web, single, webmention, podping, mailbox, messages, rumour")

	c, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Options{Config: c, Services: app.Quiet(), Logger: slog.New(slog.DiscardHandler), Sources: sources})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Stop(t.Context())
	get := func(path string) string {
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/api/v1"+path, nil).WithContext(access.Inside(t.Context())))
		return w.Body.String()
	}
	var types struct {
		Items []struct {
			Type, Name string
			Addable    bool
			Fields     []struct {
				Name, Kind, Label, Default string
				Required                   bool
				Choices                    []struct{ Value, Label string }
			}
		}
	}
	if err := json.Unmarshal([]byte(get("/sources/types")), &types); err != nil {
		t.Fatal(err)
	}
	last := types.Items[len(types.Items)-1]
	if last.Type != "rumour" || !last.Addable || len(last.Fields) != 3 || !last.Fields[0].Required || last.Fields[1].Choices[1].Label != "South" || last.Fields[2].Kind != "secret" {
		t.Errorf("%+v", last)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "http://localhost/api/v1/sources/lookup", strings.NewReader(`{"query":" square:quillmark "}`))
	r.Header.Set("Content-Type", "application/json")
	a.Handler().ServeHTTP(w, r.WithContext(access.Inside(t.Context())))
	holds(w.Body.String(), `"type":"rumour"`, `"query":"quillmark"`, `"settings":{"village":"south"}`)
	listed := get("/sources")
	holds(listed, `"query":"larkmeter"`, `"settings":{"village":"south"}`)
	if strings.Contains(listed, "sesame") || strings.Contains(listed, "passphrase") {
		t.Errorf("the secret is shown: %s", listed)
	}
}

// A key that no adapter declares is a mistake, as everywhere in the configuration.
func TestAnUnknownEndpoint(t *testing.T) {
	file := filepath.Join(t.TempDir(), "namedrop.yaml")
	if err := os.WriteFile(file, []byte("endpoints: {smoke: \"https://smoke.example\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if code := Main(t.Context(), []string{"-c", file, "config", "check"}, Streams{Out: &out, Err: &out}); code != 1 || !strings.Contains(out.String(), `unknown key "smoke"; known keys are bluesky, bluesky_login, bluesky_posts, ga4, google_token, hackernews, hackernews_items, itunes, linkedin, podcast_index, podping, podping_other, reddit, searchconsole`) {
		t.Errorf("exit %d: %s", code, &out)
	}
}
