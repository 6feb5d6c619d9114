package podcast

import (
	"errors"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// ofFile words the fault of a file that a feed names. What helps with a source, for example another
// address or a password, can't be done about its files: the publisher names their addresses.
func ofFile(err error) error {
	f, ok := errors.AsType[*feeds.Fault](err)
	if !ok {
		return err
	}
	made := &feeds.Fault{Kind: f.Kind, Host: f.Host, Params: f.Params, RetryAfter: f.RetryAfter, Unsent: f.Unsent, Err: err}
	status := ""
	if s := fetch.AnswerOf(err).Status; s > 0 {
		status = fmt.Sprintf(" (%d)", s)
	}
	const help = "Tell the publisher. Until then, the episode is searched by its title and notes."
	switch {
	case f.Code == "not_found", f.Code == "gone", f.Code == "host_unknown":
		made.Explain("file_missing", fmt.Sprintf("The feed names a file that %s doesn't have%s", f.Host, status), help)
	case f.Code == "password_needed":
		made.Explain("file_behind_password", fmt.Sprintf("%s asks for a password for the file%s", f.Host, status),
			"The password of the feed is sent to the feed's own host only. "+help)
	case f.Kind == feeds.FaultBlocked:
		made.Explain("file_refused", fmt.Sprintf("%s doesn't give the file to Namedrop%s", f.Host, status), help)
	case f.Code == "answer_too_large":
		made.Explain("file_too_large", fmt.Sprintf("%s sends a file that is larger than Namedrop's limit", f.Host), help)
	case strings.HasPrefix(f.Code, "redirect_"), strings.HasPrefix(f.Code, "address_"), f.Code == "https_unsupported":
		made.Explain("file_misdirected", fmt.Sprintf("The feed names an address at %s that leads to no file", f.Host), help)
	default:
		return err
	}
	return made
}
