package speech

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

func TestARecordingThatIsNone(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		code   string
	}{
		"a page": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<!doctype html><html><body>Sign in")
		}, "speech_not_audio"},
		"nothing":    {func(http.ResponseWriter, *http.Request) {}, "speech_not_audio"},
		"a picture":  {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "\x89PNG\r\n\x1a\n....") }, "speech_not_audio"},
		"gone":       {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(410) }, "gone"},
		"not there":  {http.NotFound, "not_found"},
		"5 GB":       {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "5000000000") }, "speech_recording_large"},
		"no silence": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(pcm(0)) }, "speech_silent"},
		"endless": {func(w http.ResponseWriter, _ *http.Request) {
			for range 40 {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		}, "speech_recording_large"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.settings.Largest = 1
			w.audio = c.answer
			w.says(200, "application/json", `{"text":""}`)
			_, err := w.fill()
			if code, _ := feeds.CodeOf(err); code != c.code {
				t.Errorf("%s: %v", code, err)
			}
			if left, _ := filepath.Glob(filepath.Join(w.dir, "*", "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// A download that broke off is continued where the server can, and begun anew where the file has changed.
func TestADownloadIsContinued(t *testing.T) {
	body := pcm(60)
	for name, c := range map[string]struct {
		tag   string // at the second request
		whole bool   // the second answer is the whole file
	}{"the same file": {`"one"`, false}, "another file": {`"two"`, true}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.settings.Convert = ""
			w.says(200, "application/json", verbose)
			first, sent := true, 0
			w.audio = func(rw http.ResponseWriter, r *http.Request) {
				if first {
					first = false
					rw.Header().Set("ETag", `"one"`)
					rw.Header().Set("Content-Length", fmt.Sprint(len(body)))
					_, _ = rw.Write(body[:300_000])
					panic(http.ErrAbortHandler)
				}
				rw.Header().Set("ETag", c.tag)
				count := &counted{ResponseWriter: rw}
				http.ServeContent(count, r, "", time.Time{}, strings.NewReader(string(body)))
				sent = count.n
			}
			if _, err := w.fill(); feeds.FaultOf(err) != feeds.FaultTransient {
				t.Fatal(err)
			}
			if _, err := w.fill(); err != nil {
				t.Fatal(err)
			}
			if c.whole != (sent == len(body)) {
				t.Errorf("%d of %d bytes came the second time", sent, len(body))
			}
		})
	}
}

type counted struct {
	http.ResponseWriter
	n int
}

func (c *counted) Write(b []byte) (int, error) {
	c.n += len(b)
	return c.ResponseWriter.Write(b)
}

// heardPiece makes the engine answer with a sentence a second, numbered by the seconds of the recording.
func heardPiece(w *world, stop func(n int) bool) *int {
	n := 0
	w.engine = func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			http.NotFound(rw, r)
			return
		}
		file, head, err := r.FormFile("file")
		if err != nil {
			w.t.Error(err)
			return
		}
		defer file.Close()
		n++
		if stop(n) {
			rw.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		start := float64(n-1) * 60
		var a struct {
			Text     string           `json:"text"`
			Segments []map[string]any `json:"segments"`
		}
		for i := 0.0; i < float64(head.Size-44)/16000; i++ {
			a.Segments = append(a.Segments, map[string]any{"start": i, "end": i + 1, "text": fmt.Sprintf("second %.0f", start+i)})
		}
		_ = json.NewEncoder(rw).Encode(a)
	}
	return &n
}

// A long recording is recognised in pieces; after a crash or without budget it goes on with the next one.
func TestALongRecordingIsRecognisedInPieces(t *testing.T) {
	w := newWorld(t)
	body := pcm(150)
	w.audio = func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(body) }
	w.settings.Piece = time.Minute
	w.task.Document.Duration = 150
	away := true
	n := heardPiece(w, func(n int) bool { return n == 2 && away })
	if _, err := w.fill(); !feeds.Unsent(err) {
		t.Fatal(err)
	}
	away = false
	*n = 1
	got, err := w.fill()
	if err != nil {
		t.Fatal(err)
	}
	if *n != 3 {
		t.Errorf("%d pieces", *n)
	}
	if len(got.Cues) < 148 || len(got.Cues) > 152 {
		t.Errorf("%d cues", len(got.Cues))
	}
	for i, c := range got.Cues {
		var said int
		if _, err := fmt.Sscanf(c.Text, "second %d", &said); err != nil || c.Start < float64(said)-1.5 || c.Start > float64(said)+1.5 {
			t.Errorf("%d: %+v", i, c)
		}
	}
	if !slices.IsSorted(w.saved) || w.saved[2] <= 0 || w.saved[2] >= 1 || w.saved[len(w.saved)-1] != 1 {
		t.Errorf("progress %v", w.saved)
	}
}

