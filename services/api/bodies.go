package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
)

// Limits for the bodies of requests. The largest bodies are files, of which a few are read at the
// same time.
const (
	maxBody     = 512 << 10       // JSON: a rule with 10,000 sources needs half of it
	maxText     = 8 << 20         // JSON with a text of a million characters
	maxStranger = 4 << 10         // a body without a credential
	largeBody   = maxBody         // a larger body is one of …
	largeAtOnce = 2               // … this many at the same time
	largeWait   = 5 * time.Second // a body that waits for longer is refused with Retry-After
	bodyTimeout = 10 * time.Second
	fileTimeout = time.Minute
)

// Limits for JSON. Each value that doesn't fit the schema costs an error message, before huma can
// count the messages. So values are counted before they are validated.
const (
	mostValues = 20_000
	mostFields = 200 // of one object; the largest of ours has twelve
	mostDepth  = 32
)

// bounded limits bodies by what their sender may send. Without a credential that is a few kilobytes
// on any route. A body that arrives too slowly is cut off, whether or not a handler reads it.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		control := http.NewResponseController(w)
		_ = control.SetReadDeadline(time.Now().Add(bodyTimeout))
		if access.From(r.Context()).Scope == "" {
			r.Body = http.MaxBytesReader(w, r.Body, maxStranger)
		}
		r.Body = &timedBody{r.Body, control}
		next.ServeHTTP(w, r)
	})
}

// timedBody lifts the deadline once the body was read: the handler may take longer than that, and
// the server notices a closed connection only while it reads.
type timedBody struct {
	io.ReadCloser
	control *http.ResponseController
}

func (b *timedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// fewAtOnce limits how many large bodies are read at the same time.
func (a *API) fewAtOnce(ctx huma.Context, next func(huma.Context)) {
	if ctx.Operation().MaxBodyBytes <= largeBody {
		next(ctx)
		return
	}
	wait, cancel := context.WithTimeout(ctx.Context(), largeWait)
	defer cancel()
	places := a.files
	if ctx.Operation().Metadata["scope"] == access.Read {
		places = a.texts
	}
	if !take(wait, places) {
		ctx.SetHeader("Retry-After", "5")
		answer(ctx, busyFiles.problem())
		return
	}
	defer func() { <-places }()
	next(ctx)
}

func answer(ctx huma.Context, p *Problem) {
	ctx.SetHeader("Content-Type", "application/problem+json")
	ctx.SetStatus(p.Status)
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(p)
}

// plainJSON returns an error for JSON with more nesting, fields or values than any of our requests
// needs.
var plainJSON = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		if err := weigh(data); err != nil {
			return err
		}
		return unmarshal(data, v)
	},
}

// weigh counts fields and values in one pass without keeping any. It doesn't check the syntax. It
// refuses a NUL, which the ledger can't store: "a\u0000" would be "a" there and another value here.
func weigh(data []byte) error {
	var fields [mostDepth + 1]int
	depth, values := 0, 1
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] != '\\' {
					continue
				}
				if i+5 < len(data) && string(data[i+1:i+6]) == "u0000" {
					return wrongJSON("json_nul")
				}
				i++
			}
		case '{', '[':
			if depth++; depth > mostDepth {
				return wrongJSON("json_too_deep", strconv.Itoa(mostDepth))
			}
			fields[depth] = 0
			values++
		case '}', ']':
			depth = max(0, depth-1)
		case ',':
			values++
		case ':':
			if fields[depth]++; fields[depth] > mostFields {
				return wrongJSON("json_too_many_fields", strconv.Itoa(mostFields))
			}
		}
		if values > mostValues {
			return wrongJSON("json_too_many_values", strconv.Itoa(mostValues))
		}
	}
	return nil
}
