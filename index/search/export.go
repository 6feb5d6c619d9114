package search

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/index/spreadsheet"
)

// Format is a file format of an export.
type Format string

const (
	CSV          Format = "csv"
	CSVSemicolon Format = "csv-semicolon" // for spreadsheets with a decimal comma
	JSONLines    Format = "jsonl"
)

// Row is an exported passage.
type Row struct {
	Document  string     `json:"document"`
	Kind      feeds.Kind `json:"kind"`
	Network   string     `json:"network"`
	Show      string     `json:"show"`
	Title     string     `json:"title"`
	Published time.Time  `json:"published"`
	URL       string     `json:"url"`
	Link      string     `json:"link"`
	Passage   int        `json:"passage"`
	Second    float64    `json:"second"` // when the first match is spoken
	Speakers  []string   `json:"speakers"`
	Language  string     `json:"language"`
	Brands    []string   `json:"brands"` // ids mentioned in the document
	Text      string     `json:"text"`
}

var columnNames = []any{"document", "kind", "network", "show", "title", "published", "url", "link", "passage", "second", "speakers", "language", "brands", "text"}

// Export writes every passage that r finds to w, month by month, newest first unless r.Order
// is Oldest. Memory holds the results of one month, however many there are. ctx bounds it,
// not the search budget.
func (x *Index) Export(ctx context.Context, w io.Writer, f Format, r Request) (rows int, err error) {
	var write func(Row) error
	flush := func() error { return nil }
	switch f {
	case JSONLines:
		e := json.NewEncoder(w)
		write = func(row Row) error { return e.Encode(row) }
	case CSV, CSVSemicolon:
		separator := spreadsheet.Comma
		if f == CSVSemicolon {
			separator = spreadsheet.Semicolon
		}
		c := spreadsheet.NewWriter(w, separator)
		if err := c.Write(columnNames...); err != nil {
			return 0, fmt.Errorf("writing the export: %w", err)
		}
		write = func(row Row) error { return c.Write(row.cells()...) }
		flush = c.Flush
	default:
		return 0, fmt.Errorf("%w: export format %q is not csv, csv-semicolon or jsonl", ErrRequest, f)
	}
	rows, err = x.export(ctx, r, write, flush)
	if err == nil && rows == 0 {
		loose, err := x.relaxed(ctx, r, new(time.Time))
		if err != nil || loose == nil {
			return 0, err
		}
		return x.export(ctx, *loose, write, flush)
	}
	return rows, err
}

func (x *Index) export(ctx context.Context, r Request, write func(Row) error, flush func() error) (rows int, err error) {
	s, err := x.session(ctx, r.full())
	if err != nil {
		return 0, err
	}
	defer s.end()
	defer recovered("exporting", &err)
	defer catchFaults()()
	v := s.evaluation()
	parts := slices.Clone(s.parts)
	if r.Order != Oldest {
		slices.Reverse(parts)
	}
	for _, p := range parts {
		n, err := s.export(v, p, r, write)
		rows += n
		if err != nil && n == 0 && x.diagnose(withPartition(p, err)) {
			continue // set aside before any row of it was written
		}
		if err != nil {
			return rows, fmt.Errorf("exporting: %w", err)
		}
		if err := flush(); err != nil {
			return rows, fmt.Errorf("writing the export: %w", err)
		}
		s.leave(p)
	}
	return rows, nil
}

func (s *session) export(v *evaluation, p *partition, r Request, write func(Row) error) (rows int, err error) {
	defer recovered("exporting", &err)
	found, snap, err := s.eval(v, p)
	if err != nil || snap == nil {
		return 0, err
	}
	var all []*group
	for i, seg := range snap.segments {
		if err := v.group.groups(seg, found[i], func(g *group) { all = append(all, g.keep()) }); err != nil {
			return 0, err
		}
	}
	slices.SortFunc(all, func(a, b *group) int {
		if r.Order != Oldest {
			a, b = b, a
		}
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.doc, b.doc))
	})
	h := newHighlighter(s.query, r.Names)
	for _, g := range all {
		if err := v.check(); err != nil {
			return rows, err
		}
		id, hd, err := s.head(g)
		if err != nil {
			return rows, err
		}
		doc := r.load(id)
		g.passages(func(seg *segment, i uint32) bool {
			var row Row
			if row, err = seg.row(id, hd, i, func(p index.Passage) *float64 {
				if doc == nil {
					return secondOf(nil, p, nil)
				}
				return secondOf(doc, p, h.spans(query.NewView(p.Text, p.Language)))
			}); err == nil {
				err = write(row)
			}
			if err == nil {
				rows++
			}
			return err == nil
		})
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// row returns a passage for an export; second returns when its first match is spoken.
func (s *segment) row(id string, h head, i uint32, second func(index.Passage) *float64) (Row, error) {
	p, err := s.passage(i)
	if err != nil {
		return Row{}, err
	}
	docMap, err := s.docMap()
	if err != nil {
		return Row{}, err
	}
	at := 0.0
	if spoken := second(p); spoken != nil {
		at = *spoken
	}
	return Row{
		Document: id, Kind: h.Kind, Network: h.Network, Show: h.Show, Title: h.Title, Published: h.Published.UTC(), URL: h.URL,
		Link: passage.At(h.Kind, h.Network, h.URL, h.Audio, at), Passage: int(docMap.number[i]), Second: at,
		Speakers: nonNil(p.Speakers), Language: p.Language, Brands: nonNil(h.Brands), Text: p.Text,
	}, nil
}

func nonNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func (r Row) cells() []any {
	return []any{
		r.Document, string(r.Kind), r.Network, r.Show, r.Title, r.Published.Format(time.RFC3339), r.URL, r.Link, r.Passage,
		r.Second, strings.Join(r.Speakers, "; "), r.Language, strings.Join(r.Brands, "; "), r.Text,
	}
}
