package speech

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// beeps returns a WAV file like [pcm], silent but for half a second at each of the times.
func beeps(seconds int, at ...int) []byte {
	b := pcm(seconds)
	head := len(b) - seconds*16000
	clear(b[head:])
	for _, start := range at {
		for i := range 4000 {
			binary.LittleEndian.PutUint16(b[head+2*(start*8000+i):], uint16(int16(20000*math.Sin(float64(i)/3))))
		}
	}
	return b
}

// ear is an engine that recognises beeps in the WAV that it is sent.
func ear(t *testing.T, pieces *int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			http.NotFound(w, r)
			return
		}
		*pieces++
		f, _, err := r.FormFile("file")
		if err != nil {
			t.Error(err)
			return
		}
		b, err := io.ReadAll(f)
		if err != nil || string(b[:4]) != "RIFF" {
			t.Errorf("not a WAV: %v", err)
			return
		}
		at := strings.Index(string(b[:200]), "data") + 8
		var segments []string
		quiet := true
		for s := 0; at+2*(s+160) < len(b); s += 160 { // 10 ms at 16 kHz
			loud := 0.0
			for i := range 160 {
				loud = max(loud, math.Abs(float64(int16(binary.LittleEndian.Uint16(b[at+2*(s+i):])))))
			}
			if loud > 5000 && quiet {
				segments = append(segments, fmt.Sprintf(`{"start":%.2f,"end":%.2f,"text":"Larkmeter"}`, float64(s)/16000, float64(s)/16000+0.5))
			}
			quiet = loud < 5000
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"text":"x","segments":[%s]}`, strings.Join(segments, ","))
	}
}

// ffmpeg cuts an MP3 into pieces, and the times of what is heard are those of the whole recording: also
// where a word lies in two pieces.
func TestPiecesByFFmpeg(t *testing.T) {
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.wav"), filepath.Join(dir, "out.mp3")
	said := []int{7, 58, 62, 100, 121, 148}
	if err := os.WriteFile(in, beeps(150, said...), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := exec.CommandContext(t.Context(), program, "-nostdin", "-v", "error", "-i", in, "-b:a", "48k", out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	w := newWorld(t)
	w.settings.Convert, w.settings.Piece, w.task.Document.Duration = program, time.Minute, 150
	w.audio = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "audio/mpeg")
		http.ServeFile(rw, r, out)
	}
	pieces := 0
	w.engine = ear(t, &pieces)
	got, err := w.fill()
	if err != nil {
		t.Fatal(err)
	}
	if pieces != 3 || len(w.saved) < 3 || len(got.Cues) != len(said) {
		t.Fatalf("%d pieces, %d saves: %v", pieces, len(w.saved), got.Cues)
	}
	for i, c := range got.Cues {
		if math.Abs(c.Start-float64(said[i])) > 0.2 { // an encoder adds a few hundredths
			t.Errorf("said at %d, heard at %.2f", said[i], c.Start)
		}
	}
	if s := got.File.Seconds; s < 149.5 || s > 150.5 {
		t.Errorf("the recording has %v seconds", s)
	}
}

// A recording that ffmpeg can't read is refused with its reason.
func TestAnUnreadableRecording(t *testing.T) {
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed")
	}
	w := newWorld(t)
	w.settings.Convert = program
	w.audio = func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "audio/mpeg")
		_, _ = io.WriteString(rw, "ID3\x04"+strings.Repeat("noise ", 4000))
	}
	w.says(200, "application/json", verbose)
	_, err = w.fill()
	if code, _ := feeds.CodeOf(err); code != "speech_unreadable_audio" {
		t.Errorf("%s: %v", code, err)
	}
}
