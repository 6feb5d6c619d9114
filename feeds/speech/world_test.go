package speech

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// pcm returns a WAV file of so many seconds: 8 kHz, mono, a tone.
func pcm(seconds int) []byte {
	size := seconds * 16000
	b := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(36+size))
	b = append(b, "WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"...)
	b = binary.LittleEndian.AppendUint32(b, 8000)
	b = binary.LittleEndian.AppendUint32(b, 16000)
	b = append(b, "\x02\x00\x10\x00data"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(size))
	for i := range size / 2 {
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(8000*math.Sin(float64(i)/3))))
	}
	return b
}

// memory keeps a budget for a test.
type memory struct {
	mu    sync.Mutex
	spent Spent
}

func (m *memory) Update(_ context.Context, change func(*Spent) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	next := m.spent
	if err := change(&next); err != nil {
		return err
	}
	m.spent = next
	return nil
}

// world is a host with a recording, an engine, and a recognizer.
type world struct {
	t        *testing.T
	settings Settings
	audio    http.HandlerFunc
	engine   http.HandlerFunc
	kept     *memory
	now      time.Time
	dir      string
	patience time.Duration // 0: as usual

	task  feeds.Task
	state json.RawMessage
	saved []float64
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, settings: DefaultSettings(), kept: &memory{}, now: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC), dir: t.TempDir()}
	w.settings.Convert = ""
	body := pcm(3)
	w.audio = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "audio/wav")
		rw.Header().Set("ETag", `"one"`)
		http.ServeContent(rw, r, "", time.Time{}, strings.NewReader(string(body)))
	}
	w.task = feeds.Task{Document: feeds.Document{ID: "d1", Kind: feeds.Podcast, Duration: 3, Language: "en-GB"}, Names: []string{"Larkmeter", "Copperline Data"}}
	return w
}

// says makes the engine answer each recording with a body.
func (w *world) says(status int, contentType, body string) {
	w.engine = func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			http.NotFound(rw, r)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		rw.Header().Set("Content-Type", contentType)
		rw.WriteHeader(status)
		_, _ = io.WriteString(rw, body)
	}
}

func (w *world) recognizer() *Recognizer {
	w.t.Helper()
	r, err := New(Options{Settings: w.settings, Dir: w.dir, Audio: http.DefaultClient, Client: http.DefaultClient, Keeper: w.kept, Logger: slog.New(slog.DiscardHandler), Now: func() time.Time { return w.now }})
	if err != nil {
		w.t.Fatal(err)
	}
	if w.patience > 0 {
		r.patience = func(float64) time.Duration { return w.patience }
	}
	return r
}

// fill recognises the recording, with what was saved before.
func (w *world) fill() (feeds.Filled, error) {
	w.t.Helper()
	audio := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.audio(rw, r) }))
	defer audio.Close()
	w.task.Document.Audio = audio.URL + "/a.wav"
	if w.engine != nil {
		engine := httptest.NewServer(w.engine)
		defer engine.Close()
		w.settings.URL = engine.URL + "/v1"
	}
	w.task.State = w.state
	w.task.Save = func(s json.RawMessage, progress float64) error {
		w.state, w.saved = s, append(w.saved, progress)
		return nil
	}
	return w.recognizer().Fill(w.t.Context(), w.task)
}

// script writes a program for speech.command.
func (w *world) script(lines string) {
	w.t.Helper()
	name := filepath.Join(w.t.TempDir(), "recognise.sh")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+lines), 0o700); err != nil {
		w.t.Fatal(err)
	}
	w.settings.Command = []string{name, "{input}", "{output_dir}", "{language}", "{names}"}
}
