package slack

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
)

// verdict is what one of Slack's error strings means.
type verdict struct {
	reason alerts.Reason
	final  bool
	text   string
}

// verdicts by the body of the answer: Slack documents the strings, not all the statuses.
var verdicts = map[string]verdict{
	"invalid_payload":       {alerts.Rejected, true, "Slack can't read the message"},
	"invalid_blocks":        {alerts.Rejected, true, "Slack refuses the message's blocks"},
	"invalid_blocks_format": {alerts.Rejected, true, "Slack refuses the message's blocks"},
	"msg_blocks_too_long":   {alerts.Rejected, true, "the message is longer than Slack takes"},
	"no_text":               {alerts.Rejected, true, "Slack says that the message is empty"},
	"too_many_attachments":  {alerts.Rejected, true, "the message has more parts than Slack takes"},
	"user_not_found":        {alerts.Rejected, true, "the person that the webhook writes to is not in the workspace"},

	"action_prohibited":                 {alerts.Auth, true, "an admin of the Slack workspace has restricted what this webhook may post"},
	"invalid_token":                     {alerts.Auth, true, "Slack doesn't accept the webhook any more: make a new one and enter its URL"},
	"posting_to_general_channel_denied": {alerts.Auth, true, "an admin of the Slack workspace restricts who may post to this channel: choose another one for the webhook"},

	"no_service":          {alerts.GoneAway, true, "the webhook no longer exists: make a new one in Slack and enter its URL"},
	"no_service_id":       {alerts.GoneAway, true, "the webhook no longer exists: make a new one in Slack and enter its URL"},
	"no_active_hooks":     {alerts.GoneAway, true, "the webhook was switched off in Slack"},
	"no_team":             {alerts.GoneAway, true, "the Slack workspace no longer exists"},
	"team_disabled":       {alerts.GoneAway, true, "the Slack workspace was switched off"},
	"channel_not_found":   {alerts.GoneAway, true, "the Slack channel no longer exists"},
	"channel_is_archived": {alerts.GoneAway, true, "the Slack channel is archived"},

	"rollup_error": {alerts.Server, false, "Slack reports an internal error"},
}

// judge says what an answer means; success is 200 with the body ok, and nothing else.
func judge(a post.Answer) *alerts.SendError {
	said := strings.TrimSpace(a.Text)
	if a.Status == http.StatusOK && said == "ok" {
		return nil
	}
	if v, known := verdicts[said]; known {
		return &alerts.SendError{
			Reason: v.reason, Status: a.Status, Final: v.final, RetryAfter: a.RetryAfter, Code: "slack_" + said, Err: fmt.Errorf("%s (%s)", v.text, said),
		}
	}
	if failure := post.ByStatus(a); failure != nil {
		return failure
	}
	return &alerts.SendError{Reason: alerts.Rejected, Status: a.Status, Code: "slack_not_ok", Err: errors.New("Slack's answer is not ok: is the address that of an incoming webhook?")}
}
