package speech

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
)

const verbose = `{"task":"transcribe","language":"english","duration":3,"text":"We use Larkmeter.","segments":[{"id":0,"start":0.5,"end":2.5,"text":" We use Larkmeter."}]}`

func TestAnEngineIsHeard(t *testing.T) {
	for name, c := range map[string]struct {
		contentType, body string
		want              []feeds.Cue
	}{
		"verbose_json": {"application/json", verbose, []feeds.Cue{{Start: 0.5, End: 2.5, Text: "We use Larkmeter."}}},
		"whisper.cpp": {"application/json", `{"language":"english","text":"x","segments":[{"start":0,"end":3,"text":"We use Larkmeter","words":[{"word":" We","start":0,"end":0.2}]}]}`,
			[]feeds.Cue{{Start: 0, End: 3, Text: "We use Larkmeter"}}},
		"vtt":                {"text/vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nWe use Larkmeter now\n", []feeds.Cue{{Start: 1, End: 2, Text: "We use Larkmeter now"}}},
		"json without times": {"application/json", `{"text":"We use Larkmeter."}`, []feeds.Cue{{Text: "We use Larkmeter.", Untimed: true}}},
		"text as html":       {"text/html", "We use Larkmeter for all of it.", []feeds.Cue{{Text: "We use Larkmeter for all of it.", Untimed: true}}},
		"diarized": {"application/json", `{"text":"x","segments":[{"start":0,"end":1,"text":"Hi there","speaker":"A"},{"start":1,"end":2,"text":"Larkmeter","speaker":"Ann Lee"}]}`,
			[]feeds.Cue{{Start: 0, End: 1, Text: "Hi there"}, {Start: 1, End: 2, Speaker: "Ann Lee", Text: "Larkmeter"}}},
		"one word":                   {"application/json", `{"text":"Larkmeter","segments":[{"start":1,"end":2,"text":"Larkmeter"}]}`, []feeds.Cue{{Start: 1, End: 2, Text: "Larkmeter"}}},
		"times beyond the recording": {"application/json", `{"text":"x","segments":[{"start":1,"end":2,"text":"Here"},{"start":900,"end":950,"text":"Made up"}]}`, []feeds.Cue{{Start: 1, End: 2, Text: "Here"}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.says(200, c.contentType, c.body)
			got, err := w.fill()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got.Cues); diff != "" {
				t.Error(diff)
			}
			if got.Origin != feeds.Speech || len(got.File.Hash) != 64 || got.File.Seconds < 2.9 {
				t.Errorf("%+v", got.File)
			}
			if w.kept.spent.Seconds != 3 {
				t.Errorf("%v of the budget is used", w.kept.spent)
			}
		})
	}
}

func TestAnEngineThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		status     int
		kind, body string
		code       string
		unsent     bool
	}{
		"html":              {200, "text/html", "<!doctype html><html><title>Sign in</title><body>Please sign in first, dear visitor.</body></html>", "speech_unreadable", false},
		"half a JSON":       {200, "application/json", verbose[:60], "speech_cut_off", false},
		"an error with 200": {200, "application/json", `{"error":"failed to read WAV file"}`, "speech_failed", false},
		"no text":           {200, "application/json", `{"ok":true}`, "speech_unreadable", false},
		"another language":  {200, "application/json", `{"language":"dutch","text":"Wij gebruiken Larkmeter.","segments":[{"start":0,"end":1,"text":"Wij gebruiken Larkmeter."}]}`, "speech_language", false},
		"silence":           {200, "application/json", `{"text":"","segments":[]}`, "speech_silent", false},
		"busy":              {503, "text/plain", "loading", "speech_busy", true},
		"too often":         {429, "application/json", `{"error":{"message":"Rate limit"}}`, "speech_busy", true},
		"wrong key":         {401, "application/json", `{"error":{"message":"Incorrect API key"}}`, "speech_key", false},
		"wrong path":        {404, "text/html", "<html>", "speech_not_found", false},
		"too large":         {413, "text/html", "<html>", "speech_piece_large", false},
		"its own error":     {500, "application/json", `{"error":{"message":"out\u001b[31m of memory."}}`, "speech_failed", false},
		"refused":           {400, "application/json", `{"error":{"message":"Unknown model."}}`, "speech_refused", false},
		"a redirect":        {302, "text/html", "", "speech_refused", false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.says(c.status, c.kind, c.body)
			_, err := w.fill()
			if code, _ := feeds.CodeOf(err); code != c.code || feeds.Unsent(err) != c.unsent {
				t.Errorf("%s, unsent %v: %v", code, feeds.Unsent(err), err)
			}
			if strings.ContainsRune(feeds.Explain(err), 0x1b) {
				t.Errorf("%q", feeds.Explain(err))
			}
			if left := w.kept.spent.Seconds; c.unsent != (left == 0) {
				t.Errorf("%v of the budget is used", left)
			}
		})
	}
}

// An engine that isn't there costs an episode nothing: no attempt, no budget, and no second download.
func TestAnEngineThatIsAway(t *testing.T) {
	w := newWorld(t)
	w.settings.URL = "http://127.0.0.1:1/v1"
	fetched := 0
	audio := w.audio
	w.audio = func(rw http.ResponseWriter, r *http.Request) { fetched++; audio(rw, r) }
	for range 2 {
		_, err := w.fill()
		if code, _ := feeds.CodeOf(err); code != "speech_away" || !feeds.Unsent(err) {
			t.Fatal(code, err)
		}
	}
	w.says(200, "application/json", verbose)
	if got, err := w.fill(); err != nil || len(got.Cues) != 1 || fetched != 1 || w.kept.spent.Seconds != 3 {
		t.Errorf("%v, %d cues, %d downloads, %v spent", err, len(got.Cues), fetched, w.kept.spent)
	}
}

