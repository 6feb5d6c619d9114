package form

import (
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Receiver receives leads from forms. It implements [feeds.LeadReceiver].
type Receiver struct {
	now func() time.Time
}

// New returns a receiver.
func New(now func() time.Time) *Receiver { return &Receiver{now} }

// Names by which a field is found whose name isn't set, as [feeds.StageName] writes them.
var (
	answerNames  = []string{"answer", "how_did_you_hear_about_us", "how_did_you_hear", "heard_from", "heard_about_us", "how_did_you_find_us", "hoe_heb_je_ons_gevonden", "hoe_ken_je_ons"}
	personNames  = []string{"email", "e_mail", "email_address", "your_email", "mail", "e_mailadres", "emailadres"}
	noteNames    = []string{"note", "message", "comments", "bericht", "opmerking"}
	landingNames = []string{"landing_page", "landing", "page_url", "page", "url"}
	timeNames    = []string{"submitted_at", "created_at", "createdat", "timestamp"}
	keyNames     = []string{"submission_id", "response_id", "responseid", "submissionid"}
)

// Receive takes a request: see [feeds.LeadReceiver].
func (r *Receiver) Receive(_ context.Context, in feeds.LeadInbound) (feeds.Reply, feeds.LeadBatch, error) {
	s, err := settings(in.Source)
	if err != nil {
		return feeds.Reply{Status: http.StatusInternalServerError}, feeds.LeadBatch{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "leads_settings_unreadable", Reason: "The settings of the source of leads can't be read", Help: "Add it again.", Err: err}
	}
	reply := feeds.Reply{Status: http.StatusNoContent, Header: http.Header{}}
	origin := strings.ToLower(in.Header.Get("Origin"))
	if sites := s.origins(); origin != "" && len(sites) > 0 {
		if !slices.Contains(sites, origin) {
			reply.Status = http.StatusForbidden
			return reply, feeds.LeadBatch{}, rejected("leads_origin_refused", "The form was sent from a page of another site", errors.New("the origin is not one of the sites of the form"))
		}
		reply.Header.Set("Access-Control-Allow-Origin", in.Header.Get("Origin"))
		reply.Header.Set("Vary", "Origin")
	}
	switch in.Method {
	case http.MethodOptions:
		reply.Header.Set("Access-Control-Allow-Methods", http.MethodPost)
		reply.Header.Set("Access-Control-Allow-Headers", "Content-Type")
		return reply, feeds.LeadBatch{}, nil
	case http.MethodPost:
	default:
		reply.Status = http.StatusMethodNotAllowed
		reply.Header.Set("Allow", http.MethodPost)
		return reply, feeds.LeadBatch{}, nil
	}
	if err := proven(s.Check, in.Source.Secrets["secret"].Reveal(), in.Header, in.Body, r.now()); err != nil {
		reply.Status = http.StatusUnauthorized
		return reply, feeds.LeadBatch{}, rejected("leads_proof_refused", "A request doesn't prove that it comes from the form", err)
	}
	contentType := in.Header.Get("Content-Type")
	fields, err := fieldsOf(contentType, in.Body)
	if err != nil {
		reply.Status = http.StatusBadRequest
		return reply, feeds.LeadBatch{}, rejected("leads_form_unreadable", "A request of the form can't be read", err)
	}
	if s.Redirect != "" && !strings.Contains(contentType, "json") {
		reply.Status = http.StatusSeeOther
		reply.Header.Set("Location", s.Redirect)
	}
	if s.Honeypot != "" && value(fields, s.Honeypot) != "" {
		return reply, feeds.LeadBatch{}, nil
	}
	return reply, r.batch(s, in, fields), nil
}

func rejected(code, reason string, err error) error {
	f := &feeds.Fault{Kind: feeds.FaultRefused, Err: err}
	f.Explain(code, reason, "")
	return f
}

// value returns the values of a field, joined where it was sent several times. Names are compared as they are
// first, and then without case and punctuation.
func value(fields []field, names ...string) string {
	for _, same := range []func(a, b string) bool{
		func(a, b string) bool { return a == b },
		func(a, b string) bool { return feeds.StageName(a) == feeds.StageName(b) },
	} {
		for _, name := range names {
			var found []string
			for _, f := range fields {
				if same(f.name, name) && strings.TrimSpace(f.value) != "" && !slices.Contains(found, f.value) {
					found = append(found, f.value)
				}
			}
			if len(found) > 0 {
				return strings.Join(found, ", ")
			}
		}
	}
	return ""
}

// batch returns the lead of a request, or none if it holds neither an answer nor a person.
func (r *Receiver) batch(s Settings, in feeds.LeadInbound, fields []field) feeds.LeadBatch {
	get := func(set string, names []string) string {
		if set != "" {
			names = []string{set}
		}
		return value(fields, names...)
	}
	answer, person, note := get(s.Answer, answerNames), get(s.Person, personNames), get(s.Note, noteNames)
	hash := in.Source.Person(person)
	key := get(s.Key, keyNames)
	if s.Check == checkWebhook {
		key = "webhook " + in.Header.Get("Webhook-Id")
	}
	if answer == "" && hash == "" && note == "" && key == "" {
		return feeds.LeadBatch{Warnings: []feeds.Warning{feeds.Warn("form_request_empty", "A request held no answer, no e-mail address and no note. Check the names of the fields.")}}
	}
	at := moment(get(s.Time, timeNames), r.now())
	if key == "" || strings.Contains(key, "@") {
		key = feeds.ID("form", at.Format(time.DateOnly), hash, answer, note)
	}
	l := in.Source.Lead(key, at)
	in.Source.SetPerson(&l, person)
	l.SetTexts(answer, note)
	l.Landing = feeds.LandingPage(get(s.Landing, landingNames))
	if l.Stage = "lead"; s.Stage != "" {
		l.Stage = feeds.StageName(value(fields, s.Stage))
	}
	if s.Value != "" {
		if v, err := strconv.ParseFloat(strings.TrimSpace(value(fields, s.Value)), 64); err == nil && !math.IsInf(v, 0) && !math.IsNaN(v) {
			l.Value = &v
		}
	}
	l.Test = l.Test || feeds.StageName(answer) == "test"
	batch := feeds.LeadBatch{Leads: []feeds.Lead{l}}
	if l.Cut {
		batch.Warnings = []feeds.Warning{feeds.Warn("lead_text_cut", "An answer or a note was cut, since it is too long.")}
	}
	return batch
}

// moment reads a time. What can't be read, and what lies in the future, is now.
func moment(text string, now time.Time) time.Time {
	now = now.UTC()
	text = strings.TrimSpace(text)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n <= 0 {
			return now
		}
		if n > 1e11 { // milliseconds
			n /= 1000
		}
		at = time.Unix(n, 0)
	}
	if at = at.UTC(); at.After(now) || at.Year() < 2000 {
		return now
	}
	return at
}