func TestABudgetIsKept(t *testing.T) {
	w := newWorld(t)
	body := pcm(150)
	w.audio = func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(body) }
	w.settings.Piece, w.settings.Minutes, w.settings.Price, w.settings.Money = time.Minute, 1000, 0.5, 0.6
	n := heardPiece(w, func(int) bool { return false })
	_, err := w.fill()
	if code, _ := feeds.CodeOf(err); code != "speech_budget" || feeds.RetryAfterOf(err) != 12*time.Hour || *n != 1 {
		t.Fatal(code, err, *n)
	}
	if w.now = w.now.Add(12 * time.Hour); w.kept.spent.Money > 0.6 {
		t.Errorf("spent %v", w.kept.spent)
	}
	_, err = w.fill()
	if code, _ := feeds.CodeOf(err); code != "speech_budget" || *n != 2 {
		t.Fatal(code, err, *n)
	}
	w.now = w.now.Add(24 * time.Hour)
	if _, err := w.fill(); err != nil || *n != 3 {
		t.Error(err, *n)
	}
	w = newWorld(t)
	w.settings.Minutes = 0
	w.says(200, "application/json", verbose)
	if _, err := w.fill(); feeds.FaultOf(err) != feeds.FaultQuota {
		t.Errorf("without a minute: %v", err)
	}
}

