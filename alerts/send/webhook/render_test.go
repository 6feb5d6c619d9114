package webhook_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/webhook"
)

func example(t *testing.T, name string) (alerts.Event, string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../../docs/schema/examples", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var ev alerts.Event
	if err := json.Unmarshal(b, &ev); err != nil {
		t.Fatal(err)
	}
	return ev, string(b)
}

// The body is the event of docs/events.md, field by field in its order.
func TestAnEventIsTheBody(t *testing.T) {
	for _, name := range []string{"found", "amended", "dismissed", "removed"} {
		ev, text := example(t, name)
		got, err := webhook.New(nil).Render(webhook.Channel("c", "Hook", "https://x.example", secret), alerts.Message{Delivery: "d", Events: []alerts.Event{ev}})
		if err != nil || got.MediaType != "application/cloudevents+json" {
			t.Fatalf("%s, %v", got.MediaType, err)
		}
		if want := compact(t, text); string(got.Body) != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got.Body, want)
		}
	}
}

func compact(t *testing.T, text string) string {
	t.Helper()
	var raw json.RawMessage = []byte(text)
	b, err := json.Marshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Batches are sent only to receivers that asked for them.
func TestABatchIsForThoseWhoTakeOne(t *testing.T) {
	found, one := example(t, "found")
	amended, two := example(t, "amended")
	adapter := webhook.New(nil)
	takes := webhook.Channel("c", "Hook", "https://x.example", secret)
	takes.Settings = json.RawMessage(`{"url":"https://x.example","batch":20}`)
	if n := adapter.Holds(takes); n != 20 {
		t.Errorf("a message to it holds %d events", n)
	}
	window := &alerts.Window{From: time.Unix(0, 0), To: time.Unix(900, 0)}
	got, err := adapter.Render(takes, alerts.Message{Delivery: "d", Events: []alerts.Event{found, amended}, Window: window})
	if err != nil || got.MediaType != "application/cloudevents-batch+json" {
		t.Fatalf("%s, %v", got.MediaType, err)
	}
	if want := "[" + compact(t, one) + "," + compact(t, two) + "]"; string(got.Body) != want {
		t.Errorf("%s\nwant\n%s", got.Body, want)
	}
	if got, err := adapter.Render(takes, alerts.Message{Events: []alerts.Event{found}}); err != nil || !strings.HasPrefix(string(got.Body), "{") {
		t.Errorf("an event that was not gathered: %s, %v", got.Body, err)
	}
	plain := webhook.Channel("c", "Hook", "https://x.example", secret)
	if n := adapter.Holds(plain); n != 1 {
		t.Errorf("a message to a plain webhook holds %d events", n)
	}
	if got, err := adapter.Render(plain, alerts.Message{Events: []alerts.Event{found, amended}, Window: window}); err == nil {
		t.Errorf("a batch for a receiver that takes none: %s", got.Body)
	}
}

// A report is sent as it is published, and never in a batch.
func TestAReportIsTheBody(t *testing.T) {
	takes := webhook.Channel("c", "Hook", "https://x.example", secret)
	takes.Settings = json.RawMessage(`{"url":"https://x.example","batch":20}`)
	for _, name := range []string{"report-ready", "report-revised"} {
		b, err := os.ReadFile(filepath.Join("../../../docs/schema/examples", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var ev alerts.ReportEvent
		if err := json.Unmarshal(b, &ev); err != nil {
			t.Fatal(err)
		}
		for _, ch := range []alerts.Channel{takes, webhook.Channel("c", "Hook", "https://x.example", secret)} {
			got, err := webhook.New(nil).Render(ch, alerts.Message{Delivery: "d", Report: &ev})
			if err != nil || got.MediaType != "application/cloudevents+json" {
				t.Fatalf("%s, %v", got.MediaType, err)
			}
			if want := compact(t, string(b)); string(got.Body) != want {
				t.Errorf("%s:\n%s\nwant\n%s", name, got.Body, want)
			}
		}
	}
}
