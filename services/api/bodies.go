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

// What a request's body may cost. The largest bodies are files; they are taken a few at once.
const (
	maxBody     = 512 << 10       // JSON: a rule with 10,000 sources has half of it
	maxText     = 8 << 20         // JSON with a text of a million characters
	maxStranger = 4 << 10         // whatever comes from nobody, and all that nobody may send
	largeBody   = maxBody         // beyond it, one of …
	largeAtOnce = 2               // … so many
	largeWait   = 5 * time.Second // and who waits longer is asked to come back
	bodyTimeout = 10 * time.Second
	fileTimeout = time.Minute
)

// What JSON may hold. Each value that doesn't fit the schema costs a message before anything
// can count them, so they are counted before they are looked at.
const (
	mostValues = 20_000
	mostFields = 200 // of one object; the largest of ours has twelve
	mostDepth  = 32
)

// bounded keeps bodies to what their sender may send. Nobody's is kept to a few kilobytes on
// any route; one that trickles in is cut off, whether a handler reads it or not.
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

// timedBody lifts the deadline once the body has been read: what follows is our own time, and
// the server notices by reading on whether the client is still there.
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

// fewAtOnce lets large bodies in a few at a time, those that may come at all.
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

// plainJSON reads JSON that holds no more than any of our requests needs.
var plainJSON = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		if err := weigh(data); err != nil {
			return err
		}
		return unmarshal(data, v)
	},
}

// weigh counts what JSON holds, in one pass and without keeping any of it. It doesn't check
// the syntax. A NUL is refused, since the ledger can't keep one: "a\u0000" would be "a" there
// and something else here.
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