func TestCommands(t *testing.T) {
	for name, c := range map[string]struct{ script, code, text string }{
		"vtt":        {`printf 'WEBVTT\n\n00:01.000 --> 00:02.000\nWe use %s here\n' "$4" > "$2/a.vtt"`, "", "We use Larkmeter, Copperline Data here"},
		"json first": {`echo '{"text":"a","segments":[{"start":1,"end":2,"text":"from json"}]}' > "$2/a.json"; echo wrong wrong wrong > "$2/a.txt"`, "", "from json"},
		"fails":      {`echo "model not found" >&2; exit 3`, "speech_command_failed", ""},
		"nothing":    {`exit 0`, "speech_command_nothing", ""},
		"a link":     {`ln -s /etc/passwd "$2/a.txt"`, "speech_unreadable", ""},
		"silence":    {`: > "$2/a.txt"`, "speech_silent", ""},
		"a child that stays": {`(sleep 600 &) ; echo 'WEBVTT

00:01.000 --> 00:02.000
said at once' > "$2/a.vtt"`, "", "said at once"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.script(c.script)
			began := time.Now()
			got, err := w.fill()
			if code, _ := feeds.CodeOf(err); code != c.code {
				t.Fatalf("%q: %v", code, err)
			}
			if c.text != "" && (len(got.Cues) != 1 || got.Cues[0].Text != c.text) {
				t.Errorf("%+v", got.Cues)
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
	w := newWorld(t)
	w.settings.Command = []string{"/nowhere/whisper"}
	if _, err := w.fill(); !strings.Contains(feeds.Explain(err), "no such program") {
		t.Error(err)
	}
}

func TestPromptsAreNotSpeech(t *testing.T) {
	asked := prompt([]string{"Larkmeter", "Copperline Data", "Beacon"})
	for text, want := range map[string]bool{
		asked: false, "Names to listen for: Larkmeter, Copperline Data.": false, "Larkmeter, Copperline Data, Beacon.": false,
		"Copperline Data, Beacon": false, "names to listen for": false,
		"We moved from Larkmeter to Copperline Data last year and it works.": true, "Larkmeter.": true, "Copperline Data.": true,
		"Three names to look for in this market are Larkmeter and Beacon.": true,
	} {
		if got := len(unprompted([]feeds.Cue{{Text: text}}, asked)) == 1; got != want {
			t.Errorf("%q is kept: %v", text, got)
		}
	}
	var loop []feeds.Cue
	for i := range 50 {
		loop = append(loop, feeds.Cue{Start: float64(i), Text: "Thanks for watching!"})
	}
	if got := unlooped(append(loop, feeds.Cue{Start: 60, Text: "Goodbye"})); len(got) != mostRepeats+1 {
		t.Errorf("%d cues of a loop", len(got))
	}
}

func TestLongSegmentsAreCutAtWords(t *testing.T) {
	var ws []string
	var list []map[string]any
	for i := range 60 {
		w := fmt.Sprintf("word%d", i)
		if i%12 == 11 {
			w += "."
		}
		ws = append(ws, w)
		list = append(list, map[string]any{"word": " " + w, "start": float64(i) / 2, "end": float64(i)/2 + 0.4})
	}
	for name, body := range map[string]map[string]any{
		"beside": {"text": "x", "segments": []any{map[string]any{"start": 0, "end": 30, "text": strings.Join(ws, " ")}}, "words": list},
		"inside": {"text": "x", "segments": []any{map[string]any{"start": 0, "end": 30, "text": strings.Join(ws, " "), "words": list}}},
	} {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		h, err := understand(b, "application/json", "")
		if err != nil || len(h.cues) < 4 {
			t.Fatal(name, err, h.cues)
		}
		var all []string
		for _, c := range h.cues {
			if c.End-c.Start > 10 {
				t.Errorf("%s: %+v", name, c)
			}
			all = append(all, c.Text)
		}
		if got := strings.Join(all, " "); got != strings.Join(ws, " ") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func FuzzWAV(f *testing.F) {
	f.Add(pcm(1))
	f.Add(pcm(0))
	f.Add([]byte("RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		name := filepath.Join(dir, "a.wav")
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := openWAV(name, 60)
		if err != nil {
			return
		}
		defer w.close()
		done := 0.0
		for range 5 {
			p, err := w.piece(t.Context(), dir, done)
			if err != nil || p.name == "" || p.last {
				return
			}
			if p.start+p.seconds <= done {
				t.Fatalf("no progress: %+v after %g", p, done)
			}
			done = p.start + p.seconds
		}
	})
}

func TestAbandonedRecordingsAreRemoved(t *testing.T) {
	w := newWorld(t)
	for name, age := range map[string]time.Duration{"old": 8 * 24 * time.Hour, "new": time.Hour} {
		dir := filepath.Join(w.dir, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, w.now, w.now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	w.recognizer()
	if left, _ := os.ReadDir(w.dir); len(left) != 1 || left[0].Name() != "new" {
		t.Errorf("%v", left)
	}
}

// Feeds declare wrong durations. The words of a recording whose length isn't known are all kept, and no length
// is given out.
func TestAWrongDurationLosesNoWords(t *testing.T) {
	w := newWorld(t)
	w.audio = func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(rw, "ID3\x04"+strings.Repeat("\xff\xfb\x90\x00", 5000))
	}
	w.says(200, "application/json", `{"text":"x","segments":[{"start":100,"end":104,"text":"We use Larkmeter."}]}`)
	got, err := w.fill()
	if err != nil || len(got.Cues) != 1 || got.Cues[0].Start != 100 || got.Cues[0].End != 104 || got.File.Seconds != 0 {
		t.Errorf("%v: %+v, %+v", err, got.Cues, got.File)
	}
}
