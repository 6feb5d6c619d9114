package e2e

import (
	"database/sql"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"

	_ "modernc.org/sqlite" // opens the ledger's file behind the program's back
)

// explains checks that a message contains the words that say what happened and what to do.
func explains(t *testing.T, what, sentence string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(strings.ToLower(sentence), strings.ToLower(w)) {
			t.Errorf("%s: %q doesn't say %q", what, sentence, w)
		}
	}
}

// A hostile or failing host causes a clear error on its own source and affects no other.
func TestHostileHostsCauseClearErrors(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	w.Hostile(time.Now)
	w.Page("/good.xml", "application/rss+xml", `<rss version="2.0"><channel><title>Good</title><item><guid>1</guid><title>Larkmeter, at last</title></item></channel></rss>`)
	s := serve(t, `
fetch: {allow_private: [127.0.0.0/8, "::1/128"], per_host: 1000, timeout: 10s}
sources: {min_interval: 1h, max_interval: 2h}
`)
	s.addBrand("Larkmeter", nil)
	faults := map[string][]string{
		"/bomb":        {"more than 16 MB", "shorter feed"},
		"/bomb-inside": {"more than 16 MB", "shorter feed"},
		"/deep":        {"damaged", "tell the publisher"},
		"/drip":        {"longer than 10s"},
		"/loop":        {"in a loop", "browser"},
		"/long":        {"too many times", "browser"},
		"/far":         {"169.254.169.254", "private network", "fetch.allow_private"},
		"/file":        {"."},
		"/html":        {"web page"},
		"/empty":       {"empty"},
		"/status/404":  {"nothing at this address", "check the address"},
		"/status/401":  {"user name and password", "add the source again"},
		"/status/410":  {"removed for good", "remove the source"},
		"/status/500":  {"error of its own"},
	}
	ids := map[string]string{}
	for p := range faults {
		ids[p] = s.addSource(w.At(p)).ID
	}
	bomb, good, huge := s.addSource(w.At("/entities")).ID, s.addSource(w.At("/good.xml")).ID, s.addSource(w.At("/huge")).ID
	for p, words := range faults {
		src := s.waitRead(ids[p])
		t.Logf("%-13s %-10s %s", p, src.Health, src.Error)
		if src.Health == "healthy" || src.Documents > 0 {
			t.Errorf("%s is %s with %d documents", p, src.Health, src.Documents)
		}
		explains(t, p, src.Error, append(words, ".")...)
	}
	// An entity bomb is read as a feed of one item. Its entities are not expanded.
	src := s.waitRead(bomb)
	t.Logf("%-13s %-10s %d documents; %s", "/entities", src.Health, src.Documents, src.Error)
	if src.Health == "healthy" && len(src.Name) > 200 {
		t.Errorf("the entities were expanded: a name of %d bytes", len(src.Name))
	}
	// Of 50 MB only the first 16 are read, which hold the newest episodes, and the source says so.
	src = s.waitRead(huge)
	t.Logf("%-13s %-10s %d documents; %s", "/huge", src.Health, src.Documents, src.Error)
	if src.Documents < 500 || src.Warnings == 0 {
		t.Errorf("/huge: %d documents, %d warnings", src.Documents, src.Warnings)
	}
	explains(t, "/huge", src.Error, "16 MB", ".")
	if src := s.waitRead(good); src.Health != "healthy" || src.Documents != 1 {
		t.Errorf("the good feed is %s: %s", src.Health, src.Error)
	}
	eventually(t, func() string {
		if len(s.mentions("")) == 0 {
			return "the good feed's mention is missing"
		}
		return ""
	})
}

// Unless the configuration allows it, nothing on this machine is fetched, under whatever name.
func TestLoopbackIsRefusedUnderEveryName(t *testing.T) {
	w := feedstest.NewServer(t)
	w.Page("/feed", "application/rss+xml", `<rss version="2.0"><channel><title>Inside</title></channel></rss>`)
	port := w.Host()[strings.LastIndexByte(w.Host(), ':'):]
	s := serve(t, "")
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"} {
		src := s.waitRead(s.addSource("http://" + host + port + "/feed").ID)
		explains(t, host, src.Error, "private network", "fetch.allow_private")
	}
	if n := len(w.Asked("")); n > 0 {
		t.Errorf("%d requests came through", n)
	}
}

