package speech

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/command"
)

// overlap is how many seconds two neighbouring pieces share: a word at the seam is whole in one of them.
const overlap = 4.0

// piece is a stretch of a recording in a file of its own, or the whole recording.
type piece struct {
	name      string // empty: there is no more
	start     float64
	seconds   float64
	guessed   bool // seconds is what the feed declares or the size suggests
	last      bool
	temporary bool
}

// sound is a recording that can be taken apart.
type sound interface {
	// piece returns the piece that follows done seconds. It begins up to overlap seconds before.
	piece(ctx context.Context, dir string, done float64) (piece, error)
	seconds() float64 // of all; 0 if not known
	close()
}

// open chooses how a recording is taken apart: WAV by itself, others with ffmpeg. Without ffmpeg it is
// sent whole.
func (r *Recognizer) open(ctx context.Context, name string, file recording, declared float64) (sound, error) {
	if w, err := openWAV(name, r.opts.Piece.Seconds()); err == nil {
		return w, nil
	}
	if _, err := exec.LookPath(r.opts.Convert); err == nil && r.opts.Convert != "" {
		return &converted{r.opts.Convert, name, r.opts.Piece.Seconds(), declared}, nil
	}
	if len(r.opts.Command) > 0 {
		return whole{name, guess(file, declared)}, nil
	}
	if file.Size > int64(r.opts.Upload)<<20 {
		f := &feeds.Fault{Kind: feeds.FaultTooLarge, Params: map[string]string{"size": fmt.Sprintf("%d MB", file.Size>>20), "limit": fmt.Sprintf("%d MB", r.opts.Upload)}}
		f.Explain("speech_needs_ffmpeg", fmt.Sprintf("The recording is %d MB, and the engine takes %d MB at once", file.Size>>20, r.opts.Upload), "Install ffmpeg on Namedrop's machine, and recordings are sent in pieces.")
		return nil, f
	}
	if r.dialectOf(ctx) == WhisperCPP {
		f := &feeds.Fault{Kind: feeds.FaultUnparsable}
		f.Explain("speech_wav_only", "The speech engine takes WAV files only, and the recording is in another format", "Install ffmpeg on Namedrop's machine, or start whisper.cpp with --convert and set speech.engine to openai.")
		return nil, f
	}
	return whole{name, guess(file, declared)}, nil
}

// guess returns the length of a recording in seconds: as declared, or at the usual 16 KB a second.
func guess(file recording, declared float64) float64 {
	if declared > 0 {
		return declared
	}
	return float64(file.Size) / 16000
}

// whole is a recording that can't be taken apart.
type whole struct {
	name   string
	length float64
}

func (w whole) piece(_ context.Context, _ string, done float64) (piece, error) {
	if done > 0 {
		return piece{}, nil
	}
	return piece{name: w.name, seconds: w.length, guessed: true, last: true}, nil
}

func (w whole) seconds() float64 { return w.length }
func (whole) close()             {}

// converted is a recording that ffmpeg cuts into pieces of WAV.
type converted struct {
	program, name    string
	length, declared float64
}

func (c *converted) piece(ctx context.Context, dir string, done float64) (piece, error) {
	start := max(0, done-overlap)
	out := filepath.Join(dir, "piece.wav")
	os.Remove(out)
	seconds := func(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) }
	err := command.Run(ctx, command.Options{
		Args: []string{c.program, "-nostdin", "-v", "error", "-protocol_whitelist", "file", "-ss", seconds(start), "-t", seconds(c.length + overlap), "-i", c.name, "-vn", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", "-f", "wav", "-y", out},
		Dir:  dir, Time: pieceTime, Output: 64 << 10,
	})
	if ctx.Err() != nil {
		return piece{}, ctx.Err()
	}
	if err == nil {
		var w *wav
		if w, err = openWAV(out, c.length+overlap); err == nil {
			got := w.seconds()
			w.close()
			if got < 0.5 || start+got <= done+0.1 {
				os.Remove(out)
				return piece{}, nil
			}
			return piece{name: out, start: start, seconds: got, last: got < c.length+overlap-1, temporary: true}, nil
		}
		if errors.Is(err, errNoSound) && done > 0 {
			return piece{}, nil
		}
	}
	f := &feeds.Fault{Kind: feeds.FaultUnparsable, Err: err, Params: map[string]string{"why": err.Error()}}
	f.Explain("speech_unreadable_audio", "The recording can't be read: "+err.Error(), "Open the episode's recording in a browser to see whether it plays.")
	return piece{}, f
}

func (c *converted) seconds() float64 { return c.declared }
func (*converted) close()             {}
