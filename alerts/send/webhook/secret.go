package webhook

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

const (
	secretPrefix = "whsec_"
	secretLength = 32 // bytes of a new secret
	// The specification's bounds for a secret.
	minSecret = 24
	maxSecret = 64
)

// NewSecret returns a new secret, made from a source of randomness (crypto/rand.Reader).
func NewSecret(random io.Reader) (string, error) {
	key := make([]byte, secretLength)
	if _, err := io.ReadFull(random, key); err != nil {
		return "", fmt.Errorf("making a webhook secret: %w", err)
	}
	return secretPrefix + base64.StdEncoding.EncodeToString(key), nil
}

// join returns the fresh secret followed by the newest of the old ones. Messages are signed with both
// until the next replacement, so that the receiver accepts them before and after it learns the fresh
// one.
func join(fresh string, before feeds.Secret) feeds.Secret {
	if old := strings.Fields(before.Reveal()); len(old) > 0 {
		return feeds.Secret(fresh + " " + old[0])
	}
	return feeds.Secret(fresh)
}

// ParseSecret returns the keys of a channel. While a secret is being replaced there are two, separated
// by a space, and messages have a signature for each.
func ParseSecret(secret string) ([][]byte, error) {
	var keys [][]byte
	for _, s := range strings.Fields(secret) {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(s, secretPrefix))
		if err != nil {
			// The decoder's error is left out, since it may quote the secret.
			return nil, errors.New("the webhook secret is not base64 (whsec_…)")
		}
		if len(key) < minSecret || len(key) > maxSecret {
			return nil, fmt.Errorf("the webhook secret has %d bytes; it needs %d to %d", len(key), minSecret, maxSecret)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("the webhook has no secret")
	}
	return keys, nil
}
