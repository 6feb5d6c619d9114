package webhook

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/namedrop/namedrop/alerts"
)

// Check says what is wrong with a channel before it is saved, in a sentence for the
// person who typed it.
func Check(ch alerts.Channel) error {
	if err := checkURL(ch.URL); err != nil {
		return err
	}
	_, err := ParseSecret(ch.Secret)
	return err
}

// errAddress repeats nothing of the address, which may hold a secret anywhere.
var errAddress = errors.New("the webhook's URL can't be read: enter it again")

func checkURL(raw string) error {
	if raw == "" {
		return errors.New("the webhook has no URL")
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return errAddress
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("the webhook's URL starts with %q; it needs https:// or http://", u.Scheme)
	case u.Hostname() == "":
		return errors.New("the webhook's URL names no host")
	}
	return nil
}
