package api

import (
	"math"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of sources whose leads programs send.
const Type feeds.LeadType = "api"

// Spec returns the spec of leads that programs send.
func Spec() feeds.LeadSpec {
	return feeds.LeadSpec{
		Type: Type, Name: "API", Summary: "Leads that a program of yours sends with a token.", Pushed: true,
		Limits: "Nothing is read by itself: what your program doesn't send is not known.",
	}
}

// Lead is a lead as a program sends it.
type Lead struct {
	Key      string    `json:"key" minLength:"1" maxLength:"200" doc:"What identifies it in your system. The same key again replaces the lead. Not an address of a person."`
	Time     time.Time `json:"time,omitzero" doc:"When they showed interest; now if it is left out."`
	Stage    string    `json:"stage,omitempty" maxLength:"200" doc:"Such as customer; lead by default."`
	Value    *float64  `json:"value,omitempty" doc:"In your own currency."`
	Answer   string    `json:"answer,omitempty" maxLength:"200000" doc:"To how they heard about you. Cut at 4 KB."`
	Note     string    `json:"note,omitempty" maxLength:"200000" doc:"Of a salesperson. Cut at 4 KB."`
	Landing  string    `json:"landing,omitempty" maxLength:"4000" doc:"Page that they came in on. Its path and utm parameters are kept."`
	Email    string    `json:"email,omitempty" maxLength:"320" doc:"Only a hash of it is kept, unless the source keeps addresses."`
	Imported bool      `json:"imported,omitempty" doc:"Its time is that of an import into your system. It is not counted."`
	Test     bool      `json:"test,omitempty" doc:"It is shown, and not counted."`
}

// early is how far in the future a time may be, for clocks that are fast.
const early = 5 * time.Minute

// oldest is the first year of which a lead can be.
const oldest = 2000

// FieldCodes returns the codes of what is wrong with a lead.
func FieldCodes() []string {
	return []string{"lead_key_address", "lead_in_future", "lead_too_old", "lead_value"}
}

// Of returns the lead as a source has it. Errors are a [*feeds.FieldError].
func (l Lead) Of(src feeds.LeadSource, now time.Time) (feeds.Lead, error) {
	wrong := func(field, code, reason string) (feeds.Lead, error) {
		return feeds.Lead{}, &feeds.FieldError{Field: field, Code: code, Reason: reason}
	}
	key, at := strings.TrimSpace(l.Key), l.Time
	if at.IsZero() {
		at = now
	}
	switch {
	case key == "" || strings.Contains(key, "@"):
		return wrong("key", "lead_key_address", "The key is what identifies the lead in your system, and never an address of a person.")
	case at.After(now.Add(early)):
		return wrong("time", "lead_in_future", "The time is in the future.")
	case at.Year() < oldest:
		return wrong("time", "lead_too_old", "The time is before the year 2000.")
	case l.Value != nil && (math.IsNaN(*l.Value) || math.IsInf(*l.Value, 0)):
		return wrong("value", "lead_value", "The value is not a number.")
	}
	out := src.Lead(key, at)
	if out.Time.After(now) {
		out.Time = now.UTC()
	}
	src.SetPerson(&out, l.Email)
	out.SetTexts(l.Answer, l.Note)
	out.Landing, out.Value, out.Imported = feeds.LandingPage(l.Landing), l.Value, l.Imported
	if out.Stage = feeds.StageName(l.Stage); out.Stage == "" {
		out.Stage = "lead"
	}
	out.Test = out.Test || l.Test
	return out, nil
}
