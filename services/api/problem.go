package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/services/ledger"
)

// Problem is an RFC 9457 answer with a code that programs can rely on. There are ten:
// invalid, unauthorized, forbidden, not_found, conflict, stale, too_large, unavailable,
// disk_full and internal.
type Problem struct {
	Type    string              `json:"type" doc:"about:blank; the code says more"`
	Title   string              `json:"title"`
	Status  int                 `json:"status"`
	Detail  string              `json:"detail" doc:"What happened and what helps."`
	Code    string              `json:"code" enum:"invalid,unauthorized,forbidden,not_found,conflict,stale,too_large,unavailable,disk_full,internal"`
	At      *int                `json:"at,omitempty" doc:"Where in a query the mistake is: a code-point offset."`
	Mistake *Mistake            `json:"mistake,omitempty" doc:"The mistake in a query, as a code with parameters."`
	Errors  []*huma.ErrorDetail `json:"errors,omitempty" doc:"Each field that is wrong."`
}

// Mistake is a mistake in a query. Problem.Detail is the same in English.
type Mistake struct {
	Code   query.MistakeCode `json:"code" doc:"One of the codes of index/search/query."`
	Params map[string]string `json:"params,omitempty"`
	Length int               `json:"length" doc:"How many code points from Problem.at are wrong."`
}

func (p *Problem) Error() string             { return p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }
func problem(status int, code, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Code: code}
}

func invalid(detail string) error {
	return problem(http.StatusUnprocessableEntity, "invalid", sentence(detail))
}
func notFound(what string) error {
	return problem(http.StatusNotFound, "not_found", "There is no such "+what+"; it may have been deleted.")
}

// thing is what was being worked on: "loading the source" is about a source.
func thing(doing string) string {
	if _, what, ok := strings.Cut(doing, " the "); ok {
		return what
	}
	return "thing"
}
func conflict(detail string) error { return problem(http.StatusConflict, "conflict", detail) }

// fail words an error from below for the outside. What it doesn't know is told as
// internal, and logged with the request's id.
func (a *API) fail(ctx context.Context, doing string, err error) error {
	var p *Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p):
		return p
	case errors.Is(err, ledger.ErrNotFound):
		return notFound(thing(doing))
	case errors.Is(err, ledger.ErrCursor):
		return invalid("The cursor is none of ours. Take it from the next of the page before, or leave it out to begin anew.")
	case errors.Is(err, ledger.ErrConflict):
		return problem(http.StatusPreconditionFailed, "stale", "It was changed in the meantime. Load it again and repeat the change.")
	case errors.Is(err, ledger.ErrDiskFull):
		return problem(http.StatusInsufficientStorage, "disk_full", "The disk is full: nothing was changed. Free some space; Namedrop goes on by itself.")
	case errors.Is(err, ledger.ErrUnavailable):
		return problem(http.StatusServiceUnavailable, "unavailable", "The database can't be reached just now. Try again in a moment; Namedrop goes on by itself.")
	case errors.Is(err, context.Canceled):
		return problem(499, "unavailable", "The request was given up.")
	}
	id := requestID(ctx)
	a.log.ErrorContext(ctx, "request failed", "doing", doing, "request", id, "error", err)
	return problem(http.StatusInternalServerError, "internal", "Something went wrong on our side while "+doing+". The log has it under "+id+".")
}

// named is a name as it is kept: of blanks alone it is none.
func named(text string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", invalid("The name is empty. Give it one.")
	}
	return text, nil
}

func isConflict(err error) bool { return errors.Is(err, ledger.ErrConflict) }

// mostErrors is how many mistakes of one request are listed.
const mostErrors = 20

// shortened keeps a field's name that somebody made up from filling the answer.
func shortened(text string) string {
	const most = 300
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// unfit words what is wrong with a request. Values are not repeated: they may be large.
func unfit(status int, message string, errs ...error) huma.StatusError {
	p := problem(status, "invalid", strings.TrimSuffix(message, "."))
	fields := status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
	switch {
	case status == http.StatusRequestEntityTooLarge:
		p.Code, p.Detail = "too_large", "The request is larger than is taken"
	case status == http.StatusUnsupportedMediaType:
		p.Detail = "The body is of a type that isn't taken here; most take application/json"
	case status >= http.StatusInternalServerError:
		p.Code, p.Detail = "internal", "Something went wrong on our side"
	case message == "validation failed":
		p.Detail = "The request can't be taken as it is"
	}
	for _, err := range errs[:min(len(errs), mostErrors)] {
		detail := &huma.ErrorDetail{}
		if d, ok := err.(huma.ErrorDetailer); ok { //nolint:errorlint // huma hands over what it made, unwrapped
			detail = d.ErrorDetail()
		} else if err != nil {
			detail = &huma.ErrorDetail{Message: err.Error()}
		}
		p.Errors = append(p.Errors, &huma.ErrorDetail{Message: shortened(worded(detail.Message)), Location: shortened(detail.Location)})
	}
	p.Detail += "."
	if fields {
		// Most people see the sentence alone.
		for _, e := range p.Errors[:min(len(p.Errors), 5)] {
			p.Detail += " " + inSentence(e)
		}
	}
	return p
}
