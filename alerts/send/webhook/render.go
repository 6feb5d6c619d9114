package webhook

import (
	"encoding/json"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
)

// Media types of CloudEvents in JSON. Receivers tell one event from a batch by them.
const (
	oneEvent   = "application/cloudevents+json"
	eventBatch = "application/cloudevents-batch+json"
)

// renderer writes events as they are on the bus.
type renderer struct{}

// Render returns the one event, or a batch of what was gathered: batches are only for
// receivers that asked for them.
func (renderer) Render(ch alerts.Channel, m alerts.Message) (alerts.Rendered, error) {
	if m.Window != nil && ch.Number(batchField) > 0 {
		return rendered(eventBatch, m.Events)
	}
	if len(m.Events) != 1 {
		return alerts.Rendered{}, fmt.Errorf("a message to a webhook that takes no batches holds one event, not %d", len(m.Events))
	}
	return rendered(oneEvent, m.Events[0])
}

func rendered(mediaType string, v any) (alerts.Rendered, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return alerts.Rendered{}, fmt.Errorf("rendering events: %w", err)
	}
	return alerts.Rendered{MediaType: mediaType, Body: body}, nil
}
