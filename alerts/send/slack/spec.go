package slack

import (
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/text"
	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of Slack channels.
const Type alerts.ChannelType = "slack"

// The fields of a Slack channel.
const (
	urlField      = "url"
	languageField = "language"
)

func spec() alerts.Spec {
	return alerts.Spec{
		Type: Type, Name: "Slack",
		Summary: "Posts alerts to a Slack channel, through an incoming webhook.",
		Limits:  "A message can't be changed after it was posted. If Slack's answer is lost, a message may arrive twice.",
		Fields: []feeds.Field{
			{Name: urlField, Kind: feeds.FieldSecret, Required: true, Label: "Webhook URL", Example: "https://hooks.slack.com/services/T…/B…/…",
				Help: "The URL of an incoming webhook, which Slack creates for one channel. It works like a password and is not shown again."},
			{Name: languageField, Kind: feeds.FieldChoice, Label: "Language", Default: text.English, Help: "The language of the messages.",
				Choices: []feeds.Choice{{Value: text.English, Label: "English"}, {Value: text.Dutch, Label: "Nederlands"}}},
		},
		Check:   check,
		Codes:   codes(),
		Address: address,
	}
}

// check checks the form of the address only. Other hosts are accepted, since Mattermost and others use
// the same format.
func check(ch alerts.Channel) error {
	raw := ch.Secrets[urlField].Reveal()
	if strings.HasPrefix(raw, "xox") || strings.HasPrefix(raw, "xapp-") {
		return wrong("slack_token", "that is a token; this needs the URL of an incoming webhook, https://hooks.slack.com/services/…")
	}
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || len(raw) > 2000 {
		return wrong("slack_not_url", "the webhook URL must be a web address like https://hooks.slack.com/services/…")
	}
	host := strings.ToLower(u.Hostname())
	switch {
	case host == "hooks.slack.com", host == "hooks.slack-gov.com":
		switch {
		case u.Scheme != "https":
			return wrong("slack_not_https", "the webhook URL must start with https://")
		case strings.HasPrefix(u.Path, "/workflows/"), strings.HasPrefix(u.Path, "/triggers/"):
			return wrong("slack_workflow", "that URL starts a workflow; this needs an incoming webhook, https://hooks.slack.com/services/…")
		case len(strings.Split(strings.Trim(u.Path, "/"), "/")) < 4:
			return wrong("slack_incomplete", "the webhook URL is incomplete; copy all of https://hooks.slack.com/services/T…/B…/…")
		}
	case host == "slack.com", strings.HasSuffix(host, ".slack.com"):
		return wrong("slack_page", "that is a page in Slack; this needs the URL of an incoming webhook, https://hooks.slack.com/services/…")
	}
	return nil
}

// wrong returns what is wrong with the address. It repeats no part of it.
func wrong(code, sentence string) error {
	return &feeds.FieldError{Field: urlField, Code: code, Reason: sentence}
}

// address returns the host. All the rest is secret.
func address(ch alerts.Channel) string {
	u, err := url.Parse(ch.Secrets[urlField].Reveal())
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Host + "/…"
}
