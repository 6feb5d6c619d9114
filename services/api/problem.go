package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
)

// Problem is an error answer (RFC 9457). Code is its class and decides what a program does;
// there are ten. Reason and params say which problem it is, so that a program can phrase it
// in its user's language; detail is that sentence in English.
type Problem struct {
	Type   string            `json:"type" doc:"Always about:blank; see code and reason."`
	Title  string            `json:"title"`
	Status int               `json:"status"`
	Detail string            `json:"detail" doc:"What went wrong and what helps, in English."`
	Code   string            `json:"code" enum:"invalid,unauthorized,forbidden,not_found,conflict,stale,too_large,unavailable,disk_full,internal"`
	Reason string            `json:"reason,omitempty" doc:"The exact problem, such as brand_exists. More may be added."`
	Params map[string]string `json:"params,omitempty" doc:"The variable parts of detail, by name."`
	At     *int              `json:"at,omitempty" doc:"Position of the mistake in a query, as a code-point offset."`
	Length *int              `json:"length,omitempty" doc:"How many code points the mistake in the query spans."`
	Errors []Mistake         `json:"errors,omitempty" doc:"Each field that is wrong."`

	Lines feeds.FileMistakes `json:"lines,omitempty" doc:"The first lines of a file that can't be read, with the reason of each."`
}

// Mistake is one field of a request that is wrong.
type Mistake struct {
	Location string            `json:"location" doc:"For example body.name or query.limit."`
	Message  string            `json:"message" doc:"In English, read after the name of the field."`
	Reason   string            `json:"reason,omitempty" doc:"For example too_short. More may be added."`
	Params   map[string]string `json:"params,omitempty" doc:"The variable parts of message, by name."`
}

func (p *Problem) Error() string             { return p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// statusClientClosed is nginx's status for a client that disconnected.
const statusClientClosed = 499

// problem returns the answer for a reason. Params are names and values in turn.
func (r reason) problem(params ...string) *Problem {
	p := problem(r.status, r.text)
	p.Reason = r.name
	if len(params) > 0 {
		p.Params = pairs(params)
		p.Detail = fill(r.text, p.Params)
	}
	return p
}

// after returns a problem with a Retry-After of that many seconds.
func (p *Problem) after(seconds string) error {
	return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {seconds}})
}

func problem(status int, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Code: class(status)}
}

// class returns the code for a status.
func class(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "unauthorized"
	case http.StatusForbidden:
		return "forbidden"
	case http.StatusNotFound:
		return "not_found"
	case http.StatusConflict:
		return "conflict"
	case http.StatusPreconditionFailed:
		return "stale"
	case http.StatusRequestEntityTooLarge:
		return "too_large"
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, statusClientClosed:
		return "unavailable"
	case http.StatusInsufficientStorage:
		return "disk_full"
	}
	if status >= http.StatusInternalServerError {
		return "internal"
	}
	return "invalid"
}

func pairs(list []string) map[string]string {
	out := make(map[string]string, len(list)/2)
	for i := 0; i+1 < len(list); i += 2 {
		out[list[i]] = list[i+1]
	}
	return out
}

// fill replaces the names in braces by parameters. It makes one pass, so braces inside a parameter
// stay as they are.
func fill(text string, params map[string]string) string {
	var list []string
	for name, value := range params {
		list = append(list, "{"+name+"}", value)
	}
	return strings.NewReplacer(list...).Replace(text)
}

// coded is an error of a lower package that names its own reason, so that the desk can phrase it.
// Other errors have only their English text.
type coded interface {
	error
	Coded() (code string, params map[string]string)
}

// invalid returns a problem for an error of a lower package about a request.
func invalid(err error) error {
	return problem(http.StatusUnprocessableEntity, sentence(err.Error())).because(err)
}

// because adds the reason and parameters of an error, if it has them.
func (p *Problem) because(err error) *Problem {
	var c coded
	if errors.As(err, &c) {
		p.Reason, p.Params = c.Coded()
	}
	return p
}

type routeKey struct{}

// routed remembers the path pattern of the operation. fail uses it to name what the ledger doesn't
// have.
func routed(ctx huma.Context, next func(huma.Context)) {
	next(huma.WithValue(ctx, routeKey{}, ctx.Operation().Path))
}

// notFound returns the problem for something that the address names and that doesn't exist.
func notFound(path string) *Problem {
	found, longest := noSuchAddress, 0
	for prefix, r := range absent {
		if strings.HasPrefix(path, "/api/v1"+prefix) && len(prefix) > longest {
			found, longest = r, len(prefix)
		}
	}
	return found.problem()
}

// fail turns an error of the ledger into a problem. An unknown error is logged with the id of the
// request, and the answer contains only that id. Doing is for the log.
func (a *API) fail(ctx context.Context, doing string, err error) error {
	var p *Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p):
		return p
	case errors.Is(err, ledger.ErrNotFound):
		path, _ := ctx.Value(routeKey{}).(string)
		return notFound(path)
	case errors.Is(err, ledger.ErrCursor):
		return badCursor.problem()
	case errors.Is(err, ledger.ErrConflict):
		return stale.problem()
	case errors.Is(err, ledger.ErrDiskFull):
		return diskFull.problem()
	case errors.Is(err, ledger.ErrUnavailable):
		return databaseAway.problem()
	case errors.Is(err, context.Canceled):
		return canceled.problem()
	}
	id := requestID(ctx)
	a.opts.Logger.ErrorContext(ctx, "request failed", "doing", doing, "request", id, "error", err)
	return internal.problem("request", id)
}

// named returns a name without surrounding white space, or a problem if it is empty.
func named(text string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", emptyName.problem()
	}
	return text, nil
}

func isConflict(err error) bool { return errors.Is(err, ledger.ErrConflict) }

func isNotFound(err error) bool { return errors.Is(err, ledger.ErrNotFound) }
