package hubspot

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/namedrop/namedrop/feeds"
)

// contacts are the paths of contacts, as searches.
var contacts = []string{"/crm/objects/2026-09/contacts/", "/crm/v3/objects/contacts/"}

// Writes reports whether a property to write to is named.
func (r *Reader) Writes(src feeds.LeadSource) bool {
	s, err := settings(src)
	return err == nil && s.WriteTo != ""
}

// Write writes to a property of each contact which mention it means. A contact that is gone is done. At the
// first refusal it ends: the next would be refused too.
func (r *Reader) Write(ctx context.Context, src feeds.LeadSource, leads []feeds.LeadMeaning) (done int, warnings []feeds.Warning) {
	s, err := settings(src)
	if err != nil {
		return 0, nil // the read before has said so
	}
	p := pull{Reader: r, src: src, settings: s}
	for i, l := range leads {
		if err := p.writeOne(ctx, l); err != nil {
			return i, []feeds.Warning{unwritten(err, s.WriteTo)}
		}
	}
	return len(leads), nil
}

func (p *pull) writeOne(ctx context.Context, l feeds.LeadMeaning) error {
	body := map[string]any{"properties": map[string]string{p.settings.WriteTo: l.Text}}
	for p.version = 0; ; p.version++ {
		var answer json.RawMessage
		_, err := p.ask(ctx, http.MethodPatch, contacts[p.version]+url.PathEscape(l.Key), body, &answer)
		switch gone := feeds.FaultOf(err) == feeds.FaultAbsent; {
		case gone && p.version+1 < len(contacts):
		case gone:
			return nil
		default:
			return err
		}
	}
}

// unwritten says why nothing more was written.
func unwritten(err error, to string) feeds.Warning {
	var f *feeds.Fault
	switch {
	case feeds.FaultOf(err) == feeds.FaultCredentials:
		return feeds.Warn("hubspot_write_forbidden", "Which mention contacts mean is not written: the access token may not change contacts. Give the app the scope crm.objects.contacts.write.")
	case errors.As(err, &f) && f.Code == "leads_request_refused":
		return feeds.Warn("hubspot_write_refused", "Which mention contacts mean is not written: HubSpot doesn't accept the property {property}. Make it a text property of contacts.", "property", to)
	}
	return feeds.Warn("hubspot_write_later", "Which mention contacts mean could not be written now. It is tried again at the next read.")
}
