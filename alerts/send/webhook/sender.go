package webhook

import (
	"context"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
)

// New returns the adapter of webhooks.
func New(c *post.Client) alerts.Adapter {
	return alerts.Adapter{Spec: spec(), Renderer: renderer{}, Sender: sender{c}}
}

type sender struct{ client *post.Client }

// Send posts the delivery, signed for this attempt.
func (s sender) Send(ctx context.Context, ch alerts.Channel, d alerts.Delivery) (alerts.Attempt, error) {
	if err := spec().Validate(ch); err != nil {
		return s.client.Refuse(d, err)
	}
	keys, err := ParseSecret(ch.Secrets[secretField].Reveal())
	if err != nil {
		return s.client.Refuse(d, err)
	}
	return s.client.Send(ctx, d, post.Request{
		URL:     ch.Text(urlField),
		Prepare: func(h http.Header, at time.Time) { Sign(h, keys, d.ID, at, d.Body) },
		Repeats: true,
	})
}
