// Package google signs in to Google's APIs with the key of a service account.
//
// The key is the JSON file that Google hands out. It signs a statement, which is exchanged for an access
// token of an hour. The address of that exchange comes from the configuration and not from the file, so that
// a file can't choose where the statement goes. The private key is sent nowhere.
package google

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/pull"
)

// TokenEndpoint returns the endpoint at which statements are exchanged for tokens.
func TokenEndpoint() feeds.Endpoint {
	return feeds.Endpoint{Name: "google_token", Default: "https://oauth2.googleapis.com/token", Help: "Where service accounts get their access tokens."}
}

const (
	maxTokens = 100 // that are remembered
	early     = 2 * time.Minute
)

// Auth gets and remembers access tokens.
type Auth struct {
	client *pull.Client
	tokens string // address of the exchange
	random io.Reader

	mu   sync.Mutex
	held map[[32]byte]token // by the hash of key and scope
}

type token struct {
	text string
	ends time.Time
}

// New returns an Auth that exchanges at an address.
func New(client *pull.Client, tokens string) *Auth {
	return &Auth{client: client, tokens: tokens, random: rand.Reader, held: map[[32]byte]token{}}
}

// key is the part of a key file that is used.
type key struct {
	Type  string `json:"type"`
	Email string `json:"client_email"`
	Key   string `json:"private_key"`
	ID    string `json:"private_key_id"`
}

// Token returns an access token for the scope. With renew set, one that is remembered is not used.
func (a *Auth) Token(ctx context.Context, file feeds.Secret, scope string, renew bool) (string, error) {
	id := sha256.Sum256([]byte(scope + "\x00" + file.Reveal()))
	now := a.client.Now()
	a.mu.Lock()
	t := a.held[id]
	a.mu.Unlock()
	if !renew && t.text != "" && now.Before(t.ends.Add(-early)) {
		return t.text, nil
	}
	statement, err := a.statement(file, scope, now)
	if err != nil {
		return "", &feeds.Fault{Kind: feeds.FaultCredentials, Code: "visits_key_unreadable", Reason: "The key is not the key file of a Google service account", Help: "Create a key of the type JSON for the service account, and give the feed the whole file.", Err: err}
	}
	form := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {statement}}
	answer, err := a.client.Do(ctx, http.MethodPost, a.tokens, []byte(form.Encode()), map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
	if err != nil {
		return "", err
	}
	if answer.Status != http.StatusOK {
		return "", refusal(answer)
	}
	var given struct {
		Token   string `json:"access_token"`
		Expires int    `json:"expires_in"`
	}
	if err := json.Unmarshal(answer.Body, &given); err != nil || given.Token == "" || strings.ContainsAny(given.Token, "\r\n") {
		answer.Body = nil // it may hold a token
		return "", answer.Unreadable(err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.held) >= maxTokens {
		clear(a.held)
	}
	a.held[id] = token{given.Token, now.Add(time.Duration(min(max(given.Expires, 0), 3600)) * time.Second)}
	return given.Token, nil
}

// refusal maps the answer of the exchange to a fault.
func refusal(a pull.Answer) error {
	var e struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal(a.Body, &e)
	switch {
	case e.Error == "invalid_grant":
		f := a.KeyRefused(nil)
		f.Explain("visits_google_refused", "Google doesn't accept the key of the service account", "It may have been deleted or disabled. If it wasn't, check this machine's clock: it must not be wrong by more than some minutes.")
		return f
	case a.Status == http.StatusBadRequest, a.Status == http.StatusUnauthorized, e.Error == "invalid_client":
		return a.KeyRefused(nil)
	}
	return a.Refused()
}

// statement returns the signed statement that the account asks for access.
func (a *Auth) statement(file feeds.Secret, scope string, now time.Time) (string, error) {
	var k key
	if err := json.Unmarshal([]byte(file.Reveal()), &k); err != nil {
		return "", errors.New("it is not JSON") // the error of encoding/json may quote the key
	}
	block, _ := pem.Decode([]byte(k.Key))
	if block == nil || k.Email == "" || k.Type != "" && k.Type != "service_account" {
		return "", errors.New("it has no private key or no client_email")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return "", errors.New("its private key can't be read")
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return "", errors.New("its private key is not an RSA key")
	}
	head, err := json.Marshal(map[string]string{"alg": "RS256", "typ": "JWT", "kid": k.ID})
	if err != nil {
		return "", fmt.Errorf("writing the statement: %w", err)
	}
	claims, err := json.Marshal(map[string]any{"iss": k.Email, "scope": scope, "aud": a.tokens, "iat": now.Unix(), "exp": now.Add(time.Hour).Unix()})
	if err != nil {
		return "", fmt.Errorf("writing the statement: %w", err)
	}
	text := base64.RawURLEncoding.EncodeToString(head) + "." + base64.RawURLEncoding.EncodeToString(claims)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(a.random, private, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("signing the statement: %w", err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// Failure is the error in an answer of Google's APIs.
type Failure struct {
	Status  string
	Message string
	Reasons []string
}

// FailureOf reads the error in an answer.
func FailureOf(a pull.Answer) (f Failure) {
	var body struct {
		Error struct {
			Status  string `json:"status"`
			Message string `json:"message"`
			Errors  []struct {
				Reason string `json:"reason"`
			} `json:"errors"`
			Details []struct {
				Reason string `json:"reason"`
			} `json:"details"`
		} `json:"error"`
	}
	_ = json.Unmarshal(a.Body, &body)
	f.Status, f.Message = body.Error.Status, body.Error.Message
	for _, e := range append(body.Error.Errors, body.Error.Details...) {
		f.Reasons = append(f.Reasons, e.Reason)
	}
	return f
}

// Forbidden maps an answer with the status 403 to a fault.
func Forbidden(a pull.Answer) error {
	f := FailureOf(a)
	for _, reason := range append(f.Reasons, f.Message) {
		switch {
		case reason == "SERVICE_DISABLED" || reason == "accessNotConfigured" || strings.Contains(reason, "has not been used in project"):
			return a.APIOff(nil)
		case reason == "quotaExceeded" || reason == "rateLimitExceeded" || reason == "userRateLimitExceeded" || reason == "dailyLimitExceeded":
			return a.Pause(nil, feeds.FaultQuota, 15*time.Minute)
		}
	}
	return a.NoAccess(nil)
}
