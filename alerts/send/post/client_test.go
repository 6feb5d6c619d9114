package post_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
)

func options() post.Options {
	return post.Options{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second, UserAgent: "test", Now: time.Now}
}

func TestOptionsNameWhatIsMissing(t *testing.T) {
	for name, without := range map[string]func(*post.Options){
		"Transport": func(o *post.Options) { o.Transport = nil }, "Timeout": func(o *post.Options) { o.Timeout = 0 },
		"UserAgent": func(o *post.Options) { o.UserAgent = "" }, "Now": func(o *post.Options) { o.Now = nil },
	} {
		o := options()
		without(&o)
		if _, err := post.New(o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

// The adapter decides what an answer means. Headers and media type are those of the request.
func TestAnAnswerIsJudged(t *testing.T) {
	var got http.Header
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		w.Header().Set("Retry-After", "1.5")
		w.WriteHeader(http.StatusAccepted)
		_, _ = w.Write([]byte("not\x07 really"))
	}))
	defer s.Close()
	c, err := post.New(options())
	if err != nil {
		t.Fatal(err)
	}
	d := alerts.Delivery{ID: "d", Attempts: 4, MediaType: "text/x-note", Body: []byte("x")}
	attempt, err := c.Send(t.Context(), d, post.Request{
		URL:     s.URL,
		Prepare: func(h http.Header, at time.Time) { h.Set("X-At", at.UTC().Format(time.RFC3339)) },
		Judge: func(a post.Answer) *alerts.SendError {
			if a.Status != 202 || a.Line != "202 Accepted" || a.Text != "not really" || a.RetryAfter != 1500*time.Millisecond {
				t.Errorf("%+v", a)
			}
			return &alerts.SendError{Reason: alerts.Rejected, Status: a.Status, Err: errors.New("not really")}
		},
	})
	var failure *alerts.SendError
	if !errors.As(err, &failure) || failure.Answer != "not really" || attempt.Number != 5 || attempt.Status != 202 || attempt.Reason != alerts.Rejected {
		t.Errorf("%+v %v", attempt, err)
	}
	if got.Get("Content-Type") != "text/x-note" || got.Get("X-At") == "" {
		t.Errorf("%v", got)
	}
	if attempt, err := c.Send(t.Context(), d, post.Request{URL: s.URL}); err != nil || attempt.Status != 202 {
		t.Errorf("by status: %+v %v", attempt, err)
	}
}
