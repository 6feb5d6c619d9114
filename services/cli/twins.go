package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/namedrop/namedrop/feeds/twins"
	"github.com/namedrop/namedrop/services/cli/screen"
)

type twinsCmd struct {
	Videos string `required:"" type:"existingfile" placeholder:"FILE" help:"Videos as JSON Lines: id, channel, title, published, duration in seconds."`
}

// twinLine is the answer to one episode.
type twinLine struct {
	Episode    string  `json:"episode"`
	Video      *string `json:"video"`
	Confidence float64 `json:"confidence"`
	Reason     string  `json:"reason"`
}

// maxTwinLine is the longest line that is read: titles are short.
const maxTwinLine = 1 << 20

// Run pairs all episodes of standard input with the videos, and answers each in order. An episode that
// can't be read has no video, and the command ends with an error.
func (c *twinsCmd) Run(ctx context.Context, g *globals) error {
	g.out.Writes(screen.JSON)
	f, err := os.Open(c.Videos)
	if err != nil {
		return fmt.Errorf("reading videos: %w", err)
	}
	defer f.Close()
	bad, all := 0, 0
	complain := func(err error) {
		bad++
		fmt.Fprintln(g.streams.Err, screen.Line(err.Error()))
	}
	var videos []twins.Recording
	err = recordings(f, func(r twins.Recording, err error) {
		if all++; err != nil {
			complain(fmt.Errorf("%s, %w", c.Videos, err))
			return
		}
		videos = append(videos, r)
	})
	if err != nil {
		return fmt.Errorf("reading videos: %w", err)
	}
	var episodes []twins.Recording
	var answers []twinLine
	var at []int // the answer of each episode that could be read
	err = recordings(g.streams.In, func(r twins.Recording, err error) {
		all++
		if err != nil {
			complain(err)
			answers = append(answers, twinLine{Episode: r.ID, Reason: err.Error()})
			return
		}
		at = append(at, len(answers))
		episodes, answers = append(episodes, r), append(answers, twinLine{Episode: r.ID})
	})
	if err != nil {
		return fmt.Errorf("reading episodes: %w", err)
	}
	for i, p := range twins.Match(episodes, videos, twins.Options{}) {
		a := &answers[at[i]]
		if a.Confidence, a.Reason = p.Confidence, p.Why; p.Video != "" {
			a.Video = &p.Video
		}
	}
	out := bufio.NewWriter(g.streams.Out)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for _, a := range answers {
		if err := encoder.Encode(a); err != nil {
			return fmt.Errorf("writing pairs: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing pairs: %w", err)
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d lines could not be read", bad, all)
	}
	return ctx.Err()
}

// recordings reads JSON Lines and calls each for every line that isn't empty.
func recordings(in io.Reader, each func(twins.Recording, error)) error {
	return eachLine(in, maxTwinLine, func(n int, line []byte) error {
		var row twins.Row
		err := json.Unmarshal(line, &row)
		var r twins.Recording
		if err == nil {
			r, err = row.Recording()
		}
		if err != nil {
			r.ID, err = row.ID, fmt.Errorf("line %d: %w", n, err)
		}
		each(r, err)
		return nil
	})
}
