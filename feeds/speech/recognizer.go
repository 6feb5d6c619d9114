package speech

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
)

// Cost is the cost of speech recognition among the fillers: minutes of computing.
const Cost = 100

// Options are what a recognizer is made of. All fields are required.
type Options struct {
	Settings
	Dir    string       // folder for the recordings that are being worked on
	Audio  *http.Client // fetches recordings: guarded and capped
	Client *http.Client // may reach the engine, also at a private address
	Keeper Keeper
	Logger *slog.Logger
	Now    func() time.Time
}

// Recognizer recognises the speech of episodes. It is a [feeds.Filler]. A command is run without a shell;
// in its arguments {input} is the recording, {output_dir} a folder for its answer, {language} the language
// of the episode (auto if unknown), {model} the model, and {names} the names to listen for.
type Recognizer struct {
	opts    Options
	dialect dialects
	one     sync.Mutex // engines on one machine do one thing at a time

	patience func(seconds float64) time.Duration // how long a piece may take
}

// patience gives a slow engine on a small machine enough time, and one that hangs an end.
func patience(seconds float64) time.Duration {
	return 5*time.Minute + time.Duration(4*seconds*float64(time.Second))
}

// New returns a recognizer.
func New(o Options) (*Recognizer, error) {
	if o.Dir == "" || o.Audio == nil || o.Client == nil || o.Keeper == nil || o.Logger == nil || o.Now == nil {
		return nil, errors.New("speech: an option is missing")
	}
	if err := o.Validate(); err != nil {
		return nil, fmt.Errorf("speech.%w", err)
	}
	if err := sweep(o.Dir, o.Now().Add(-abandoned)); err != nil {
		return nil, err
	}
	return &Recognizer{opts: o, patience: patience}, nil
}

// abandoned is the age at which a recording is no longer worked on: its episode got a transcript, or was
// removed.
const abandoned = 7 * 24 * time.Hour

// sweep removes the recordings that nothing was done with since then.
func sweep(dir string, since time.Time) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("reading the folder of recordings: %w", err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.ModTime().Before(since) {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return fmt.Errorf("removing an abandoned recording: %w", err)
			}
		}
	}
	return nil
}

func (*Recognizer) Part() feeds.Part { return feeds.PartSpeech }
func (*Recognizer) Cost() int        { return Cost }

// Can reports whether there is an engine and a recording, and whether the episode is one of those that
// the operator wants recognised.
func (r *Recognizer) Can(t feeds.Task) bool {
	return r.opts.On() && t.Document.Audio != "" && t.Document.Kind == feeds.Podcast && (r.opts.Backfill || !t.Document.Backfill)
}

// work is what is saved between attempts.
type work struct {
	File     recording   `json:"file"`
	Done     float64     `json:"done"` // seconds
	Cues     []feeds.Cue `json:"cues"`
	Language string      `json:"language,omitempty"`
}

// Fill fetches the recording and recognises it piece by piece.
func (r *Recognizer) Fill(ctx context.Context, t feeds.Task) (feeds.Filled, error) {
	r.one.Lock()
	defer r.one.Unlock()
	var w work
	_ = json.Unmarshal(t.State, &w) // empty at first; what can't be read is started over
	dir := filepath.Join(r.opts.Dir, t.Document.ID)
	file, err := r.fetch(ctx, t, dir, &w)
	if err != nil {
		return feeds.Filled{}, cleanUp(dir, err)
	}
	filled, err := r.recognize(ctx, t, dir, file, &w)
	if err == nil {
		return filled, cleanUp(dir, nil)
	}
	return feeds.Filled{}, cleanUp(dir, err)
}

// cleanUp removes the recording of an episode that is done with, and returns err. It is kept where the
// work goes on later.
func cleanUp(dir string, err error) error {
	if err == nil || !feeds.Unsent(err) && feeds.FaultOf(err) != feeds.FaultTransient {
		os.RemoveAll(dir)
	}
	return err
}

func (r *Recognizer) recognize(ctx context.Context, t feeds.Task, dir, file string, w *work) (feeds.Filled, error) {
	sound, err := r.open(ctx, file, w.File, t.Document.Duration)
	if err != nil {
		return feeds.Filled{}, err
	}
	defer sound.close()
	for {
		p, err := sound.piece(ctx, dir, w.Done)
		if err != nil {
			return feeds.Filled{}, err
		}
		if p.name == "" {
			break
		}
		if err := r.spend(ctx, p.seconds); err != nil {
			return feeds.Filled{}, err
		}
		heard, err := r.hear(ctx, t, dir, p)
		if p.temporary {
			os.Remove(p.name)
		}
		if err != nil {
			if feeds.Unsent(err) || ctx.Err() != nil {
				r.giveBack(ctx, p.seconds)
			}
			return feeds.Filled{}, err
		}
		heard.cues = unprompted(heard.cues, prompt(t.Names))
		w.Cues = joined(w.Cues, unlooped(heard.cues), p.start)
		w.Done = p.start + p.seconds
		if !p.guessed {
			w.File.Seconds = w.Done
		}
		if heard.language != "" {
			w.Language = heard.language
		}
		state, err := marshal(w)
		if err != nil {
			return feeds.Filled{}, err
		}
		progress := 1.0
		if whole := max(sound.seconds(), t.Document.Duration); whole > 0 && !p.last {
			progress = min(w.Done/whole, 0.99)
		}
		if err := t.Save(state, progress); err != nil {
			return feeds.Filled{}, fmt.Errorf("saving the work on a recording: %w", err)
		}
		if p.last {
			break
		}
	}
	cues := captions.Ordered(w.Cues)
	if len(cues) == 0 {
		f := &feeds.Fault{Kind: feeds.FaultAbsent}
		f.Explain("speech_silent", "The recording has no speech that the recognition can make out", "The episode is searched by its title and notes.")
		return feeds.Filled{}, f
	}
	return feeds.Filled{
		Cues: cues, Origin: feeds.Speech, Language: w.Language,
		File: feeds.Offer{Part: feeds.PartSpeech, URL: t.Document.Audio, Type: w.File.Type, Language: w.Language, Timed: true, Hash: w.File.Hash, Seconds: w.File.Seconds},
	}, nil
}

// hear has one piece recognised; its times begin at the start of the recording.
func (r *Recognizer) hear(ctx context.Context, t feeds.Task, dir string, p piece) (heard, error) {
	limit := r.patience(p.seconds)
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	listen := r.ask
	if len(r.opts.Command) > 0 {
		listen = r.run
	}
	h, err := listen(limited, t, dir, p)
	if ctx.Err() != nil {
		return heard{}, ctx.Err()
	}
	if err != nil {
		if limited.Err() != nil {
			f := &feeds.Fault{Kind: feeds.FaultTransient, Err: err, RetryAfter: time.Hour, Params: map[string]string{"after": limit.String()}}
			f.Explain("speech_slow", "The speech recognition didn't answer within "+limit.String(), "A smaller model or shorter pieces (speech.piece) help.")
			return heard{}, f
		}
		return heard{}, err
	}
	kept := h.cues[:0]
	for _, c := range h.cues {
		// A time beyond the piece is one that the engine made up, if the length of the piece is known.
		if !p.guessed {
			if c.Start > p.seconds+1 {
				continue
			}
			c.End = min(c.End, p.seconds+1)
		}
		c.Start += p.start
		c.End = max(c.End+p.start, c.Start)
		kept = append(kept, c)
	}
	h.cues = kept
	return h, nil
}

func marshal(w *work) (json.RawMessage, error) {
	b, err := json.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("encoding the work on a recording: %w", err)
	}
	return b, nil
}
