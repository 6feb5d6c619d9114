package webhook_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const secret = "whsec_bmFtZWRyb3AtdGVzdC1zZWNyZXQtMzItYnl0ZXMtbG9uZw=="

var delivery = alerts.Delivery{ID: "dlv1", Channel: "c1", MediaType: "application/cloudevents+json", Body: []byte(`{"specversion":"1.0","id":"m1.1"}`), Attempts: 2}

func receiver(t *testing.T) (*alertstest.Receiver, alerts.Channel) {
	t.Helper()
	r, err := alertstest.New(secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	url, stop := r.Serve()
	t.Cleanup(stop)
	return r, webhook.Channel("c1", "Hook", url+"/hook", secret)
}

func sender(t *testing.T, change ...func(*post.Options)) alerts.Adapter {
	t.Helper()
	o := post.Options{Transport: &http.Transport{}, Timeout: 30 * time.Second, UserAgent: "Namedrop-Test", Now: time.Now}
	for _, c := range change {
		c(&o)
	}
	c, err := post.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return webhook.New(c)
}

func TestSendArrivesSignedAndByteForByte(t *testing.T) {
	r, ch := receiver(t)
	r.Script(alertstest.Answer{Status: 202, Body: "thanks\x00, got it"})
	got, err := sender(t).Send(t.Context(), ch, delivery)
	if err != nil {
		t.Fatal(err)
	}
	if got.Delivery != "dlv1" || got.Number != 3 || got.Status != 202 || got.Answer != "thanks, got it" || got.Reason != "" {
		t.Errorf("attempt %+v", got)
	}
	in := r.Requests()[0]
	if in.Signature != nil {
		t.Errorf("the Standard Webhooks library refuses it: %v", in.Signature)
	}
	if in.ID != "dlv1" || string(in.Body) != string(delivery.Body) {
		t.Errorf("arrived as %s with %s", in.ID, in.Body)
	}
	for header, want := range map[string]string{"Content-Type": "application/cloudevents+json", "User-Agent": "Namedrop-Test"} {
		if in.Header.Get(header) != want {
			t.Errorf("%s: %q, want %q", header, in.Header.Get(header), want)
		}
	}
}

func TestSendSignsWithEachSecretWhileOneIsChanged(t *testing.T) {
	r, ch := receiver(t)
	other, err := webhook.NewSecret(strings.NewReader(strings.Repeat("x", 32)))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{other + " " + secret, secret + " " + other, other} {
		ch.Secrets = map[string]feeds.Secret{"secret": feeds.Secret(s)}
		if _, err := sender(t).Send(t.Context(), ch, delivery); err != nil {
			t.Fatal(err)
		}
	}
	in := r.Requests()
	if in[0].Signature != nil || in[1].Signature != nil || in[2].Signature == nil {
		t.Errorf("signatures: %v, %v, %v", in[0].Signature, in[1].Signature, in[2].Signature)
	}
}

func TestSendNamesTheReason(t *testing.T) {
	tests := []struct {
		answer alertstest.Answer
		reason alerts.Reason
		after  time.Duration
	}{
		{alertstest.Status(400), alerts.Rejected, 0},
		{alertstest.Status(404), alerts.Rejected, 0},
		{alertstest.Answer{Status: 302, Location: "http://elsewhere.example/"}, alerts.Rejected, 0},
		{alertstest.Status(401), alerts.Auth, 0},
		{alertstest.Status(403), alerts.Auth, 0},
		{alertstest.Status(408), alerts.Server, 0},
		{alertstest.Status(410), alerts.GoneAway, 0},
		{alertstest.Answer{Status: 429, RetryAfter: "120"}, alerts.RateLimited, 2 * time.Minute},
		{alertstest.Answer{Status: 429, RetryAfter: "soon"}, alerts.RateLimited, 0},
		{alertstest.Answer{Status: 429, RetryAfter: "-7"}, alerts.RateLimited, 0},
		{alertstest.Answer{Status: 503, RetryAfter: time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)}, alerts.Server, time.Hour},
		{alertstest.Status(500), alerts.Server, 0},
	}
	for _, tt := range tests {
		r, ch := receiver(t)
		tt.answer.Body = "because"
		r.Script(tt.answer)
		attempt, err := sender(t).Send(t.Context(), ch, delivery)
		var failure *alerts.SendError
		if !errors.As(err, &failure) {
			t.Fatalf("%d: error %v", tt.answer.Status, err)
		}
		if failure.Reason != tt.reason || attempt.Reason != tt.reason || attempt.Status != tt.answer.Status || attempt.Answer != "because" {
			t.Errorf("%d: %s, attempt %+v", tt.answer.Status, failure.Reason, attempt)
		}
		if diff := (failure.RetryAfter - tt.after).Abs(); diff > 2*time.Second {
			t.Errorf("%d: retry after %s, want %s", tt.answer.Status, failure.RetryAfter, tt.after)
		}
		if n := len(r.Requests()); n != 1 {
			t.Errorf("%d: %d requests; a redirect may have been followed", tt.answer.Status, n)
		}
	}
}

