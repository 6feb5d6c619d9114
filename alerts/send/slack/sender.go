package slack

import (
	"context"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
)

// New returns the adapter of Slack's incoming webhooks.
func New(c *post.Client) alerts.Adapter {
	return alerts.Adapter{Spec: spec(), Renderer: renderer{}, Sender: sender{c}}
}

type sender struct{ client *post.Client }

// Send posts the delivery's bytes.
func (s sender) Send(ctx context.Context, ch alerts.Channel, d alerts.Delivery) (alerts.Attempt, error) {
	if err := spec().Validate(ch); err != nil {
		return s.client.Refuse(d, err)
	}
	return s.client.Send(ctx, d, post.Request{URL: ch.Secrets[urlField].Reveal(), Judge: judge})
}
