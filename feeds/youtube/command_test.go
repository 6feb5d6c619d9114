package youtube

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/youtube/smalltube"
)

// script writes a program that stands in for yt-dlp, and returns the setting.
func script(t *testing.T, body string) func(*Settings) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "captions")
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+body), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	return func(s *Settings) { s.Command = []string{file, "--quiet"} }
}

func TestTheCommandIsTriedWherePlayersAreClosed(t *testing.T) {
	body := smalltube.Render(talk(), "json3")
	w := open(t, script(t, fmt.Sprintf(`echo "$@" > "$0.args"
cat > aaaaaaaaaaa.nl-orig.json3 <<'END'
%s
END`, body)))
	got, err := w.fill(w.video(smalltube.Track{Language: "nl", Automatic: true, Cues: talk(), Token: true}), nil)
	if err != nil || len(got.Cues) != len(talk()) || got.Language != "nl" || got.Origin != feeds.Captions {
		t.Fatalf("%+v %v", got, err)
	}
	args, err := os.ReadFile(w.settings.Command[0] + ".args")
	if err != nil || !strings.HasPrefix(string(args), "--quiet --skip-download") || !strings.HasSuffix(strings.TrimSpace(string(args)), "-- https://www.youtube.com/watch?v=aaaaaaaaaaa") {
		t.Errorf("called with %q, %v", args, err)
	}
}

func TestTheCommandIsNoWayRoundABlock(t *testing.T) {
	w := open(t, script(t, "touch $0.called"))
	w.AnswerPlayers(func(string, string) string {
		return `{"playabilityStatus":{"status":"LOGIN_REQUIRED","reason":"Sign in to confirm you’re not a bot"}}`
	})
	_, err := w.fill(w.video(), nil)
	faulty(t, err, "youtube_bot_check", feeds.FaultBlocked)
	if _, err := os.Stat(w.settings.Command[0] + ".called"); err == nil {
		t.Error("the command was called from an address that YouTube has just blocked")
	}
}

func TestACommandThatBringsNothing(t *testing.T) {
	for name, tt := range map[string]struct{ body, code string }{
		"fails":      {"echo 'ERROR: no subtitles' >&2; exit 1", "youtube_command_failed"},
		"no file":    {"exit 0", "youtube_command_nothing"},
		"a page":     {"echo '<html>' > aaaaaaaaaaa.en.vtt", "youtube_command_nothing"},
		"a link":     {"ln -s /etc/passwd aaaaaaaaaaa.en.vtt", "youtube_command_output"},
		"large file": {"head -c 17000000 /dev/zero > aaaaaaaaaaa.en.vtt", "youtube_command_output"},
	} {
		w := open(t, script(t, tt.body), func(s *Settings) { s.Clients = nil })
		_, err := w.fill(w.video(), nil)
		code, _ := feeds.CodeOf(err)
		if code != tt.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
