package csv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
)

const (
	maxLeads = 500_000
	maxBytes = 256 << 20 // of their texts
	handed   = 500       // leads at a time
)

// Leads reads a file: see [feeds.LeadFile]. Nothing is passed on before the last row was read, since a
// row that can't be read would leave half of the file behind.
func (f *File) Leads(ctx context.Context, r io.Reader, src feeds.LeadSource, m feeds.LeadMapping, take func([]feeds.Lead) error) ([]feeds.Warning, error) {
	rows, err := table.Open(r)
	if err != nil {
		return nil, err
	}
	head, err := rows.Head(looked)
	if err != nil {
		return nil, err
	}
	c, err := understand(head, m)
	if err != nil {
		return nil, err
	}
	rows.Unread(head)
	var leads []feeds.Lead
	at := map[string]int{}
	cut, twice, lastTwice, size := 0, 0, 0, 0
	for {
		row, line, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		l, err := c.lead(src, row)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		if l.Time.After(f.now()) {
			return nil, fmt.Errorf("line %d: %s is in the future", line, table.Clip(row[c.time]))
		}
		if size += len(l.Answer) + len(l.Note) + len(l.Landing) + len(l.Key); size > maxBytes {
			return nil, fmt.Errorf("line %d: the answers and notes are more than %d MB: split the file", line, maxBytes>>20)
		}
		if l.Cut {
			cut++
		}
		if i, ok := at[l.ID]; ok {
			leads[i], lastTwice = l, line // the later row is the newer one
			twice++
			continue
		}
		at[l.ID] = len(leads)
		if leads = append(leads, l); len(leads) > maxLeads {
			return nil, fmt.Errorf("more than %d leads: split the file", maxLeads)
		}
	}
	for len(leads) > 0 {
		n := min(handed, len(leads))
		if err := take(leads[:n]); err != nil {
			return nil, err
		}
		leads = leads[n:]
	}
	var warnings []feeds.Warning
	if twice > 0 {
		warnings = append(warnings, feeds.Warn("lead_rows_twice", "Rows of a lead that an earlier row is of too: {n}; the last is line {line}. Each such lead is as in its last row.",
			"n", strconv.Itoa(twice), "line", strconv.Itoa(lastTwice)))
	}
	if cut > 0 {
		warnings = append(warnings, feeds.Warn("lead_texts_cut", "Leads whose answer or note was cut, since it is too long: {n}.", "n", strconv.Itoa(cut)))
	}
	return warnings, nil
}
