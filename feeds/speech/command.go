package speech

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/command"
)

// endings are those of the files that a command may write, best first.
var endings = []string{".json", ".vtt", ".srt", ".txt"}

// run has the operator's program recognise a piece.
func (r *Recognizer) run(ctx context.Context, t feeds.Task, dir string, p piece) (heard, error) {
	out, err := os.MkdirTemp(dir, "answer-")
	if err != nil {
		return heard{}, fmt.Errorf("making a folder for an answer: %w", err)
	}
	defer os.RemoveAll(out)
	language := primary(t.Document.Language)
	if language == "" {
		language = "auto"
	}
	fill := strings.NewReplacer("{input}", p.name, "{output_dir}", out, "{language}", language, "{model}", r.opts.Model, "{names}", strings.Join(limited(t.Names, maxNames, maxPrompt), ", "))
	args := slices.Clone(r.opts.Command)
	for i := range args {
		args[i] = fill.Replace(args[i])
	}
	limit := time.Duration(math.MaxInt64)
	if at, ok := ctx.Deadline(); ok {
		limit = time.Until(at)
	}
	err = command.Run(ctx, command.Options{Args: args, Dir: out, Time: limit, Output: 64 << 10})
	if ctx.Err() != nil {
		return heard{}, ctx.Err()
	}
	if err != nil {
		f := &feeds.Fault{Kind: feeds.FaultTransient, Err: err, RetryAfter: time.Hour, Params: map[string]string{"why": err.Error()}}
		f.Explain("speech_command_failed", "The command for speech recognition failed: "+err.Error(), "Try speech.command in a terminal.")
		return heard{}, f
	}
	files, err := os.ReadDir(out)
	if err != nil {
		return heard{}, fmt.Errorf("reading an answer: %w", err)
	}
	for _, ending := range endings {
		for _, file := range files {
			if strings.ToLower(filepath.Ext(file.Name())) != ending {
				continue
			}
			body, err := command.ReadFile(filepath.Join(out, file.Name()), maxAnswer)
			if err != nil {
				return heard{}, unreadable(err)
			}
			if len(body) == 0 {
				return heard{}, nil
			}
			return understand(body, "", t.Document.Language)
		}
	}
	f := &feeds.Fault{Kind: feeds.FaultUnparsable, RetryAfter: time.Hour, Err: errors.New("no file")}
	f.Explain("speech_command_nothing", "The command for speech recognition wrote no answer", "It has to write a .json, .vtt, .srt or .txt file into {output_dir}.")
	return heard{}, f
}
