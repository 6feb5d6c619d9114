package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/demo"
)

func TestAnArrivingWebhookIsReadable(t *testing.T) {
	second := 68.0
	e := alerts.Event{Data: alerts.EventData{
		Brand:    alerts.EventBrand{Name: "Larkmeter"},
		Document: alerts.EventDocument{Source: alerts.EventSource{Name: "The Attribution Hour"}},
		Hits: []alerts.EventHit{{
			Second: &second, Surface: "Larkmeter",
			Quote: "Who did you talk to at the event, what came up? We went from Quillroute to Larkmeter when we noticed that it counted every mention of a quill.",
		}},
	}}
	var out strings.Builder
	printed := demoOutput{w: &out}
	at := time.Date(2026, 11, 26, 12, 41, 7, 0, time.Local)
	printed.arrived(demo.Message{At: at, Events: []alerts.Event{e}})
	printed.arrived(demo.Message{At: at, Error: "the signature is not right"})
	want := `  12:41:07  Larkmeter in The Attribution Hour, 1:08
            “… We went from Quillroute to Larkmeter when we noticed that it counted …”
  12:41:07  webhook refused: the signature is not right
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestNearKeepsWhatIsShort(t *testing.T) {
	for _, c := range [][3]string{
		{"we moved to Acme", "Acme", "we moved to Acme"},
		{"", "Acme", ""},
		{"nothing of the kind", "", "nothing of the kind"},
	} {
		if got := near(c[0], c[1], 72); got != c[2] {
			t.Errorf("near(%q, %q) = %q", c[0], c[1], got)
		}
	}
}