// An engine that answers after an hour is asked again an hour later, and the recording is kept until then.
func TestAnEngineThatIsSlow(t *testing.T) {
	w := newWorld(t)
	w.patience = 50 * time.Millisecond
	fetched := 0
	audio := w.audio
	w.audio = func(rw http.ResponseWriter, r *http.Request) { fetched++; audio(rw, r) }
	w.engine = func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}
	_, err := w.fill()
	if code, _ := feeds.CodeOf(err); code != "speech_slow" || feeds.FaultOf(err) != feeds.FaultTransient || feeds.RetryAfterOf(err) != time.Hour {
		t.Fatal(code, err)
	}
	w.patience = 0
	w.says(200, "application/json", verbose)
	if got, err := w.fill(); err != nil || len(got.Cues) != 1 || fetched != 1 {
		t.Errorf("%v, %d cues, %d downloads", err, len(got.Cues), fetched)
	}
}

// Each engine gets the names in its own way.
func TestNamesForEachEngine(t *testing.T) {
	for name, c := range map[string]struct {
		model  string
		probe  map[string]string // what GET answers, by path
		engine string
		want   map[string]string // fields, a part of each
		not    []string
	}{
		"openai": {"whisper-1", map[string]string{"/v1/models": `{"data":[{"id":"whisper-1","owned_by":"openai-internal"}]}`}, Auto,
			map[string]string{"prompt": "Larkmeter, Copperline Data.", "response_format": "verbose_json", "language": "en", "model": "whisper-1"}, []string{"hotwords", "keywords[]"}},
		"speaches": {"small", map[string]string{"/v1/models": `{"data":[{"id":"small","task":"automatic-speech-recognition"}]}`}, Auto,
			map[string]string{"hotwords": "Larkmeter, Copperline Data", "without_timestamps": "false"}, []string{"prompt"}},
		"whisper.cpp": {"", map[string]string{"/health": `{"status":"ok"}`}, Auto, map[string]string{"prompt": "Larkmeter"}, []string{"model", "hotwords"}},
		"keywords":    {"gpt-transcribe", nil, OpenAI, map[string]string{"keywords[]": "Larkmeter"}, []string{"prompt"}},
		"diarize":     {"gpt-4o-transcribe-diarize", nil, OpenAI, map[string]string{"chunking_strategy": "auto", "response_format": "diarized_json"}, []string{"prompt"}},
		"configured":  {"x", map[string]string{"/health": `{"status":"ok"}`}, Speaches, map[string]string{"hotwords": "Larkmeter"}, []string{"prompt"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.settings.Model, w.settings.Engine, w.settings.Key = c.model, c.engine, "k"
			fields := map[string]string{}
			w.engine = func(rw http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					if body, ok := c.probe[r.URL.Path]; ok {
						_, _ = io.WriteString(rw, body)
						return
					}
					http.NotFound(rw, r)
					return
				}
				if r.ContentLength <= 0 || r.Header.Get("Authorization") != "Bearer k" {
					t.Errorf("%d bytes announced, %q", r.ContentLength, r.Header.Get("Authorization"))
				}
				if err := r.ParseMultipartForm(1 << 20); err != nil {
					t.Error(err)
					return
				}
				for k, v := range r.MultipartForm.Value {
					fields[k] = strings.Join(v, "|")
				}
				if f := r.MultipartForm.File["file"]; len(f) != 1 || f[0].Filename != "recording.wav" || f[0].Size != int64(len(pcm(3))) {
					t.Errorf("%+v", f)
				}
				_, _ = io.WriteString(rw, verbose)
			}
			if _, err := w.fill(); err != nil {
				t.Fatal(err)
			}
			for k, v := range c.want {
				if !strings.Contains(fields[k], v) {
					t.Errorf("%s is %q", k, fields[k])
				}
			}
			for _, k := range c.not {
				if v, ok := fields[k]; ok {
					t.Errorf("%s is sent: %q", k, v)
				}
			}
		})
	}
}

func TestWhisperCPPAtItsOwnPath(t *testing.T) {
	w := newWorld(t)
	w.engine = func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/health":
			_, _ = io.WriteString(rw, `{"status":"ok"}`)
		case r.URL.Path == "/inference":
			_, _ = io.WriteString(rw, verbose)
		default:
			http.NotFound(rw, r)
		}
	}
	if got, err := w.fill(); err != nil || len(got.Cues) != 1 {
		t.Error(err, got.Cues)
	}
}

func FuzzUnderstand(f *testing.F) {
	for _, s := range []string{verbose, `{"text":"a b c"}`, "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", `{"words":[{"word":"a","start":1}],"segments":[{"start":0,"end":90,"text":"a"}]}`, "<html>"} {
		f.Add([]byte(s), "application/json")
	}
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		h, err := understand(body, kind, "en")
		if err != nil && len(h.cues) > 0 {
			t.Error("cues beside an error")
		}
		for _, c := range h.cues {
			if c.Start < 0 || c.End < c.Start {
				t.Errorf("%+v", c)
			}
		}
		if _, err := json.Marshal(h.cues); err != nil {
			t.Error(err)
		}
	})
}
