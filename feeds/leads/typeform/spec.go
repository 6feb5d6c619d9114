package typeform

import (
	"encoding/json"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of forms of Typeform.
const Type feeds.LeadType = "typeform"

// Settings are the settings of a source: references of questions.
type Settings struct {
	Answer string `json:"answer,omitempty"`
	Person string `json:"person,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Spec returns the spec of Typeform.
func Spec() feeds.LeadSpec {
	return feeds.LeadSpec{
		Type: Type, Name: "Typeform", Summary: "Responses to a form of Typeform.",
		Limits: "Responses from before the webhook was switched on are not read: export them and import the file. The page that the visitor came from is known only if the form has hidden fields for it.",
		Fields: []feeds.Field{
			{Name: "secret", Kind: feeds.FieldSecret, Required: true, Label: "Secret", Help: "Choose one, and enter it in the settings of the webhook in Typeform too."},
			{Name: "answer", Kind: feeds.FieldText, Label: "Question of the answer", Example: "heard", Help: "Reference of the question how they heard about you. Found by its words if it is empty."},
			{Name: "person", Kind: feeds.FieldText, Label: "Question of the e-mail address", Help: "By default the first question that asks for one."},
			{Name: "note", Kind: feeds.FieldText, Label: "Question of a note"},
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

// FieldCodes returns the codes of what is wrong with a source.
func FieldCodes() []string { return []string{"typeform_secret"} }

func check(src feeds.LeadSource) error {
	if _, err := settings(src); err != nil {
		return err
	}
	if len(src.Secrets["secret"]) < 16 {
		return &feeds.FieldError{Field: "secret", Code: "typeform_secret", Reason: "The secret needs at least 16 characters."}
	}
	return nil
}
