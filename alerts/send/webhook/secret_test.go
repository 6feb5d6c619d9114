package webhook_test

import (
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/feeds"
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

func TestChecksSayWhatIsWrong(t *testing.T) {
	const hook = `{"url":"https://hooks.larkspur.example/in?k=1"}`
	for _, tt := range []struct{ settings, secret, want string }{
		{hook, secret, ""},
		{`{"url":"https://x.example","batch":20}`, secret, ""},
		{"", secret, "url is missing: where messages are posted"},
		{`{"url":"hooks.larkspur.example"}`, secret, "url must be a web address that starts with https:// or http://"},
		{`{"url":"ftp://larkspur.example"}`, secret, "url must be a web address that starts with https:// or http://"},
		{`{"url":"https:///path"}`, secret, "url has no host name"},
		{`{"url":7}`, secret, "url must be text"},
		{`{"url":"https://x.example","batch":"many"}`, secret, "batch must be a whole number"},
		{`{"url":"https://x.example","batch":0}`, secret, "batch must be from 1 to 100, or left out"},
		{`{"url":"https://x.example","batch":1.5}`, secret, "batch must be a whole number"},
		{`{"url":"https://x.example","colour":"red"}`, secret, "a channel of type webhook has no setting colour. Its settings are: url, batch"},
		{`{"url":"https://x.example","secret":"whsec_x"}`, secret, "secret is a secret: put it under secrets, where it is never shown"},
		{`["url"]`, secret, "the settings are not a JSON object"},
		{hook, "", "the webhook has no secret. Leave it out: a new channel gets a new one, and an existing channel keeps its own"},
		{hook, "whsec_c2hvcnQ=", "the webhook secret has 5 bytes; it needs 24 to 64. Leave it out: a new channel gets a new one, and an existing channel keeps its own"},
		{hook, "whsec_%%", "the webhook secret is not base64 (whsec_…). Leave it out: a new channel gets a new one, and an existing channel keeps its own"},
	} {
		ch := alerts.Channel{Type: webhook.Type, Settings: json.RawMessage(tt.settings), Secrets: map[string]feeds.Secret{"secret": feeds.Secret(tt.secret)}}
		if got := message(webhook.New(nil).Validate(ch)); got != tt.want {
			t.Errorf("%s, %q: %q, want %q", tt.settings, tt.secret, got, tt.want)
		}
	}
	ch := webhook.Channel("c", "Hook", "https://x.example", secret)
	ch.Secrets["other"] = "x"
	if got := message(webhook.New(nil).Validate(ch)); got != "a channel of type webhook has no secret other. Its secrets are: secret" {
		t.Error(got)
	}
}

func TestAnAddressIsShownWithoutPasswordAndQuery(t *testing.T) {
	ch := webhook.Channel("c", "Hook", "https://me:pass@hooks.example/in?token=abc#x", secret)
	if got := webhook.New(nil).Address(ch); got != "https://hooks.example/in" {
		t.Error(got)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