func TestSendTimesOut(t *testing.T) {
	r, ch := receiver(t)
	r.Script(alertstest.Answer{Hang: true})
	attempt, err := sender(t, func(o *post.Options) { o.Timeout = 50 * time.Millisecond }).Send(t.Context(), ch, delivery)
	if err == nil || attempt.Reason != alerts.Timeout || !strings.HasSuffix(attempt.Error, " took longer than 50ms") || attempt.Code != "took_too_long" || attempt.Params["limit"] != "50ms" {
		t.Errorf("attempt %+v, error %v", attempt, err)
	}
}

func TestSendDistinguishesCancellingFromFailing(t *testing.T) {
	r, ch := receiver(t)
	r.Script(alertstest.Answer{Hang: true})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := sender(t).Send(ctx, ch, delivery)
	var failure *alerts.SendError
	if errors.As(err, &failure) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a caller that gives up is told %v", err)
	}
}

func TestSendToAClosedPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ch := webhook.Channel("c1", "Hook", "http://"+l.Addr().String()+"/with-a-token-in-it", secret)
	l.Close()
	attempt, err := sender(t).Send(t.Context(), ch, delivery)
	if err == nil || attempt.Reason != alerts.Network || strings.Contains(attempt.Error, "token") {
		t.Errorf("attempt %+v, error %v", attempt, err)
	}
}

// The guard of feeds/fetch sits in the dialer, so a name that resolves to loopback is
// refused as well.
func TestSendIsRefusedByTheGuard(t *testing.T) {
	r, ch := receiver(t)
	guarded := sender(t, func(o *post.Options) { o.Transport = fetch.NewTransport(nil) })
	for _, url := range []string{ch.Text("url"), strings.Replace(ch.Text("url"), "127.0.0.1", "localhost", 1), "http://169.254.169.254/latest"} {
		ch := webhook.Channel("c1", "Hook", url, secret)
		attempt, err := guarded.Send(t.Context(), ch, delivery)
		if err == nil || attempt.Reason != alerts.Refused {
			t.Errorf("%s: attempt %+v, error %v", url, attempt, err)
		}
	}
	if n := len(r.Requests()); n != 0 {
		t.Errorf("%d requests came through", n)
	}
}

func TestSendKeepsAKilobyteOfTheAnswer(t *testing.T) {
	r, ch := receiver(t)
	r.Script(alertstest.Answer{Status: 500, Body: strings.Repeat("é", 600)})
	attempt, _ := sender(t).Send(t.Context(), ch, delivery)
	if attempt.Answer != strings.Repeat("é", 512) {
		t.Errorf("kept %d bytes: %q…", len(attempt.Answer), attempt.Answer[:20])
	}
	r.Script(alertstest.Answer{Status: 500, Body: "a" + strings.Repeat("é", 600)})
	attempt, _ = sender(t).Send(t.Context(), ch, delivery)
	if attempt.Answer != "a"+strings.Repeat("é", 511) {
		t.Errorf("a character cut in two was kept: %q", attempt.Answer[len(attempt.Answer)-5:])
	}
}

// Whatever is in a channel's address, the request is correct and no error repeats it.
func TestSendToOddAddresses(t *testing.T) {
	r, ch := receiver(t)
	at := func(address string) alerts.Channel { return webhook.Channel("c1", "Hook", address, secret) }
	ch = at(ch.Text("url") + "?to=the team&as=é\"|<b>")
	if got, err := sender(t).Send(t.Context(), ch, delivery); err != nil || got.Status != 200 || len(r.Requests()) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"http://SECRET@[::1", "http://hooks.example/\x01SECRET", "http://a SECRET/", "http://hooks.example/%zzSECRET"} {
		got, err := sender(t).Send(t.Context(), at(bad), delivery)
		if err == nil || strings.Contains(err.Error()+got.Error, "SECRET") {
			t.Errorf("%q: %+v, %v", bad, got, err)
		}
	}
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "http://[SECRET")
		w.WriteHeader(http.StatusFound)
	}))
	defer elsewhere.Close()
	if got, err := sender(t).Send(t.Context(), at(elsewhere.URL), delivery); err == nil || strings.Contains(got.Error, "SECRET") || strings.Contains(got.Error, "Location") {
		t.Errorf("%+v", got)
	}
}
