package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/namedrop/namedrop/services/cli/screen"
)

// upload is a file with columns that is sent to the server: its beginning, for a guess of what the
// columns are, and then all of it. M is what they are taken for.
type upload[M fmt.Stringer] struct {
	file    string // its path; - is standard input
	path    string // of the operation that reads it
	preview string // of the one that guesses
	asked   url.Values
	query   url.Values // of the operation, beside the file's name and the mapping
	over    func(M) M  // puts what was given over the guess
	look    bool       // show the first rows and stop
}

// guessed is the answer to a preview.
type guessed[M any] struct {
	Names    []string   `json:"names"`
	Rows     [][]string `json:"rows"`
	Mapping  M          `json:"mapping"`
	Problems []string   `json:"problems"`
	Fixed    *bool      `json:"fixed,omitempty"`
}

// previewed is how many bytes of a file the preview reads.
const previewed = 1 << 20

// run sends the file and calls done with the answer in job, unless only a look was asked for.
func (u upload[M]) run(ctx context.Context, g *globals, job any, done func(M) error) error {
	in, err := g.open(u.file)
	if err != nil {
		return err
	}
	defer in.Close()
	head, err := io.ReadAll(io.LimitReader(in, previewed))
	if err != nil {
		return fmt.Errorf("reading %s: %w", u.file, err)
	}
	return g.with(ctx, func(api *client) error {
		var p guessed[M]
		if err := api.do(ctx, http.MethodPost, u.preview, u.asked, head, &p); err != nil {
			return err
		}
		p.Mapping = u.over(p.Mapping)
		switch {
		case u.look && g.JSON:
			return g.writeJSON(p)
		case u.look:
			return showRows(g, p.Names, p.Rows, p.Mapping.String(), p.Problems)
		}
		if err := u.send(ctx, g, api, p.Mapping, io.MultiReader(bytes.NewReader(head), in), job); err != nil {
			return err
		}
		return done(p.Mapping)
	})
}

// send sends the whole file and shows how far it is.
func (u upload[M]) send(ctx context.Context, g *globals, api *client, m M, file io.Reader, job any) error {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("writing the mapping: %w", err)
	}
	u.query.Set("file", fileName(u.file))
	u.query.Set("mapping", string(text))
	err = api.do(ctx, http.MethodPost, u.path, u.query, &sending{Reader: file, show: g.err.Progress}, job)
	g.err.Progress("")
	// Show what the columns were taken for: the guess may be wrong.
	if wrong := (problem{}); errors.As(err, &wrong) && wrong.Status == http.StatusUnprocessableEntity {
		fmt.Fprintln(g.streams.Err, screen.Line(m.String()))
	}
	return err
}

// warn writes a warning about a file.
func (g *globals) warn(text string) { fmt.Fprintln(g.streams.Err, screen.Line(text)) }

// fileName returns a file's name without its folder; empty for standard input.
func fileName(path string) string {
	if path == "-" {
		return ""
	}
	return filepath.Base(path)
}

// column returns the given column or else the guessed one. "-" means no column.
func column(given, guessed string) string {
	if given == "-" {
		return ""
	}
	return cmp.Or(given, guessed)
}

// open opens a file; - is standard input.
func (g *globals) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(g.streams.In), nil
	}
	return os.Open(file)
}

// showRows writes the first rows of a file, what its columns are taken for, and what is wrong with that.
func showRows(g *globals, names []string, rows [][]string, mapping string, problems []string) error {
	w := tabwriter.NewWriter(g.streams.Out, 0, 4, 2, ' ', 0)
	for _, row := range append([][]string{names}, rows...) {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = short(screen.Line(cell))
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(g.streams.Out)
	fmt.Fprintln(g.streams.Out, screen.Line(mapping))
	for _, problem := range problems {
		fmt.Fprintln(g.streams.Out, screen.Line(problem))
	}
	return nil
}

// sending is a reader that shows how much was read.
type sending struct {
	io.Reader
	n    int64
	show func(string)
}

func (s *sending) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if before := s.n; before>>20 != (before+int64(n))>>20 {
		s.show(fmt.Sprintf("%d MB", (before+int64(n))>>20))
	}
	s.n += int64(n)
	return n, err
}
