package mail

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
)

// Posted takes messages that are posted to the API. It is a [feeds.Receiver].
type Posted struct{}

// Receive implements [feeds.Receiver]. A body is an e-mail unless its type says that it is a text or a page.
func (Posted) Receive(_ context.Context, in feeds.Inbound) (feeds.Reply, feeds.Batch, error) {
	kind, _, _ := mime.ParseMediaType(in.Header.Get("Content-Type"))
	var a alert
	switch kind {
	case "text/plain", "text/html":
		a = parseText(in.Body[:min(len(in.Body), maxMessage)], kind == "text/html")
	default:
		var err error
		if a, err = parseMessage(bytes.NewReader(in.Body)); err != nil {
			return feeds.Reply{Status: http.StatusBadRequest}, feeds.Batch{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "message_unreadable", Err: err,
				Reason: "That is not an e-mail", Help: "Send the whole message with its headers, or a text as text/plain or text/html."}
		}
		if wanted := senders(settingsOf(in.Source).Senders); len(wanted) > 0 && !sentBy(a.from, wanted) {
			return feeds.Reply{Status: http.StatusBadRequest}, feeds.Batch{}, &feeds.Fault{Kind: feeds.FaultRefused, Code: "message_other_sender",
				Reason: "The message is not from a sender of this source", Help: "Check the senders in the settings of the source."}
		}
	}
	batch := feeds.Batch{Found: a.links}
	if a.left > 0 {
		batch.Warnings = append(batch.Warnings, tooManyLinks(a.left))
	}
	return feeds.Reply{Status: http.StatusOK}, batch, nil
}

func tooManyLinks(n int) feeds.Warning {
	return feeds.Warn("message_links_left", "Links of messages with more than 100 that were left out: {n}.", "n", strconv.Itoa(n))
}
