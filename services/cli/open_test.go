//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Everyone can read what a program is started with: the browser is given a file, which its
// owner alone can read, and not the key.
func TestTheBrowserIsStartedWithoutTheKey(t *testing.T) {
	dir := t.TempDir()
	opener := "#!/bin/sh\nprintf '%s' \"$*\" > \"" + dir + "/words\"\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(opener), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("DISPLAY", ":0")
	data := filepath.Join(dir, "my data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	const link = "http://127.0.0.1:8090/#key=nd_key_secret"
	if err := launch(t.Context(), data, link); err != nil {
		t.Skip("this system opens addresses in another way: ", err)
	}
	var words []byte
	for end := time.Now().Add(time.Minute); len(words) == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		words, _ = os.ReadFile(filepath.Join(dir, "words"))
	}
	page := filepath.Join(data, openPage)
	if got := string(words); strings.Contains(got, "secret") || got != "file://"+strings.ReplaceAll(page, " ", "%20") {
		t.Errorf("it is started with %q", got)
	}
	info, err := os.Stat(page)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), `content="0;url=`+link+`"`) {
		t.Errorf("the page is %s, %v", text, err)
	}
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	if err := launch(t.Context(), data, link); err == nil {
		t.Error("a browser opens without a screen")
	}
}

func TestACommandForTheShell(t *testing.T) {
	for path, want := range map[string]string{"/srv/data": "/srv/data", "/my data": "'/my data'", "/it's": `'/it'\''s'`, "/a;b": "'/a;b'", "/$HOME": "'/$HOME'"} {
		if got := quoted(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