// A transcript in an encoding that it doesn't declare is read correctly.
func TestTranscriptInTheWrongEncoding(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	w.Page("/t.srt", "application/srt; charset=utf-8", "1\n00:00:01,000 --> 00:00:04,000\nWir trinken Kaffee im Caf\xe9 und nehmen Larkmeter f\xfcr alles.\n")
	w.Page("/feed", "application/rss+xml", `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Zeichen</title><language>de</language>
<item><guid>1</guid><title>Folge 1</title><enclosure url="https://x.example/1.mp3" type="audio/mpeg"/><podcast:transcript url="`+w.At("/t.srt")+`" type="application/srt"/></item></channel></rss>`)
	s := serve(t, calm)
	s.addBrand("Larkmeter", nil)
	s.addSource(w.At("/feed"))
	eventually(t, func() string {
		found := s.mentions("")
		if len(found) == 0 {
			return "no mention"
		}
		var d feeds.Document
		s.must("GET", "/documents/"+found[0].Document.ID, nil, &d)
		if strings.Contains(d.Body(), "Café") && strings.Contains(d.Body(), "für alles") {
			return ""
		}
		return "it reads " + d.Body()
	})
}

func TestNamesAndQueriesThatAreNotPatterns(t *testing.T) {
	s := serve(t, calm)
	s.addBrand("C++ (Pro) [v2.*", map[string]any{"id": "cpp"})
	s.addBrand("[a-z]+", map[string]any{"id": "anything"})
	status, text := s.call("POST", "/brands", map[string]any{"name": ".*"}, nil)
	if status != 422 {
		t.Errorf("a name without a letter: %d %s", status, text)
	}
	explains(t, "a name without a letter", text, "no letter", "cannot be found")
	line := `{"id":"1","source":"talk","kind":"podcast","language":"en","text":"We use C++ (Pro) [v2.* for that, and nothing else at all."}`
	if out, code := s.run(strings.NewReader(line), "import", "documents", "-"); code != 0 {
		t.Fatal(out)
	}
	eventually(t, func() string {
		if n := s.rescansOpen(); n > 0 {
			return "rescans are under way"
		}
		for _, m := range s.mentions("") {
			for _, h := range m.Hits {
				if m.Brand.ID == "cpp" && !strings.HasPrefix(h.Surface, "C++ (Pro) [v2") || m.Brand.ID == "anything" {
					t.Fatalf("%s found %q", m.Brand.ID, h.Surface)
				}
				if m.Brand.ID == "cpp" {
					return ""
				}
			}
		}
		return "the name was not found"
	})
	out, code := s.run(nil, "search", `moved "to lark`)
	if code != 1 {
		t.Errorf("exit %d", code)
	}
	explains(t, "an unclosed quote", out, "quot", "^")
	status, text = s.call("GET", "/search?q="+url.QueryEscape(`"unclosed`), nil, nil)
	if status != 422 {
		t.Errorf("an unclosed quote answers %d %s", status, text)
	}
	if status, text := s.call("GET", "/search?q="+url.QueryEscape(`[a-z]+(.*`), nil, nil); status >= 500 {
		t.Errorf("a pattern answers %d %s", status, text)
	}
}

