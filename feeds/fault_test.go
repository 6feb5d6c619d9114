package feeds

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestFaultsSayWhatHappenedAndWhatHelps(t *testing.T) {
	for _, tt := range []struct {
		fault Fault
		want  string
	}{
		{Fault{Kind: FaultBlocked, Reason: "It refuses", Help: "Ask them."}, "It refuses. Ask them."},
		{Fault{Kind: FaultTransient, Reason: "It hung up"}, "It hung up. Namedrop tries again automatically."},
		{Fault{Kind: FaultQuota, Reason: "Today's quota is used up"}, "Today's quota is used up. Namedrop tries again automatically."},
		{Fault{Kind: FaultAbsent, Host: "a.example"}, "a.example could not be read (absent)."},
	} {
		if got := tt.fault.Error(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
		if got := Explain(fmt.Errorf("reading: %w", &tt.fault)); got != tt.want {
			t.Errorf("wrapped: %q", got)
		}
	}
	wrapped := fmt.Errorf("reading: %w", &Fault{Kind: FaultQuota, RetryAfter: time.Hour})
	if FaultOf(wrapped) != FaultQuota || RetryAfterOf(wrapped) != time.Hour || !Unsent(wrapped) {
		t.Error("a wrapped fault is not recognised")
	}
	if err := errors.New("odd"); FaultOf(err) != FaultTransient || Unsent(err) || Explain(err) != "odd" {
		t.Error("an unknown error is not transient")
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	src := Source{ID: "s", Secret: "pa55word"}
	account := Account{ID: "a", Secrets: map[string]Secret{"token": "pa55word"}}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", src.Secret, "source", src, "account", account)
	b, err := json.Marshal([]any{src, account, src.Secret})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{log.String(), string(b), fmt.Sprintf("%v %+v %#v %s", src, account, src, src.Secret)} {
		if strings.Contains(text, "pa55word") {
			t.Errorf("shown: %s", text)
		}
	}
	if src.Secret.Reveal() != "pa55word" {
		t.Error("lost")
	}
}

// Equal compares every field, also those that are added later.
func TestSourcesDifferInAnyField(t *testing.T) {
	for i := range reflect.TypeFor[Source]().NumField() {
		var a, b Source
		switch f := reflect.ValueOf(&b).Elem().Field(i); f.Kind() {
		case reflect.String:
			f.SetString("x")
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Slice:
			f.SetBytes([]byte(`{}`))
		}
		if a.Equal(b) {
			t.Errorf("%s makes no difference", reflect.TypeFor[Source]().Field(i).Name)
		}
	}
}
