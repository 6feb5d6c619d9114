// Package detectcmd implements the command `namedrop detect`: it reads documents as JSON Lines and
// writes the hits of brands as JSON Lines, one line per input, in order.
//
// It streams: memory is bounded by the longest line. A line that can't be read gets an answer
// with an "error" and no hits, and the command ends with an error.
package detectcmd

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/namedrop/namedrop/feeds/jsonl"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// Streams are the input and outputs of a command.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Cmd is the flags of the command, as kong reads them.
type Cmd struct {
	Brands    string `required:"" type:"existingfile" placeholder:"FILE" help:"Brands to look for: YAML or JSON with brands: [{id, name, aliases, …}], or JSON Lines of such objects."`
	JSON      bool   `kong:"-"`
	Unsure    bool   `help:"Add the hits that would not be reported, marked \"unsure\"."`
	AllFields bool   `help:"Add hits in title, notes and chapters, marked with their field."`
}

// Run answers documents until the input ends.
func (c *Cmd) Run(ctx context.Context, s Streams) error {
	brands, err := ReadBrands(c.Brands)
	if err != nil {
		return err
	}
	detector, err := detect.New(brands, detect.Options{})
	if err != nil {
		if detector == nil {
			return fmt.Errorf("reading brands: %w", err)
		}
		fmt.Fprintf(s.Err, "brand skipped: %v\n", err)
	}
	out := bufio.NewWriterSize(s.Out, 64<<10)
	defer func() { _ = out.Flush() }() // for early returns; the last flush is checked
	lines := newLines(s.In)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	bad := 0
	for ctx.Err() == nil {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		var a answer
		switch {
		case errors.Is(err, errTooLong):
			a.Error = fmt.Sprintf("line %d: %v", lines.number, err)
		case err != nil:
			return fmt.Errorf("reading line %d: %w", lines.number+1, err)
		default:
			a = c.answer(detector, line, lines.number)
		}
		if a.Error != "" {
			bad++
			fmt.Fprintln(s.Err, a.Error)
		}
		if a.Hits == nil {
			a.Hits = []hit{}
		}
		if err := encoder.Encode(a); err != nil {
			return fmt.Errorf("writing hits: %w", err)
		}
		if lines.drained() {
			// A program that writes line by line waits for the answer before it writes the next line.
			if err := out.Flush(); err != nil {
				return fmt.Errorf("writing hits: %w", err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing hits: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d lines could not be read", bad, lines.number)
	}
	return nil
}

func (c *Cmd) answer(detector *detect.Detector, line []byte, number int) answer {
	in, err := jsonl.Read(line)
	if err != nil {
		return answer{ID: in.ID, Error: fmt.Sprintf("line %d: %v", number, err)}
	}
	a := answer{ID: in.ID}
	doc := in.Document()
	for _, h := range detector.Detect(&doc) {
		if h.Unsure && !c.Unsure || h.Field != index.InText && !c.AllFields {
			continue
		}
		a.Hits = append(a.Hits, hitOf(h, c.AllFields))
	}
	return a
}
