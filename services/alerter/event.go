package alerter

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/bus"
)

// event is a mention event of the stream, not decoded yet.
type event struct {
	seq     int64
	subject string
	data    []byte
}

func fromBus(m bus.Msg) event { return event{m.Seq, m.Subject, m.Data} }

// open decodes the event; its name is in the subject, mention.<event>.….
func (e event) open() (alerts.EventName, alerts.Event, error) {
	var ev alerts.Event
	parts := strings.Split(e.subject, ".")
	if len(parts) < 2 || parts[0] != "mention" {
		return "", ev, fmt.Errorf("reading event %d: %q is not the subject of a mention event", e.seq, e.subject)
	}
	if err := json.Unmarshal(e.data, &ev); err != nil {
		return "", ev, fmt.Errorf("reading event %d: %w", e.seq, err)
	}
	return alerts.EventName(parts[1]), ev, nil
}
