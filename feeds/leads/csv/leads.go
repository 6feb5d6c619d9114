package csv

import (
	"context"
	"errors"
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
func (f *File) Leads(ctx context.Context, r io.Reader, src feeds.LeadSource, m feeds.LeadMapping, take func([]feeds.Lead) error) (feeds.FileResult, error) {
	var out feeds.FileResult
	rows, err := table.Open(r)
	if err != nil {
		return out, err
	}
	head, err := rows.Head(looked)
	if err != nil {
		return out, err
	}
	c, err := understand(head, m)
	if err != nil {
		return out, err
	}
	rows.Unread(head)
	var leads []feeds.Lead
	var wrong table.Mistakes
	at := map[string]int{}
	cut, twice, lastTwice, size := 0, 0, 0, 0
	for {
		row, line, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && table.Mistake(err) == nil {
			return out, err
		}
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		out.Rows++
		l, mistake := feeds.Lead{}, table.Mistake(err)
		if mistake == nil {
			if l, mistake = c.lead(src, row, f.now()); mistake != nil {
				mistake = mistake.On(line)
			}
		}
		if wrong.Row(mistake) {
			break
		}
		if mistake != nil {
			continue
		}
		if size += len(l.Answer) + len(l.Note) + len(l.Landing) + len(l.Key); size > maxBytes {
			return out, feeds.Mistaken("file_leads_long", "the answers and notes are more than {limit_mb} MB: split the file", "limit_mb", strconv.Itoa(maxBytes>>20)).On(line)
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
			return out, feeds.Mistaken("file_too_many_leads", "more than {limit} leads: split the file", "limit", strconv.Itoa(maxLeads))
		}
	}
	if err := wrong.Err(); err != nil {
		return out, err
	}
	for len(leads) > 0 {
		n := min(handed, len(leads))
		if err := take(leads[:n]); err != nil {
			return out, err
		}
		leads = leads[n:]
	}
	if twice > 0 {
		out.Warnings = append(out.Warnings, feeds.Warn("lead_rows_twice", "Rows of a lead that an earlier row is of too: {n}; the last is line {line}. Each such lead is as in its last row.",
			"n", strconv.Itoa(twice), "line", strconv.Itoa(lastTwice)))
	}
	if cut > 0 {
		out.Warnings = append(out.Warnings, feeds.Warn("lead_texts_cut", "Leads whose answer or note was cut, since it is too long: {n}.", "n", strconv.Itoa(cut)))
	}
	return out, nil
}
