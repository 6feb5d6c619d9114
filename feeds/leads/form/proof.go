package form

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// tolerance is how old, or how far in the future, a signed request may be.
const tolerance = 5 * time.Minute

// proven returns an error unless a request proves that its sender has the secret.
func proven(how, secret string, h http.Header, body []byte, now time.Time) error {
	switch how {
	case "", checkNone:
		return nil
	case checkBearer:
		given, ok := strings.CutPrefix(h.Get("Authorization"), "Bearer ")
		if !ok || secret == "" || subtle.ConstantTimeCompare([]byte(given), []byte(secret)) != 1 {
			return errors.New("the bearer token is not the one of this form")
		}
		return nil
	case checkWebhook:
		return signed(secret, h, body, now)
	}
	return fmt.Errorf("%q is not a way to check a sender", how)
}

// signingKey returns the key in a secret of Standard Webhooks.
func signingKey(secret string) ([]byte, error) {
	text, ok := strings.CutPrefix(secret, "whsec_")
	key, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(key) < 16 {
		return nil, errors.New("the signing secret can't be read")
	}
	return key, nil
}

// signed checks a signature by the rules of Standard Webhooks: one of several may match.
func signed(secret string, h http.Header, body []byte, now time.Time) error {
	key, err := signingKey(secret)
	if err != nil {
		return err
	}
	id, stamp := h.Get("Webhook-Id"), h.Get("Webhook-Timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || id == "" {
		return errors.New("the request is not signed")
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return errors.New("the signature is older than five minutes, or of the future")
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.", id, stamp)
	mac.Write(body)
	want := mac.Sum(nil)
	for _, s := range strings.Fields(h.Get("Webhook-Signature")) {
		text, ok := strings.CutPrefix(s, "v1,")
		given, err := base64.StdEncoding.DecodeString(text)
		if ok && err == nil && hmac.Equal(given, want) {
			return nil
		}
	}
	return errors.New("the signature doesn't fit the request")
}
