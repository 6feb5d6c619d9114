package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
)

// maxUpload is the largest file. It is read as a stream.
const maxUpload = 4 << 30

// uploadPause is how long an upload may stand still. However long it takes, bytes must go on coming.
const uploadPause = 30 * time.Second

// Upload is a request's body that is read as a stream.
type Upload struct{ body io.Reader }

// Resolve keeps the body for the operation.
func (u *Upload) Resolve(ctx huma.Context) []error {
	u.body = &limited{r: ctx.BodyReader(), left: maxUpload, wait: func() { _ = ctx.SetReadDeadline(time.Now().Add(uploadPause)) }}
	return nil
}

// rest reads on to the end of a file that is refused, or at most so many bytes: a browser that is still
// sending when the answer comes loses the answer.
func (u *Upload) rest(most int64) { _, _ = io.CopyN(io.Discard, u.body, most) }

// previewed is how much of a file a preview is expected to be.
const previewed = 2 << 20

var errTooLarge = fileTooLarge.problem()

// limited returns an error if a body is too large: if it were cut off, it would be read as if it
// were complete.
type limited struct {
	r    io.Reader
	left int64
	wait func() // called before each read
}

func (l *limited) Read(p []byte) (int, error) {
	if l.r == nil {
		return 0, io.EOF
	}
	l.wait()
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// takesFile returns an operation whose body is a file.
func takesFile(o huma.Operation) huma.Operation {
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	o.RequestBody = &huma.RequestBody{Required: true, Description: "The file.", Content: map[string]*huma.MediaType{"text/csv": file, "application/octet-stream": file}}
	return o
}

// givenMapping reads what the columns of a file are taken for; nil where nothing was given.
func givenMapping[M any](text string) (by *M, err error) {
	if text == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &by); err != nil || by == nil {
		return nil, badMapping.problem()
	}
	return by, nil
}

// fullMapping is givenMapping where one is needed.
func fullMapping[M any](text string) (m M, err error) {
	by, err := givenMapping[M](text)
	if err == nil && by == nil {
		err = badMapping.problem()
	}
	if err != nil {
		return m, err
	}
	return *by, nil
}

// previewFile returns what is in the beginning of a file, by a mapping or, without one, by a guess.
func previewFile[C, M any](in *Upload, by *M, read func(io.Reader, *M) (C, error)) (*Out[C], error) {
	columns, err := read(in.body, by)
	in.rest(previewed)
	if err != nil {
		return nil, unreadableFile(err)
	}
	return &Out[C]{columns}, nil
}

// readFile returns all rows of a file, in their order. read passes them on in parts.
func readFile[T any](ctx context.Context, a *API, in *Upload, read func(body io.Reader, take func([]T) error) (feeds.FileResult, error)) ([]T, feeds.FileResult, error) {
	var rows []T
	result, err := read(in.body, func(part []T) error {
		rows = append(rows, part...)
		return nil
	})
	switch {
	case err == nil:
		return rows, result, nil
	case ctx.Err() != nil:
		return nil, result, a.fail(ctx, "reading the file", err)
	}
	in.rest(maxUpload)
	return nil, result, unreadableFile(err)
}

// unreadableFile returns the problem with a file, with the lines that can't be read.
func unreadableFile(err error) error {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	p = problem(http.StatusUnprocessableEntity, sentence(err.Error())).because(err)
	if !errors.As(err, &p.Lines) {
		if one := table.Mistake(err); one != nil && one.Line > 0 {
			p.Lines = feeds.FileMistakes{one}
		}
	}
	return p
}

// errDry rolls back the transaction of a dry run.
var errDry = errors.New("nothing is to be written")
