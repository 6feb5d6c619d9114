package slack_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/alerts/send/slack"
	"github.com/namedrop/namedrop/feeds"
)

const token = "abcdefghijklmnopqrstuvwx"

func adapter(t *testing.T, timeout time.Duration) alerts.Adapter {
	t.Helper()
	c, err := post.New(post.Options{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: timeout, UserAgent: "Namedrop-Test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return slack.New(c)
}

// hang answers nothing until the sender has gone.
func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// at is a channel whose webhook is on that server.
func at(address string) alerts.Channel {
	ch := channel("")
	ch.Secrets = map[string]feeds.Secret{"url": feeds.Secret(address + "/services/T012/B345/" + token)}
	return ch
}

func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		status int
		body   string
		reason alerts.Reason // empty where it arrived
		again  bool
		ends   bool
	}{
		{status: 200, body: "ok"},
		{status: 200, body: "ok\n"},
		{status: 200, body: "<html>Sign in</html>", reason: alerts.Rejected, again: true},
		{status: 200, body: "invalid_blocks", reason: alerts.Rejected},
		{status: 400, body: "invalid_payload", reason: alerts.Rejected},
		{status: 400, body: "invalid_blocks", reason: alerts.Rejected},
		{status: 400, body: "no_text", reason: alerts.Rejected},
		{status: 403, body: "action_prohibited", reason: alerts.Auth, ends: true},
		{status: 403, body: "invalid_token", reason: alerts.Auth, ends: true},
		{status: 404, body: "no_service", reason: alerts.GoneAway, ends: true},
		{status: 404, body: "channel_not_found", reason: alerts.GoneAway, ends: true},
		{status: 410, body: "channel_is_archived", reason: alerts.GoneAway, ends: true},
		{status: 404, body: "<html>not found</html>", reason: alerts.Rejected, again: true},
		{status: 429, body: "", reason: alerts.RateLimited, again: true},
		{status: 500, body: "rollup_error", reason: alerts.Server, again: true},
		{status: 503, body: "", reason: alerts.Server, again: true},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if tt.status == 429 {
				w.Header().Set("Retry-After", "30")
			}
			w.WriteHeader(tt.status)
			_, _ = w.Write([]byte(tt.body))
		}))
		attempt, err := adapter(t, 10*time.Second).Send(t.Context(), at(s.URL), alerts.Delivery{ID: "d", MediaType: "application/json", Body: []byte("{}")})
		s.Close()
		if attempt.Reason != tt.reason || attempt.Status != tt.status || (err == nil) != (tt.reason == "") {
			t.Errorf("%d %s: %+v, %v", tt.status, tt.body, attempt, err)
		}
		var failure *alerts.SendError
		if !errors.As(err, &failure) {
			continue
		}
		wait, again := alerts.NextTry(1, failure, 0.5)
		if again != tt.again || failure.EndsChannel() != tt.ends {
			t.Errorf("%d %s: again %v, ends the channel %v", tt.status, tt.body, again, failure.EndsChannel())
		}
		if tt.status == 429 && wait != 30*time.Second {
			t.Errorf("Slack asked for 30 s and gets %s", wait)
		}
	}
}

func TestTheBytesArriveAsTheyAre(t *testing.T) {
	var body []byte
	var header http.Header
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header = r.Header
		body, _ = io.ReadAll(r.Body)
		_, _ = w.Write([]byte("ok"))
	}))
	defer s.Close()
	a := adapter(t, 10*time.Second)
	got, err := a.Render(at(s.URL), alerts.Message{Delivery: "d", Events: []alerts.Event{event(1)}, BaseURL: base})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Send(t.Context(), at(s.URL), alerts.Delivery{ID: "d", MediaType: got.MediaType, Body: got.Body}); err != nil {
		t.Fatal(err)
	}
	if string(body) != string(got.Body) || header.Get("Content-Type") != "application/json" || header.Get("User-Agent") != "Namedrop-Test" {
		t.Errorf("%v %s", header, body)
	}
}

// The webhook's URL is a password: no error and no kept answer repeats it.
func TestTheAddressStaysInside(t *testing.T) {
	answering := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for name, address := range map[string]string{
		"repeats it": answering(func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "no such hook: "+r.URL.Path+" at http://"+r.Host+r.RequestURI, 400)
		}),
		"redirects":         answering(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"/", http.StatusFound) }),
		"hangs up":          answering(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }),
		"takes too long":    answering(hang),
		"is not there":      closed.URL,
		"has no such host":  "http://nowhere.invalid",
		"speaks no TLS":     strings.Replace(answering(func(http.ResponseWriter, *http.Request) {}), "http://", "https://", 1),
		"is no web address": "gopher://x.example",
		"is broken":         "https://x.example:port",
	} {
		attempt, err := adapter(t, 300*time.Millisecond).Send(t.Context(), at(address), alerts.Delivery{ID: "d", Body: []byte("{}")})
		if err == nil {
			t.Errorf("%s: it arrived", name)
			continue
		}
		kept, _ := json.Marshal(attempt)
		for _, text := range []string{err.Error(), string(kept)} {
			if strings.Contains(text, token) || strings.Contains(text, "B345") {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
	shown, err := json.Marshal(at("https://hooks.slack.com"))
	if err != nil || strings.Contains(string(shown), token) {
		t.Errorf("%s, %v", shown, err)
	}
	if got := adapter(t, time.Second).Address(at("https://hooks.slack.com")); got != "hooks.slack.com/…" {
		t.Errorf("shown as %s", got)
	}
}

// A try whose answer got lost may have been posted: it is repeated no more than twice.
func TestALostAnswerIsNotRepeatedForDays(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(hang))
	defer s.Close()
	attempt, err := adapter(t, 100*time.Millisecond).Send(t.Context(), at(s.URL), alerts.Delivery{ID: "d", Body: []byte("{}")})
	var failure *alerts.SendError
	if !errors.As(err, &failure) || !failure.Unknown || !strings.HasSuffix(attempt.Error, "the message may have arrived") {
		t.Fatalf("%+v, %v", attempt, err)
	}
	for tries, want := range map[int]bool{1: true, 2: true, 3: false} {
		if _, again := alerts.NextTry(tries, failure, 0.5); again != want {
			t.Errorf("after %d tries: again %v", tries, again)
		}
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	for address, want := range map[string]string{
		"https://hooks.slack.com/services/T012/B345/" + token:     "",
		"https://hooks.slack-gov.com/services/T012/B345/" + token: "",
		"https://chat.example/hooks/abc":                          "",
		"":                                                        "url is missing",
		"xoxb-123-456-abc":                                        "that is a token",
		"https://acme.slack.com/archives/C012":                    "that is a page in Slack",
		"https://hooks.slack.com/services/T012":                   "the webhook URL is incomplete",
		"https://hooks.slack.com/workflows/T0/A0/1/x":             "that URL starts a workflow",
		"http://hooks.slack.com/services/T012/B345/" + token:      "the webhook URL must start with https://",
		"hooks.slack.com/services/T012/B345/" + token:             "the webhook URL must be a web address",
	} {
		ch := channel("")
		ch.Secrets = map[string]feeds.Secret{"url": feeds.Secret(address)}
		err := slack.New(nil).Validate(ch)
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
		if err != nil && strings.Contains(err.Error(), token) {
			t.Errorf("the sentence repeats the secret: %v", err)
		}
	}
	ch := channel(`{"language":"fr"}`)
	if err := slack.New(nil).Validate(ch); err == nil || err.Error() != "language must be one of: en, nl" {
		t.Error(err)
	}
}