// A full disk stops writes but not the server, which continues by itself once there is space.
func TestFullDisk(t *testing.T) {
	if _, err := exec.LookPath("prlimit"); err != nil {
		t.Skip("prlimit is not installed: no file-size limit to set")
	}
	s := serve(t, calm)
	s.addBrand("Larkmeter", nil)
	pid := itoa(s.cmd.Process.Pid)
	limit := func(size string) {
		t.Helper()
		if out, err := exec.Command("prlimit", "--pid", pid, "--fsize="+size+":unlimited").CombinedOutput(); err != nil {
			t.Skipf("prlimit: %v: %s", err, out)
		}
	}
	limit("4096")
	line := `{"id":"1","source":"talk","kind":"podcast","language":"en","text":"` + strings.Repeat("We moved to Larkmeter. ", 4000) + `"}`
	out, code := s.run(strings.NewReader(line), "import", "documents", "-")
	if code != 1 {
		t.Errorf("exit %d", code)
	}
	explains(t, "a full disk", out, "disk is full", "free some space")
	if status, text := s.call("GET", "/brands", nil, nil); status != 200 {
		t.Errorf("reading answers %d %s", status, text)
	}
	limit("unlimited")
	eventually(t, func() string {
		out, code := s.run(strings.NewReader(line), "import", "documents", "-")
		if code != 0 {
			return out
		}
		return ""
	})
	eventually(t, func() string {
		if len(s.mentions("")) == 0 {
			return "no mention after the disk had room again"
		}
		return ""
	})
}

func TestSecondInstanceIsRefused(t *testing.T) {
	s := serve(t, "")
	out, code := s.run(nil, "serve")
	if code != 1 {
		t.Errorf("exit %d", code)
	}
	explains(t, "a second instance", out, "another Namedrop is using", itoa(s.cmd.Process.Pid), "--data")
	s.must("GET", "/status", nil, nil)
}

func TestFolderOfANewerVersion(t *testing.T) {
	s := serve(t, "")
	s.stop()
	s.execSQL(`INSERT INTO schema_version (version_id, is_applied) VALUES (9999, 1)`)
	for _, command := range []string{"serve", "doctor", "migrate", "search x"} {
		out, code := s.run(nil, strings.Fields(command)...)
		if code != 1 {
			t.Errorf("%s: exit %d", command, code)
		}
		explains(t, command, out, "newer version", "9999", "run that version again")
	}
}

// execSQL runs statements on the ledger's file. The server must be stopped.
func (s *server) execSQL(statements ...string) {
	s.t.Helper()
	db, err := sql.Open("sqlite", s.data("namedrop.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	for _, q := range statements {
		if _, err := db.Exec(q); err != nil {
			s.t.Fatal(q, ": ", err)
		}
	}
}

// If the first start is killed while it creates the ledger, the next start completes it.
func TestInterruptedMigration(t *testing.T) {
	s := prepare(t, "")
	for i := range 12 {
		s.launch()
		// Until the ledger's file is there, and then a little, a little more each time.
		for range 2000 {
			if _, err := os.Stat(s.data("namedrop.db")); err == nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(i) * 2 * time.Millisecond)
		s.kill()
		if i%3 == 2 {
			break
		}
	}
	s.start()
	s.addBrand("Larkmeter", nil)
	s.stop()
	if out, code := s.run(nil, "doctor"); code != 0 {
		t.Errorf("doctor exits with %d: %s", code, out)
	}
}

func TestDamagedLedgerIsReported(t *testing.T) {
	s := serve(t, "")
	s.stop()
	f := s.data("namedrop.db")
	for _, more := range []string{"-wal", "-shm"} {
		_ = os.Remove(f + more)
	}
	if err := os.WriteFile(f, []byte(strings.Repeat("this is no ledger ", 4000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"serve", "doctor"} {
		out, code := s.run(nil, command)
		if code != 1 {
			t.Errorf("%s: exit %d", command, code)
		}
		explains(t, command, out, "damaged", "restore", "backup")
	}
}

func TestConfigurationMistakeNamesItsLine(t *testing.T) {
	s := prepare(t, "")
	file := filepath.Join(s.dir, "namedrop.yaml")
	if err := os.WriteFile(file, []byte("data: data\ndesc: {listen: x}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := s.run(nil, "serve")
	if code != 1 {
		t.Errorf("exit %d", code)
	}
	explains(t, "an unknown key", out, "line 2", `"desc"`, "known keys are data, desk")
}

func itoa(n int) string { return strconv.Itoa(n) }
