package hubspot

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of sources in HubSpot.
const Type feeds.LeadType = "hubspot"

// Cloud is the address of HubSpot's API.
const Cloud = "https://api.hubapi.com"

// Settings are the settings of a source: names of properties of a contact.
type Settings struct {
	Answer  string `json:"answer,omitempty"`
	Note    string `json:"note,omitempty"`
	Value   string `json:"value,omitempty"`
	Landing string `json:"landing,omitempty"`
	WriteTo string `json:"write_to,omitempty"` // nothing is written if it is empty
}

// Spec returns the spec of HubSpot.
func Spec() feeds.LeadSpec {
	return feeds.LeadSpec{
		Type: Type, Name: "HubSpot", Summary: "The contacts of a HubSpot account.",
		Limits: "Deals and notes are not read. A contact that is deleted in HubSpot stays, unless HubSpot sends a notice of its deletion for privacy.",
		Fields: []feeds.Field{
			{Name: feeds.URLField, Kind: feeds.FieldURL, Label: "Address", Default: Cloud, Help: "Leave it as it is."},
			{Name: "token", Kind: feeds.FieldSecret, Required: true, Label: "Access token", Help: "Of a private app with the scopes crm.objects.contacts.read and crm.schemas.contacts.read."},
			{Name: "answer", Kind: feeds.FieldText, Label: "Property of the answer", Default: "how_did_you_hear_about_us", Help: "Internal name of the property with the answer to how they heard about you."},
			{Name: "note", Kind: feeds.FieldText, Label: "Property of the sales note", Help: "Internal name of a property in which salespeople write."},
			{Name: "value", Kind: feeds.FieldText, Label: "Property of the value", Example: "recent_deal_amount"},
			{Name: "landing", Kind: feeds.FieldText, Label: "Property of the first page", Default: "hs_analytics_first_url", Help: "Only its path and utm parameters are kept."},
			{Name: "write_to", Kind: feeds.FieldText, Label: "Property to write to", Example: "heard_on", Help: "Internal name of a text property of your own, into which the mention that a contact means is written. Empty: nothing is written. The app needs the scope crm.objects.contacts.write."},
			{Name: "client_secret", Kind: feeds.FieldSecret, Label: "Client secret", Help: "Of the app. Needed only for HubSpot's notices, which make changes appear at once."},
		},
		Check: check,
	}
}

func settings(src feeds.LeadSource) (s Settings, err error) {
	if len(src.Settings) > 0 {
		if err := json.Unmarshal(src.Settings, &s); err != nil {
			return s, fmt.Errorf("the settings can't be read: %w", err)
		}
	}
	if s.Answer == "" {
		s.Answer = "how_did_you_hear_about_us"
	}
	return s, nil
}

// FieldCodes returns the codes of what is wrong with a source.
func FieldCodes() []string {
	return []string{"hubspot_address", "hubspot_property", "hubspot_write_to"}
}

// property is the form of a property's internal name.
var property = regexp.MustCompile(`^[a-z][a-z0-9_]{0,99}$`)

func check(src feeds.LeadSource) error {
	s, err := settings(src)
	if err != nil {
		return err
	}
	for field, name := range map[string]string{"answer": s.Answer, "note": s.Note, "value": s.Value, "landing": s.Landing, "write_to": s.WriteTo} {
		if name != "" && !property.MatchString(name) {
			return &feeds.FieldError{Field: field, Code: "hubspot_property", Reason: "A property is named by its internal name, in lower-case letters, digits and _. HubSpot shows it in the property's details."}
		}
	}
	if w := s.WriteTo; w != "" && (strings.HasPrefix(w, "hs_") || slices.Contains([]string{s.Answer, s.Note, s.Value, s.Landing, "email", "firstname", "lastname", "phone", "company", "lifecyclestage", "createdate", "lastmodifieddate"}, w)) {
		return &feeds.FieldError{Field: "write_to", Code: "hubspot_write_to", Reason: "What stands in this property would be lost. Make a text property for it."}
	}
	u, err := url.Parse(src.URL)
	if err != nil || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return &feeds.FieldError{Field: feeds.URLField, Code: "hubspot_address", Reason: "The address is that of the API alone, without a token or a query in it."}
	}
	return nil
}
