package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/ledger"
)

// Problem is an RFC 9457 answer with a code that programs can rely on. There are ten:
// invalid, unauthorized, forbidden, not_found, conflict, stale, too_large, unavailable,
// disk_full and internal.
type Problem struct {
	Type   string              `json:"type" doc:"about:blank; the code says more"`
	Title  string              `json:"title"`
	Status int                 `json:"status"`
	Detail string              `json:"detail" doc:"What happened and what helps."`
	Code   string              `json:"code" enum:"invalid,unauthorized,forbidden,not_found,conflict,stale,too_large,unavailable,disk_full,internal"`
	At     *int                `json:"at,omitempty" doc:"Where in a query the mistake is: a code-point offset."`
	Errors []*huma.ErrorDetail `json:"errors,omitempty" doc:"Each field that is wrong."`
}

func (p *Problem) Error() string             { return p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }
func problem(status int, code, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Code: code}
}

func invalid(detail string) error { return problem(http.StatusUnprocessableEntity, "invalid", detail) }
func notFound(what string) error {
	return problem(http.StatusNotFound, "not_found", "There is no such "+what+".")
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
		return problem(http.StatusNotFound, "not_found", "It is not there, or no longer.")
	case errors.Is(err, ledger.ErrConflict):
		return problem(http.StatusPreconditionFailed, "stale", "It was changed in the meantime. Load it again and repeat the change.")
	case errors.Is(err, ledger.ErrDiskFull):
		return problem(http.StatusInsufficientStorage, "disk_full", "The disk is full: nothing was changed. Free some space; Namedrop goes on by itself.")
	case errors.Is(err, context.Canceled):
		return problem(499, "unavailable", "The request was given up.")
	}
	id := requestID(ctx)
	a.log.ErrorContext(ctx, "request failed", "doing", doing, "request", id, "error", err)
	return problem(http.StatusInternalServerError, "internal", "Something went wrong on our side while "+doing+". The log has it under "+id+".")
}

func isConflict(err error) bool { return errors.Is(err, ledger.ErrConflict) }
