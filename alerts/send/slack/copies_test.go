package slack

import (
	"strings"
	"testing"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
)

func TestCopiesAreLinked(t *testing.T) {
	ev := alerts.Event{Type: alerts.EventType(alerts.Found), Data: alerts.EventData{
		Mention: "m1", Brand: alerts.EventBrand{Name: "Fernwick"}, Document: alerts.EventDocument{Title: "41", Source: alerts.EventSource{Name: "Signal Paths"}},
		Copies: []alerts.EventCopy{
			{Mention: "m1", Source: "Signal Paths", Link: "https://desk.example/mentions/m1"},
			{Mention: "m2", Source: "Signal <Paths> TV", Link: "https://desk.example/mentions/m2?t=12"},
			{Mention: "m3", Kind: feeds.Video, Link: "https://desk.example/mentions/m3"},
		},
	}}
	r, err := renderer{}.Render(alerts.Channel{}, alerts.Message{Events: []alerts.Event{ev}})
	if err != nil {
		t.Fatal(err)
	}
	body := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(r.Body))
	if want := "also on <https://desk.example/mentions/m2?t=12|Signal Paths TV> and <https://desk.example/mentions/m3|video>"; !strings.Contains(body, want) {
		t.Errorf("%s\nlacks %s", body, want)
	}
	ev.Data.Copies = nil
	if r, _ := (renderer{}).Render(alerts.Channel{}, alerts.Message{Events: []alerts.Event{ev}}); strings.Contains(string(r.Body), "also on") {
		t.Errorf("without copies: %s", r.Body)
	}
}
