package webhook

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of webhook channels.
const Type alerts.ChannelType = "webhook"

// The fields of a webhook channel.
const (
	urlField    = "url"
	batchField  = "batch"
	secretField = "secret"
)

// maxBatched is the largest batch a channel may ask for: about a quarter of a megabyte.
const maxBatched = 100

func spec() alerts.Spec {
	return alerts.Spec{
		Type: Type, Name: "Webhook",
		Summary: "Posts each alert as signed JSON to your own address.",
		Limits:  "Your receiver may get a message twice. It has the same webhook-id both times.",
		Fields: []feeds.Field{
			{Name: urlField, Kind: feeds.FieldURL, Required: true, Label: "Address", Help: "Where messages are posted.", Example: "https://hooks.example/namedrop"},
			{Name: batchField, Kind: feeds.FieldNumber, Label: "Mentions in one request", Example: "20",
				Help: "Set this if your receiver accepts CloudEvents batches: a rule that gathers mentions then sends up to this many in one request. Without it each mention is a request of its own."},
			{Name: secretField, Kind: feeds.FieldSecret, Label: "Signing secret", Example: "whsec_…",
				Help: "Messages are signed with it. Leave it empty to have one created, which is shown once."},
		},
		Check:   check,
		Codes:   alerts.Codes{Fields: []string{"webhook_batch", "webhook_secret"}},
		Address: address,
		Most:    func(ch alerts.Channel) int { return ch.Number(batchField) },
		Signing: &alerts.Signing{Field: secretField, New: NewSecret, Join: join},
	}
}

func check(ch alerts.Channel) error {
	if n, ok := ch.Values()[batchField].(float64); ok && (n < 1 || n > maxBatched) {
		return &feeds.FieldError{
			Field: batchField, Code: "webhook_batch", Params: map[string]string{"max": strconv.Itoa(maxBatched)},
			Reason: fmt.Sprintf("%s must be from 1 to %d, or left out", batchField, maxBatched),
		}
	}
	if _, err := ParseSecret(ch.Secrets[secretField].Reveal()); err != nil {
		return &feeds.FieldError{
			Field: secretField, Code: "webhook_secret",
			Reason: err.Error() + ". Leave it out: a new channel gets a new one, and an existing channel keeps its own",
		}
	}
	return nil
}

// address returns the address without password and query, where tokens often are.
func address(ch alerts.Channel) string {
	u, err := url.Parse(ch.Text(urlField))
	if err != nil {
		return ""
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// Channel returns an active channel that posts to that address and signs with that secret.
func Channel(id, name, address, secret string) alerts.Channel {
	settings, err := json.Marshal(map[string]string{urlField: address})
	if err != nil {
		panic(err) // a map of strings is always JSON
	}
	return alerts.Channel{
		ID: id, Name: name, Type: Type, Settings: settings,
		Secrets: map[string]feeds.Secret{secretField: feeds.Secret(secret)}, Active: true,
	}
}
