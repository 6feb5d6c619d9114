package cli

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"namedrop": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			code := Main(ctx, os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
			stop()
			os.Exit(code)
		},
	})
}

// The scripts run commands as a person does and check output and exit codes.
// UPDATE_SCRIPTS=1 rewrites the golden files in them.
//
// Beyond testscript's own commands they have:
//
//	ready              waits until the server on the data folder answers
//	capture VAR REGEXP sets a variable to the first group of the regexp in the last output
//	waitfor REGEXP CMD repeats a command until its output matches
//
// $OUTSIDE is the address of a server that stands in for the rest of the world.
func TestScripts(t *testing.T) {
	outside := httptest.NewServer(outside())
	t.Cleanup(outside.Close) // the scripts run in parallel, after this function has returned
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ready": ready, "capture": capture, "waitfor": waitFor,
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("NAMEDROP_DATA", e.WorkDir+"/data")
			e.Setenv("OUTSIDE", outside.URL)
			return os.WriteFile(filepath.Join(e.WorkDir, "quick.yaml"), []byte(quick), 0o600)
		},
	})
}

// quick is the configuration of servers in scripts. They may reach the outside, which is on
// loopback, and take any free port. Nothing is at the address of YouTube.
const quick = `desk: {listen: "127.0.0.1:0"}
nats: {listen: "off"}
fetch: {allow_private: [127.0.0.0/8], per_host: 1000}
endpoints: {youtube: "http://127.0.0.1:1"}
`

// outside serves a feed with one transcript of the two that it names, a page that names it, one that names two, a receiver
// that accepts, one that refuses, and a page where the API would be.
func outside() http.Handler {
	mux := http.NewServeMux()
	feed := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = w.Write([]byte(`<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Square Talk</title><link>https://square.example</link>
<item><title>The second talk</title><guid>2</guid><pubDate>Mon, 09 Nov 2026 08:00:00 +0000</pubDate><podcast:transcript url="/2.vtt" type="text/vtt" language="en"/>
<enclosure url="https://square.example/2.mp3" type="audio/mpeg" length="1"/></item>
<item><title>The first talk</title><guid>1</guid><pubDate>Mon, 02 Nov 2026 08:00:00 +0000</pubDate><description>We moved to Larkmeter.</description><podcast:transcript url="/gone.vtt" type="text/vtt"/>
<enclosure url="https://square.example/1.mp3" type="audio/mpeg" length="1"/></item></channel></rss>`))
	}
	mux.HandleFunc("GET /feed.xml", feed)
	mux.HandleFunc("GET /other.xml", feed)
	mux.HandleFunc("GET /2.vtt", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/vtt")
		_, _ = w.Write([]byte("WEBVTT\n\n00:01.000 --> 00:02.000\nAll that was said\n"))
	})
	mux.HandleFunc("GET /show", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<html><head><title>Square Talk</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>`))
	})
	page := func(path, head string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html><head><title>A page</title>" + head + "</head></html>"))
		})
	}
	page("/two", `<link rel="alternate" type="application/rss+xml" href="/feed.xml"><link rel="alternate" type="application/rss+xml" href="/other.xml">`)
	mux.HandleFunc("POST /hook", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("POST /refuses", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "not today", http.StatusForbidden) })
	return mux
}

// ready waits until a server answers on the data folder of the script.
func ready(ts *testscript.TestScript, neg bool, args []string) {
	g := globals{}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c, err := g.local(context.Background(), ts.Getenv("NAMEDROP_DATA")); err == nil {
			_ = c.close()
			return
		}
	}
	ts.Fatalf("no server answers")
}

// capture sets a variable to what a regular expression's first group matches in the last output.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: capture VAR REGEXP")
	}
	m := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) < 2 {
		ts.Fatalf("%s is not in the output", args[1])
	}
	ts.Setenv(args[0], m[1])
}

// waitFor repeats a command until its output matches a regular expression.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: waitfor REGEXP CMD…")
	}
	want := regexp.MustCompile(args[0])
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err := ts.Exec(args[1], args[2:]...); err == nil && want.MatchString(ts.ReadFile("stdout")) {
			return
		}
	}
	ts.Fatalf("%s is never in the output", args[0])
}
