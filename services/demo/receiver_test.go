package demo

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

func TestReceiverChecksAndShowsWhatArrives(t *testing.T) {
	// The library that checks signatures compares with the real clock.
	w, err := NewWorld(Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	second := 761.0
	event := alerts.NewEvent(alerts.Found, index.Mention{
		ID: "m1", Workspace: "default", Hits: []index.Hit{{Surface: "Larkmeter", Quote: "we moved to Larkmeter <b>and</b> stayed", Second: &second}},
	}, w.Brands()[0], feeds.Document{Title: "An episode"}, []feeds.Source{{Name: "Pipeline Weekly"}}, "http://127.0.0.1:8090", time.Now())
	body, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}

	notified := 0
	w.Receiver().Notify(func(Message) { notified++ })
	if code := sendTo(t, w, body, w.Secret(), "d1"); code != http.StatusNoContent {
		t.Errorf("a signed message is answered %d", code)
	}
	sendTo(t, w, body, w.Secret(), "d1")
	if code := sendTo(t, w, body, "whsec_bm90IHRoZSByaWdodCBzZWNyZXQ=", "d2"); code != http.StatusUnauthorized {
		t.Errorf("a wrongly signed message is answered %d", code)
	}
	if code := sendTo(t, w, []byte("["+string(body)+"]"), w.Secret(), "d3"); code != http.StatusNoContent {
		t.Errorf("a batch is answered %d", code)
	}

	if notified != 4 {
		t.Errorf("notified of %d messages, want 4", notified)
	}
	messages := w.Receiver().Messages()
	if len(messages) != 3 || messages[2].Repeats != 1 || messages[1].Error == "" || len(messages[0].Events) != 1 {
		t.Fatalf("kept %+v", messages)
	}
	page := get(t, w.Handler(), "/received").Body.String()
	for _, want := range []string{"<mark>Larkmeter</mark>", "&lt;b&gt;and&lt;/b&gt;", "12:41", "Pipeline Weekly", "Refused"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func sendTo(t *testing.T, w *World, body []byte, secret, id string) int {
	t.Helper()
	hook, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now()
	signature, err := hook.Sign(id, at, body)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/webhook", bytes.NewReader(body))
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	rw := httptest.NewRecorder()
	w.Handler().ServeHTTP(rw, r)
	return rw.Code
}
