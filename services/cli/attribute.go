package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/namedrop/namedrop/services/cli/screen"
	"github.com/namedrop/namedrop/services/correlator/attribute"
)

type attributeCmd struct {
	Mentions string `required:"" type:"existingfile" placeholder:"FILE" help:"Mentions as JSON Lines: mention, brand, kind, show, title, people, network, published, language, url."`
}

// attributeLine is what one answer was matched to.
type attributeLine struct {
	ID         string         `json:"id"`
	Tier       attribute.Tier `json:"tier"`
	Mention    *string        `json:"mention"`
	Show       *string        `json:"show"`
	Candidates []string       `json:"candidates"`
	Confidence float64        `json:"confidence"`
	Reason     string         `json:"reason"`
}

// maxAttributeLine is the longest line that is read.
const maxAttributeLine = 4 << 20

// Run matches the answers of standard input to the mentions, in order and as they come. An answer that can't be
// read has the tier none, and the command ends with an error.
func (c *attributeCmd) Run(ctx context.Context, g *globals) error {
	g.out.Writes(screen.JSON)
	f, err := os.Open(c.Mentions)
	if err != nil {
		return fmt.Errorf("reading mentions: %w", err)
	}
	defer f.Close()
	bad, all := 0, 0
	complain := func(err error) {
		bad++
		fmt.Fprintln(g.streams.Err, screen.Line(err.Error()))
	}
	var mentions []attribute.Mention
	err = eachLine(f, maxAttributeLine, func(n int, line []byte) error {
		all++
		var row attribute.Row
		err := json.Unmarshal(line, &row)
		var m attribute.Mention
		if err == nil {
			m, err = row.Value()
		}
		if err != nil {
			complain(fmt.Errorf("%s, line %d: %w", c.Mentions, n, err))
			return nil
		}
		mentions = append(mentions, m)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading mentions: %w", err)
	}
	matcher := attribute.New(mentions)
	out := bufio.NewWriter(g.streams.Out)
	defer func() { _ = out.Flush() }() // for early returns; the last flush is checked
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	err = eachLine(g.streams.In, maxAttributeLine, func(n int, line []byte) error {
		all++
		var row attribute.AnswerRow
		err := json.Unmarshal(line, &row)
		var a attribute.Answer
		if err == nil {
			a, err = row.Value()
		}
		answer := attributeLine{ID: row.ID, Tier: attribute.None, Candidates: []string{}}
		if err != nil {
			err = fmt.Errorf("line %d: %w", n, err)
			complain(err)
			answer.Reason = err.Error()
		} else {
			answer.set(matcher.Match(a))
		}
		if err := encoder.Encode(answer); err != nil {
			return fmt.Errorf("writing answers: %w", err)
		}
		return ctx.Err()
	})
	if err != nil {
		return fmt.Errorf("reading answers: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing answers: %w", err)
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d lines could not be read", bad, all)
	}
	return nil
}

func (l *attributeLine) set(r attribute.Result) {
	l.Tier, l.Candidates, l.Confidence, l.Reason = r.Tier, r.Candidates, r.Confidence, r.Reason()
	if r.Mention != "" {
		l.Mention = &r.Mention
	}
	if r.Show != "" {
		l.Show = &r.Show
	}
}
