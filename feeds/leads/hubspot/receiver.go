package hubspot

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

const (
	maxNotice = 1 << 20
	maxEvents = 1000 // HubSpot sends up to 100
	tolerance = 5 * time.Minute
)

// event is the part of a notice that is read.
type event struct {
	Type   string      `json:"subscriptionType"`
	Object json.Number `json:"objectId"`
}

// Receive takes HubSpot's notices: see [feeds.LeadReceiver]. A notice holds an id and at most one property,
// so that the contact has to be read. HubSpot repeats what isn't answered with 2xx within five seconds.
func (r *Reader) Receive(_ context.Context, in feeds.LeadInbound) (feeds.Reply, feeds.LeadBatch, error) {
	if in.Method != http.MethodPost {
		return feeds.Reply{Status: http.StatusMethodNotAllowed, Header: http.Header{"Allow": {http.MethodPost}}}, feeds.LeadBatch{}, nil
	}
	if err := r.signed(in); err != nil {
		return feeds.Reply{Status: http.StatusUnauthorized}, feeds.LeadBatch{}, rejected("leads_signature_refused", "A notice is not signed by HubSpot, or was meant for another address", err)
	}
	var events []event
	if err := json.Unmarshal(in.Body, &events); err != nil || len(events) > maxEvents {
		return feeds.Reply{Status: http.StatusBadRequest}, feeds.LeadBatch{}, rejected("leads_notice_unreadable", "A notice of HubSpot can't be read", errors.Join(err, fmt.Errorf("%d events", len(events))))
	}
	var batch feeds.LeadBatch
	for _, e := range events {
		switch {
		case e.Type == "contact.privacyDeletion":
			if e.Object != "" {
				batch.Gone = append(batch.Gone, e.Object.String())
			}
		case strings.HasPrefix(e.Type, "contact."):
			batch.Wake = true
		}
	}
	return feeds.Reply{Status: http.StatusNoContent}, batch, nil
}

func rejected(code, reason string, err error) error {
	f := &feeds.Fault{Kind: feeds.FaultRefused, Err: err}
	f.Explain(code, reason, "")
	return f
}

// signed checks HubSpot's signature of version 3. The older ones have no time and are not accepted.
func (r *Reader) signed(in feeds.LeadInbound) error {
	secret := in.Source.Secrets["client_secret"].Reveal()
	stamp := in.Header.Get("X-HubSpot-Request-Timestamp")
	at, err := strconv.ParseInt(stamp, 10, 64)
	switch {
	case secret == "":
		return errors.New("the source has no client secret")
	case len(in.Body) > maxNotice:
		return fmt.Errorf("the notice has %d bytes, more than %d", len(in.Body), maxNotice)
	case err != nil:
		return errors.New("the notice has no time")
	}
	if age := r.now().Sub(time.UnixMilli(at)); age > tolerance || age < -tolerance {
		return errors.New("the notice is older than five minutes, or of the future")
	}
	given, err := base64.StdEncoding.DecodeString(in.Header.Get("X-HubSpot-Signature-v3"))
	if err != nil || !hmac.Equal(given, signature(secret, in.Method, in.URL, in.Body, stamp)) {
		return errors.New("the signature doesn't fit the notice")
	}
	return nil
}

// signature returns the signature of version 3.
func signature(secret, method, address string, body []byte, stamp string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprint(mac, method, unescaped.Replace(address))
	mac.Write(body)
	fmt.Fprint(mac, stamp)
	return mac.Sum(nil)
}

// unescaped writes the characters of an address as HubSpot signs them.
var unescaped = func() *strings.Replacer {
	var pairs []string
	for _, r := range ":/?@!$'()*,;" {
		code := fmt.Sprintf("%%%02X", r)
		pairs = append(pairs, code, string(r), strings.ToLower(code), string(r))
	}
	return strings.NewReplacer(pairs...)
}()
