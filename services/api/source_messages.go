package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/names"
)

// maxMessage is the largest message that is taken.
const maxMessage = 1 << 20

// ReceivedMessage is what came of a message.
type ReceivedMessage struct {
	Addresses int `json:"addresses" doc:"Number of addresses in the message that are read once each, unless they were within the last day."`
}

func (a *API) messageRoute() {
	o := op(http.MethodPost, "/sources/{id}/messages", "post-message", "Post an alert of another service; the addresses in it are read once each", "sources", access.Write)
	o.MaxBodyBytes = maxMessage
	huma.Register(a.huma, o, a.postMessage)
}

func (a *API) postMessage(ctx context.Context, in *struct {
	SourcePath
	ContentType string `header:"Content-Type" doc:"message/rfc822 for an e-mail with its headers, which is the default; text/plain or text/html."`
	RawBody     []byte `contentType:"message/rfc822"`
}) (*Out[ReceivedMessage], error) {
	s, err := archive.GetSource(ctx, a.opts.Ledger, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	for _, to := range a.opts.Adapters {
		if to.Type != s.Type || to.Receiver == nil || to.Inbound != feeds.InletAPI {
			continue
		}
		own, err := names.OwnHosts(ctx, a.opts.Ledger, s.Workspace)
		if err != nil {
			return nil, a.fail(ctx, "loading brands", err)
		}
		_, batch, err := to.Receiver.Receive(ctx, feeds.Inbound{Source: s.Source, Method: http.MethodPost, Header: http.Header{"Content-Type": {in.ContentType}}, Body: in.RawBody, Own: own})
		var f *feeds.Fault
		if errors.As(err, &f) {
			return nil, problem(http.StatusUnprocessableEntity, f.Sentence()).because(err)
		}
		if err == nil {
			err = archive.SaveReceived(ctx, a.opts.Ledger, s, batch, time.Minute)
		}
		if err != nil {
			return nil, a.fail(ctx, "storing the message", err)
		}
		a.opts.SourceAdded()
		return &Out[ReceivedMessage]{ReceivedMessage{len(batch.Found)}}, nil
	}
	return nil, takesNoMessages.problem()
}
