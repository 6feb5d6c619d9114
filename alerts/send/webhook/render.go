package webhook

import (
	"encoding/json"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
)

// Media types of CloudEvents in JSON. They tell receivers whether the body is one event or a batch.
const (
	oneEvent   = "application/cloudevents+json"
	eventBatch = "application/cloudevents-batch+json"
)

// renderer renders events as they are published on the bus.
type renderer struct{}

// Render renders one event, or a batch of gathered events where the channel accepts batches. A report
// is never gathered.
func (renderer) Render(ch alerts.Channel, m alerts.Message) (alerts.Rendered, error) {
	if m.Report != nil {
		return rendered(oneEvent, m.Report)
	}
	if m.Window != nil && ch.Number(batchField) > 0 {
		return rendered(eventBatch, m.Events)
	}
	if len(m.Events) != 1 {
		return alerts.Rendered{}, fmt.Errorf("a webhook that doesn't accept batches gets one event in a message, not %d", len(m.Events))
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
