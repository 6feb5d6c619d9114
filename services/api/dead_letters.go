package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// DeadLetterView is a message of the bus that could not be processed.
type DeadLetterView struct {
	ID       string    `json:"id"`
	Consumer string    `json:"consumer" doc:"Who could not process it: detector, alerter, an indexer with its name, or relay if the bus doesn't take it."`
	Stream   string    `json:"stream"`
	Subject  string    `json:"subject"`
	Data     string    `json:"data" doc:"Its first 1000 bytes."`
	Size     int       `json:"size" doc:"Bytes in all."`
	Attempts int       `json:"attempts" doc:"How often it was tried in all."`
	Poison   bool      `json:"poison" doc:"It was given up at once, because no further attempt could help."`
	Cause    string    `json:"cause" doc:"The last error."`
	Retries  int       `json:"retries" doc:"How often it was retried by a person."`
	Created  time.Time `json:"created" doc:"When it was given up first."`
	Updated  time.Time `json:"updated" doc:"When it was given up last."`
}

// DeadLetterPath is the address of a dead letter.
type DeadLetterPath struct {
	ID string `path:"id"`
}

func (a *API) deadLetterRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/dead-letters", "list-dead-letters", "Messages of the bus that could not be processed, the latest first", "status", access.Admin), a.listDeadLetters)
	huma.Register(a.huma, op(http.MethodPost, "/dead-letters/{id}/retry", "retry-dead-letter", "Publish its message again, for all consumers of its subject", "status", access.Admin), a.retryDeadLetter)
	huma.Register(a.huma, op(http.MethodDelete, "/dead-letters/{id}", "discard-dead-letter", "Delete it for good", "status", access.Admin), a.discardDeadLetter)
}

func (a *API) listDeadLetters(ctx context.Context, in *Paging) (*Out[List[DeadLetterView]], error) {
	letters, next, err := a.opts.Ledger.DeadLetters(ctx, ledger.Page{Limit: in.Limit, After: in.Cursor})
	if err != nil {
		return nil, a.fail(ctx, "listing dead letters", err)
	}
	views := make([]DeadLetterView, len(letters))
	for i, d := range letters {
		views[i] = DeadLetterView{
			ID: d.ID, Consumer: d.Consumer, Stream: d.Stream, Subject: d.Subject, Data: strings.ToValidUTF8(string(d.Data), "\uFFFD"), Size: d.Size,
			Attempts: d.Attempts, Poison: d.Poison, Cause: d.Cause, Retries: d.Retries, Created: d.Created, Updated: d.Updated,
		}
	}
	return list(views, next), nil
}

func (a *API) retryDeadLetter(ctx context.Context, in *DeadLetterPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := tx.RetryDeadLetter(ctx, in.ID); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Actor: access.From(ctx).Name, Action: "dead_letter.retry", Object: in.ID})
	})
	return nil, a.fail(ctx, "retrying the dead letter", err)
}

func (a *API) discardDeadLetter(ctx context.Context, in *DeadLetterPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := tx.DiscardDeadLetter(ctx, in.ID); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Actor: access.From(ctx).Name, Action: "dead_letter.discard", Object: in.ID})
	})
	return nil, a.fail(ctx, "discarding the dead letter", err)
}
