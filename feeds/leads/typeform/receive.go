package typeform

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

const maxBody = 1 << 20

// Receiver receives responses. It implements [feeds.LeadReceiver].
type Receiver struct {
	now func() time.Time
}

// New returns a receiver.
func New(now func() time.Time) *Receiver { return &Receiver{now} }

// Receive takes a request of Typeform's webhook: see [feeds.LeadReceiver].
func (r *Receiver) Receive(_ context.Context, in feeds.LeadInbound) (feeds.Reply, feeds.LeadBatch, error) {
	if in.Method != http.MethodPost {
		return feeds.Reply{Status: http.StatusMethodNotAllowed, Header: http.Header{"Allow": {http.MethodPost}}}, feeds.LeadBatch{}, nil
	}
	s, err := settings(in.Source)
	if err != nil {
		return feeds.Reply{Status: http.StatusInternalServerError}, feeds.LeadBatch{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "leads_settings_unreadable", Reason: "The settings of the source of leads can't be read", Help: "Add it again.", Err: err}
	}
	if err := signed(in); err != nil {
		return feeds.Reply{Status: http.StatusUnauthorized}, feeds.LeadBatch{}, rejected("leads_typeform_unsigned", "A response is not signed with the secret of this form", "Enter the same secret in the settings of the webhook in Typeform.", err)
	}
	n, err := parse(in.Body)
	if err != nil {
		return feeds.Reply{Status: http.StatusBadRequest}, feeds.LeadBatch{}, rejected("leads_response_unreadable", "A response of Typeform can't be read", "", err)
	}
	if n.Type != "form_response" {
		return feeds.Reply{Status: http.StatusNoContent}, feeds.LeadBatch{}, nil
	}
	return feeds.Reply{Status: http.StatusNoContent}, r.batch(in.Source, s, n.Response), nil
}

func rejected(code, reason, help string, err error) error {
	f := &feeds.Fault{Kind: feeds.FaultRefused, Err: err}
	f.Explain(code, reason, help)
	return f
}

func signed(in feeds.LeadInbound) error {
	secret := in.Source.Secrets["secret"].Reveal()
	text, ok := strings.CutPrefix(in.Header.Get("Typeform-Signature"), "sha256=")
	given, err := base64.StdEncoding.DecodeString(text)
	switch {
	case secret == "":
		return errors.New("the source has no secret")
	case len(in.Body) > maxBody:
		return fmt.Errorf("the response has %d bytes, more than %d", len(in.Body), maxBody)
	case !ok || err != nil:
		return errors.New("the response has no signature")
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(in.Body)
	if !hmac.Equal(given, mac.Sum(nil)) {
		return errors.New("the signature doesn't fit the response")
	}
	return nil
}

// batch returns the lead of a response.
func (r *Receiver) batch(src feeds.LeadSource, s Settings, res response) feeds.LeadBatch {
	at := r.now()
	if sent, err := time.Parse(time.RFC3339, res.Submitted); err == nil && sent.Before(at) {
		at = sent
	}
	l := src.Lead(res.Token, at)
	l.Stage = "lead"
	src.SetPerson(&l, res.answer(s.Person, func(q question, a answer) bool { return a.Type == "email" || q.Type == "email" }))
	answer := res.answer(s.Answer, func(q question, _ answer) bool { return asksHow(q.Title) })
	note := ""
	if s.Note != "" {
		note = res.answer(s.Note, nil)
	}
	l.SetTexts(answer, note)
	l.Landing = feeds.LandingPage(res.landing())
	batch := feeds.LeadBatch{Leads: []feeds.Lead{l}}
	if l.Cut {
		batch.Warnings = append(batch.Warnings, feeds.Warn("lead_text_cut", "An answer or a note was cut, since it is too long."))
	}
	if answer == "" && s.Answer == "" {
		batch.Warnings = append(batch.Warnings, feeds.Warn("typeform_unanswered", "A response has no answer to how they heard about you. Name the question by its reference."))
	}
	return batch
}
