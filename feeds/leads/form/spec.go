package form

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of forms of any origin.
const Type feeds.LeadType = "form"

// How a sender proves itself.
const (
	checkNone    = "none"
	checkBearer  = "bearer"
	checkWebhook = "webhook"
)

// Settings are the settings of a source. The first ones name the fields of the form.
type Settings struct {
	Answer  string `json:"answer,omitempty"`
	Person  string `json:"person,omitempty"`
	Note    string `json:"note,omitempty"`
	Landing string `json:"landing,omitempty"`
	Stage   string `json:"stage,omitempty"`
	Value   string `json:"value,omitempty"`
	Time    string `json:"time,omitempty"`
	Key     string `json:"id,omitempty"`

	Honeypot string `json:"honeypot,omitempty"`
	Check    string `json:"check,omitempty"`
	Redirect string `json:"redirect,omitempty"`
	Origins  string `json:"origins,omitempty"`
}

// Spec returns the spec of forms.
func Spec() feeds.LeadSpec {
	name := func(name, label, help string) feeds.Field {
		return feeds.Field{Name: name, Kind: feeds.FieldText, Label: label, Help: help}
	}
	return feeds.LeadSpec{
		Type: Type, Name: "Form", Summary: "Leads that a form on your site, or a form builder, sends.",
		Limits: "Files are not taken. A request may have 64 KB.",
		Fields: []feeds.Field{
			name("answer", "Field of the answer", "Name of the field with the answer to how they heard about you. Found by its name if it is empty."),
			name("person", "Field of the e-mail address", "Only a hash of the address is kept, unless you choose to keep it."),
			name("note", "Field of a note", ""),
			name("landing", "Field of the landing page", "Only its path and utm parameters are kept."),
			name("stage", "Field of the stage", ""),
			name("value", "Field of the value", ""),
			name("time", "Field of the time", "RFC 3339, or seconds since 1970. By default the time of the request."),
			name("id", "Field of the id", "What identifies the lead in your system."),
			name("honeypot", "Honeypot field", "A field that people don't see. Whoever fills it in is a program."),
			{Name: "check", Kind: feeds.FieldChoice, Label: "Proof of the sender", Default: checkNone, Help: "How the sender proves that a request is its own. The address alone is secret, but a form on a page shows it to everyone.",
				Choices: []feeds.Choice{{Value: checkNone, Label: "The address alone"}, {Value: checkBearer, Label: "Authorization: Bearer"}, {Value: checkWebhook, Label: "Standard Webhooks signature"}}},
			{Name: "secret", Kind: feeds.FieldSecret, Label: "Secret", Help: "The bearer token, or the signing secret that begins with whsec_."},
			{Name: "redirect", Kind: feeds.FieldURL, Label: "Page after sending", Example: "https://shop.example/thanks", Help: "Where the browser goes after a form was sent from a page."},
			{Name: "origins", Kind: feeds.FieldText, Label: "Sites with the form", Example: "https://shop.example, https://www.shop.example", Help: "Requests from pages of other sites are refused. Empty accepts all."},
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
	return s, nil
}

// origins returns the sites that a form may be on.
func (s Settings) origins() []string {
	var out []string
	for origin := range strings.SplitSeq(s.Origins, ",") {
		if origin = strings.TrimRight(strings.TrimSpace(origin), "/"); origin != "" {
			out = append(out, strings.ToLower(origin))
		}
	}
	return out
}

// FieldCodes returns the codes of what is wrong with a source.
func FieldCodes() []string { return []string{"form_secret", "form_origin"} }

func check(src feeds.LeadSource) error {
	s, err := settings(src)
	if err != nil {
		return err
	}
	secret := src.Secrets["secret"].Reveal()
	if s.Check == checkBearer && len(secret) < 16 {
		return &feeds.FieldError{Field: "secret", Code: "form_secret", Reason: "The bearer token is needed, with at least 16 characters."}
	}
	if _, err := signingKey(secret); s.Check == checkWebhook && err != nil {
		return &feeds.FieldError{Field: "secret", Code: "form_secret", Reason: "The signing secret is needed: whsec_ and base64 of at least 16 bytes."}
	}
	for _, origin := range s.origins() {
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" || u.RawQuery != "" {
			return &feeds.FieldError{Field: "origins", Code: "form_origin", Reason: "Each site is written like https://shop.example, without a path."}
		}
	}
	return nil
}
