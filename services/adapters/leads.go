package adapters

import (
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/api"
	"github.com/namedrop/namedrop/feeds/leads/csv"
	"github.com/namedrop/namedrop/feeds/leads/form"
	"github.com/namedrop/namedrop/feeds/leads/hubspot"
	"github.com/namedrop/namedrop/feeds/leads/typeform"
)

// LeadsLine is an entry in the list of systems that leads come from: the adapter's spec and its
// constructor. Make returns a value that implements at least one of feeds.LeadReader,
// feeds.LeadReceiver and feeds.LeadFile. It is nil for leads that programs send to our API.
type LeadsLine struct {
	feeds.LeadSpec
	Make func(Env) (any, error)
}

// Leads lists every system that leads come from. A new one is a line here.
func Leads() []LeadsLine {
	return []LeadsLine{
		{csv.Spec(), func(e Env) (any, error) { return csv.New(e.Now), nil }},
		{hubspot.Spec(), func(e Env) (any, error) {
			return hubspot.New(hubspot.Options{Transport: e.Transport, UserAgent: e.UserAgent, Now: e.Now})
		}},
		{typeform.Spec(), func(e Env) (any, error) { return typeform.New(e.Now), nil }},
		{form.Spec(), func(e Env) (any, error) { return form.New(e.Now), nil }},
		{api.Spec(), nil},
	}
}

// BuildLeads returns the adapters of the entries, in order.
func BuildLeads(lines []LeadsLine, env Env) ([]feeds.LeadAdapter, error) {
	out := make([]feeds.LeadAdapter, 0, len(lines))
	seen := map[feeds.LeadType]bool{}
	for _, l := range lines {
		if l.Type == "" || seen[l.Type] {
			return nil, fmt.Errorf("adapters: the type of leads %q is empty or listed twice", l.Type)
		}
		seen[l.Type] = true
		a := feeds.LeadAdapter{LeadSpec: l.LeadSpec}
		if l.Make != nil {
			made, err := l.Make(env)
			if err != nil {
				return nil, fmt.Errorf("adapters: %w", err)
			}
			a.Reader, _ = made.(feeds.LeadReader)
			a.Receiver, _ = made.(feeds.LeadReceiver)
			a.File, _ = made.(feeds.LeadFile)
		}
		if a.Reader == nil && a.Receiver == nil && a.File == nil && !a.Pushed {
			return nil, fmt.Errorf("adapters: %s is not a LeadReader, LeadReceiver or LeadFile", l.Type)
		}
		out = append(out, a)
	}
	return out, nil
}
