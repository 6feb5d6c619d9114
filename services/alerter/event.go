package alerter

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
)

// event is a mention event in its place in the stream, not opened yet.
type event struct {
	seq     int64
	subject string
	data    []byte
}

func fromBus(m bus.Msg) event           { return event{m.Seq, m.Subject, m.Data} }
func fromLedger(m ledger.Message) event { return event{m.Seq, m.Subject, m.Body()} }

// open reads the event; its name stands in the subject, mention.<event>.….
func (e event) open() (alerts.EventName, alerts.Event, error) {
	var ev alerts.Event
	parts := strings.Split(e.subject, ".")
	if len(parts) < 2 || parts[0] != "mention" {
		return "", ev, fmt.Errorf("reading event %d: %q is no subject of a mention event", e.seq, e.subject)
	}
	if err := json.Unmarshal(e.data, &ev); err != nil {
		return "", ev, fmt.Errorf("reading event %d: %w", e.seq, err)
	}
	return alerts.EventName(parts[1]), ev, nil
}
