package webhook_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/webhook"
)

func TestNewSecretCanBeReadBack(t *testing.T) {
	s, err := webhook.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := webhook.ParseSecret(s)
	if err != nil || !strings.HasPrefix(s, "whsec_") || len(keys) != 1 || len(keys[0]) != 32 {
		t.Errorf("%s: %d keys, %v", s, len(keys), err)
	}
	if _, err := webhook.NewSecret(strings.NewReader("short")); err == nil {
		t.Error("a secret was made of too little randomness")
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct{ url, secret, want string }{
		{"https://hooks.larkspur.example/in?k=1", secret, ""},
		{"", secret, "the webhook has no URL"},
		{"hooks.larkspur.example", secret, `the webhook's URL starts with ""; it needs https:// or http://`},
		{"ftp://larkspur.example", secret, `the webhook's URL starts with "ftp"; it needs https:// or http://`},
		{"https:///path", secret, "the webhook's URL names no host"},
		{"https://larkspur.example", "", "the webhook has no secret"},
		{"https://larkspur.example", "whsec_c2hvcnQ=", "the webhook secret has 5 bytes; it needs 24 to 64"},
		{"https://larkspur.example", "whsec_%%", "the webhook secret is not base64 (whsec_…)"},
	} {
		err := webhook.Check(alerts.Channel{URL: tt.url, Secret: tt.secret})
		if got := message(err); got != tt.want {
			t.Errorf("%q, %q: %q, want %q", tt.url, tt.secret, got, tt.want)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
