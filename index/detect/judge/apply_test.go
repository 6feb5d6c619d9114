package judge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
)

func TestAnswersBecomeReasons(t *testing.T) {
	found, against := index.Reason{Code: index.ReasonRareWord}, index.Reason{Code: index.ReasonLowerCase, Against: true}
	for _, c := range []struct {
		answer Answer
		want   index.Reason
		text   string
		unsure bool
	}{
		{Answer{true, ""}, index.Reason{Code: index.ReasonModelConfirmed}, "The name, also a rare word; confirmed by the language model. Against: without a capital", false},
		{Answer{true, "a tool"}, index.NewReason(index.ReasonModelConfirmedBecause, "a tool"), "The name, also a rare word; confirmed by the language model: a tool. Against: without a capital", false},
		{Answer{false, ""}, index.Reason{Code: index.ReasonModelRejected, Against: true}, "The name, also a rare word. Against: without a capital; rejected by the language model", true},
		{Answer{false, "a bird"}, index.Reason{Code: index.ReasonModelRejectedBecause, Params: map[string]string{"reason": "a bird"}, Against: true}, "The name, also a rare word. Against: without a capital; rejected by the language model: a bird", true},
	} {
		hit := index.Hit{Reason: "x", Reasons: []index.Reason{found, against}, Unsure: true}
		got := Apply(hit, c.answer)
		if got.Unsure != c.unsure || got.Reason != c.text || len(got.Reasons) != 3 || !got.Reasons[2].Equal(c.want) {
			t.Errorf("%+v: %+v", c.answer, got)
		}
		if len(hit.Reasons) != 2 || hit.Reason != "x" {
			t.Errorf("%+v changed the hit that was asked about: %+v", c.answer, hit)
		}
	}
}

func TestReasonsOfTheModelAreOneShortLine(t *testing.T) {
	for in, want := range map[string]string{
		"fine": "fine", " a\n b\t c\r\n": "a b c", "\x00\x1b[31mred": "[31mred", "\xffbad": "bad", strings.Repeat("é", 300): strings.Repeat("é", 200), "": "",
	} {
		if got := plain(in); got != want {
			t.Errorf("%.30q became %.30q, want %.30q", in, got, want)
		}
	}
}

// Whatever an endpoint answers, the hit stays as it is and the error says what was done.
func TestEndpointsThatFail(t *testing.T) {
	for _, c := range []struct {
		status     int
		body, want string
	}{
		{500, "", "the endpoint answered 500"},
		{429, "", "the endpoint answered 429"},
		{200, "", "reading the judge's answer"},
		{200, "<html>", "reading the judge's answer"},
		{200, `{"choices":[]}`, "it is empty"},
		{200, `{"choices":[{"message":{"content":"no"}}]}`, "reading the judge's verdict"},
		{200, strings.Repeat(" ", maxAnswer) + `{"choices":[{"message":{"content":"{\"brand\":true}"}}]}`, "reading the judge's answer"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		}))
		j, err := New(Options{Endpoint: server.URL + "/v1/", PerDay: 9, Client: http.DefaultClient, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := j.Ask(context.Background(), plume, unsure); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d %.30q: %v, want %q", c.status, c.body, err, c.want)
		}
		server.Close()
		if _, err := j.Ask(context.Background(), plume, unsure); err == nil || !strings.Contains(err.Error(), "asking the judge") {
			t.Errorf("a closed endpoint: %v", err)
		}
		if used := j.Usage().Used; used != 2 {
			t.Errorf("%d questions are counted", used)
		}
	}
}

func TestBudgetOfAnEarlierProcess(t *testing.T) {
	now := time.Date(2026, 11, 3, 23, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		usage Usage
		used  int
		err   error
	}{
		{"today's", Usage{"2026-11-03", 2}, 2, ErrBudget},
		{"more than is left", Usage{"2026-11-03", 9}, 9, ErrBudget},
		{"yesterday's", Usage{"2026-11-02", 9}, 9, nil},
		{"none", Usage{}, 0, nil},
	} {
		server := httptest.NewServer(http.NotFoundHandler())
		j, err := New(Options{Endpoint: server.URL, PerDay: 2, Client: http.DefaultClient, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		j.Resume(c.usage)
		if used := j.Usage().Used; used != c.used {
			t.Errorf("%s: %d are counted, want %d", c.name, used, c.used)
		}
		if _, err := j.Ask(context.Background(), plume, unsure); errors.Is(err, ErrBudget) != (c.err != nil) {
			t.Errorf("%s: %v", c.name, err)
		}
		server.Close()
	}
	if _, err := New(Options{Endpoint: "https://models.example"}); err == nil {
		t.Error("a judge without a client was made")
	}
}
