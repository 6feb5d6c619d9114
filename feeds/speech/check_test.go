package speech

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
)

// Whether an engine is there doesn't depend on what it answers. The budget is that of today.
func TestTheEngineAndTheBudgetAreChecked(t *testing.T) {
	w := newWorld(t)
	w.settings.URL = "http://127.0.0.1:1/v1"
	if code, _ := feeds.CodeOf(w.recognizer().Check(t.Context())); code != "speech_away" {
		t.Error("an engine that isn't there:", code)
	}
	engine := httptest.NewServer(http.NotFoundHandler())
	defer engine.Close()
	w.settings.URL = engine.URL + "/v1"
	if err := w.recognizer().Check(t.Context()); err != nil {
		t.Error("an engine that lists no models:", err)
	}
	w.kept.spent = Spent{Day: "2026-11-30", Seconds: 720, Money: 0.5}
	w.settings.Price, w.settings.Money = 0.01, 2
	if words, err := w.recognizer().Budget(t.Context()); err != nil || words != "12 of 600 minutes and 0.50 of 2.00 in money" {
		t.Errorf("%q, %v", words, err)
	}
	w.kept.spent.Day = "2026-11-29"
	if words, err := w.recognizer().Budget(t.Context()); err != nil || !strings.HasPrefix(words, "0 of 600") || w.kept.spent.Seconds != 720 {
		t.Errorf("yesterday's: %q, %v", words, err)
	}
	w.settings.URL, w.settings.Command = "", []string{"/no/such/program", "{input}"}
	if err := w.recognizer().Check(t.Context()); err == nil || !strings.Contains(err.Error(), "speech.command") {
		t.Error("a program that isn't there:", err)
	}
}
