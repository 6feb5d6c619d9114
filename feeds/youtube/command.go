package youtube

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/command"
)

const (
	commandTime = 3 * time.Minute
	helpCommand = "Try youtube.command in a terminal."
)

// command has yt-dlp write the captions of a video into a folder of its own and reads them from there.
func (c *Client) command(ctx context.Context, d *feeds.Document, duration float64) (feeds.Filled, error) {
	if err := c.gate.spend(ctx); err != nil {
		return feeds.Filled{}, err
	}
	dir, err := os.MkdirTemp("", "namedrop-captions-")
	if err != nil {
		return feeds.Filled{}, fmt.Errorf("making a folder for captions: %w", err)
	}
	defer os.RemoveAll(dir)
	// Without a known language only the automatic captions of the language that is spoken are wanted:
	// all others may be translations.
	wanted := ".*-orig"
	if d.Language != "" {
		wanted = short(d.Language) + ",.*-orig"
	}
	args := slices.Concat(c.opts.Settings.Command, []string{
		"--skip-download", "--no-playlist", "--write-subs", "--write-auto-subs", "--sub-format", "json3/srv1/srv3/vtt",
		"--sub-langs", wanted, "--output", filepath.Join(dir, "%(id)s.%(ext)s"), "--", VideoURL(d.Key),
	})
	fault := func(err error) *feeds.Fault {
		return &feeds.Fault{Kind: feeds.FaultTransient, RetryAfter: day, Err: err, Params: map[string]string{"why": err.Error()}}
	}
	switch err := command.Run(ctx, command.Options{Args: args, Dir: dir, Time: commandTime, Output: 1 << 20}); {
	case ctx.Err() != nil:
		return feeds.Filled{}, ctx.Err()
	case err != nil:
		f := fault(err)
		f.Explain("youtube_command_failed", "The command for captions failed: "+err.Error(), helpCommand)
		return feeds.Filled{}, f
	}
	files, _ := filepath.Glob(filepath.Join(dir, d.Key+"*"))
	slices.Sort(files)
	for _, file := range files {
		body, err := command.ReadFile(file, maxCaptions)
		if err != nil {
			f := fault(err)
			f.Explain("youtube_command_output", "The command for captions wrote a file that can't be read: "+err.Error(), helpCommand)
			return feeds.Filled{}, f
		}
		if filled, err := c.filled(body, "", duration); err == nil {
			// Which of its files people wrote is not known, so names may have been misheard.
			filled.Origin, filled.Language = feeds.Captions, languageOf(file, d.Key)
			filled.File = feeds.Offer{Part: feeds.PartCaptions, URL: VideoURL(d.Key), Language: filled.Language, Timed: true}
			return filled, nil
		}
	}
	return feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultAbsent, RetryAfter: day, Code: "youtube_command_nothing", Reason: "The command for captions found none", Help: "The video is searched by its title and notes."}
}

// languageOf returns the language in the name of a file: "ID.en-orig.json3".
func languageOf(file, id string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(filepath.Base(file), id), "."), ".")
	return short(strings.TrimSuffix(name, "-orig"))
}
