package alerter

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/subjects"
)

// event is an event of a stream, not decoded yet.
type event struct {
	seq     int64
	subject string
	data    []byte
}

func fromBus(m bus.Msg) event { return event{m.Seq, m.Subject, m.Data} }

// mention decodes a mention event; its name is in the subject, mention.<event>.….
func (e event) mention() (name alerts.EventName, ev alerts.Event, err error) {
	text, err := e.open(subjects.MentionPrefix, &ev)
	return alerts.EventName(text), ev, err
}

// report decodes a report event; its name is in the subject, report.<event>.….
func (e event) report() (name alerts.ReportEventName, ev alerts.ReportEvent, err error) {
	text, err := e.open(subjects.ReportPrefix, &ev)
	return alerts.ReportEventName(text), ev, err
}

func (e event) open(prefix string, into any) (name string, err error) {
	rest, ok := strings.CutPrefix(e.subject, prefix)
	if !ok {
		return "", fmt.Errorf("reading event %d: its subject is %q and doesn't begin with %s", e.seq, e.subject, prefix)
	}
	if err := json.Unmarshal(e.data, into); err != nil {
		return "", fmt.Errorf("reading event %d: %w", e.seq, err)
	}
	name, _, _ = strings.Cut(rest, ".")
	return name, nil
}
