package alertstest_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts/alertstest"
)

const secret = "whsec_bmFtZWRyb3AtdGVzdC1zZWNyZXQtMzItYnl0ZXMtbG9uZw=="

func post(t *testing.T, ctx context.Context, url, id, body string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("webhook-id", id)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	resp.Body.Close()
	return resp.StatusCode
}

func TestReceiverAnswersAsScripted(t *testing.T) {
	impatient, giveUp := context.WithCancel(t.Context())
	defer giveUp()
	var seen atomic.Int32
	r, err := alertstest.New(secret, func(alertstest.Request) {
		if seen.Add(1) == 3 { // the one that hangs has arrived
			giveUp()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	url, stop := r.Serve()
	defer stop()
	r.Script(alertstest.Status(500), alertstest.Status(500), alertstest.Answer{Hang: true})
	r.Always(alertstest.Status(204))
	got := []int{
		post(t, t.Context(), url, "a", "1"), post(t, t.Context(), url, "a", "1"),
		post(t, impatient, url, "a", "1"), post(t, t.Context(), url, "a", "1"),
	}
	if diff := cmp.Diff([]int{500, 500, 0, 204}, got); diff != "" || seen.Load() != 4 {
		t.Errorf("seen %d, answers (-want +got):\n%s", seen.Load(), diff)
	}
}

func TestMessagesDistinguishesRepeatsFromChangedBytes(t *testing.T) {
	r, err := alertstest.New(secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	url, stop := r.Serve()
	defer stop()
	r.Script(alertstest.Status(500))
	for _, m := range [][2]string{{"a", "1"}, {"a", "1"}, {"b", "2"}, {"b", "3"}, {"c", "4"}} {
		post(t, t.Context(), url, m[0], m[1])
	}
	in, err := r.WaitFor(t.Context(), 5)
	if err != nil {
		t.Fatal(err)
	}
	var got [][4]any
	for _, m := range alertstest.Messages(in) {
		got = append(got, [4]any{m.ID, m.Requests, m.Accepted, m.SameBytes})
	}
	want := [][4]any{{"a", 2, 1, true}, {"b", 2, 2, false}, {"c", 1, 1, true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	if d := alertstest.Duplicates(in); len(d) != 2 || d[0].Verified {
		t.Errorf("duplicates %+v; unsigned ones can't be verified", d)
	}
}

func TestWaitReturnsWhatItHas(t *testing.T) {
	r, err := alertstest.New(secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := r.WaitFor(ctx, 1); err == nil || !strings.Contains(err.Error(), "0 so far") {
		t.Errorf("error %v", err)
	}
}
