package slack

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
)

// verdict is the meaning of one of Slack's error strings.
type verdict struct {
	reason alerts.Reason
	final  bool
	text   string // its code is slack_ and the error string
}

// verdicts by the body of the answer: Slack documents the strings, but not every status.
var verdicts = map[string]verdict{
	"invalid_payload":       {alerts.Rejected, true, "Slack can't read the message"},
	"invalid_blocks":        {alerts.Rejected, true, "Slack refuses the message's blocks"},
	"invalid_blocks_format": {alerts.Rejected, true, "Slack refuses the message's blocks"},
	"msg_blocks_too_long":   {alerts.Rejected, true, "the message is longer than Slack takes"},
	"no_text":               {alerts.Rejected, true, "Slack received an empty message"},
	"too_many_attachments":  {alerts.Rejected, true, "the message has more parts than Slack takes"},
	"user_not_found":        {alerts.Rejected, true, "the person that the webhook writes to is not in the workspace"},

	"action_prohibited":                 {alerts.Auth, true, "an admin of the Slack workspace has restricted what this webhook may post"},
	"invalid_token":                     {alerts.Auth, true, "Slack no longer accepts the webhook: create a new one and enter its URL"},
	"posting_to_general_channel_denied": {alerts.Auth, true, "an admin of the Slack workspace restricts who may post to this channel: choose another one for the webhook"},

	"no_service":          {alerts.GoneAway, true, "the webhook no longer exists: make a new one in Slack and enter its URL"},
	"no_service_id":       {alerts.GoneAway, true, "the webhook no longer exists: make a new one in Slack and enter its URL"},
	"no_active_hooks":     {alerts.GoneAway, true, "the webhook was switched off in Slack"},
	"no_team":             {alerts.GoneAway, true, "the Slack workspace no longer exists"},
	"team_disabled":       {alerts.GoneAway, true, "the Slack workspace was switched off"},
	"channel_not_found":   {alerts.GoneAway, true, "the Slack channel no longer exists"},
	"channel_is_archived": {alerts.GoneAway, true, "the Slack channel is archived"},

	"rollup_error": {alerts.Server, false, "Slack reports an error of its own"},
}

// codes returns the codes of this package: see [alerts.Spec].
func codes() alerts.Codes {
	c := alerts.Codes{
		Failures: []string{"slack_not_ok"},
		Fields:   []string{"slack_token", "slack_not_url", "slack_not_https", "slack_workflow", "slack_incomplete", "slack_page"},
	}
	for word := range verdicts {
		c.Failures = append(c.Failures, "slack_"+word)
	}
	return c
}

// judge returns what an answer means. Only 200 with the body "ok" is a success.
func judge(a post.Answer) *alerts.SendError {
	word := strings.TrimSpace(a.Text)
	if a.Status == http.StatusOK && word == "ok" {
		return nil
	}
	if v, known := verdicts[word]; known {
		return &alerts.SendError{
			Reason: v.reason, Code: "slack_" + word, Status: a.Status, Final: v.final, RetryAfter: a.RetryAfter, Err: fmt.Errorf("%s (%s)", v.text, word),
		}
	}
	if failure := post.ByStatus(a); failure != nil {
		return failure
	}
	return &alerts.SendError{Reason: alerts.Rejected, Code: "slack_not_ok", Status: a.Status, Err: errors.New("the answer of Slack is not ok: is the address that of an incoming webhook?")}
}
