package feeds

import (
	"maps"
	"slices"
	"strings"
)

// Addable reports whether a person can add a source of this type. Types without fields are
// made by an import only.
func (s Spec) Addable() bool { return len(s.Fields) > 0 }

// Identity returns what two sources of this type have in common when they are the same; it
// is empty where that is their address.
func (s Spec) Identity(src Source) string {
	if s.Identify != nil {
		return s.Identify(src)
	}
	if src.URL != "" && src.Query == "" && len(src.Settings) == 0 {
		return ""
	}
	return strings.Join([]string{string(src.Type), src.Workspace, src.URL, src.Query, string(src.Settings)}, "\n")
}

// FieldError is returned when one field of a source, a channel or a feed of visits is wrong.
// Reason is English. Code and Params are the same for the desk to phrase in the user's
// language; services/api lists the codes.
type FieldError struct {
	Field  string
	Reason string // a sentence
	Code   string
	Params map[string]string
}

func (e *FieldError) Error() string { return e.Reason }

// Coded returns the code with its parameters. The field's name is one of them.
func (e *FieldError) Coded() (code string, params map[string]string) {
	params = maps.Clone(e.Params)
	if params == nil {
		params = map[string]string{}
	}
	params["name"] = e.Field
	if params["field"] == "" {
		params["field"] = e.Field
	}
	return e.Code, params
}

// Validate checks a source against the fields of its type, replaces its settings by a
// normalized form, and then calls the adapter's own Check. Errors are sentences for a person.
func (s Spec) Validate(src *Source) error {
	a := answers{url: src.URL, query: src.Query, secret: src.Secret.Reveal(), settings: src.Settings}
	if err := a.check(s.Name, s.Fields); err != nil {
		return err
	}
	src.URL, src.Query, src.Settings = a.url, a.query, a.settings
	if s.Check != nil {
		return s.Check(*src)
	}
	return nil
}

// Validate checks a feed of visits as [Spec.Validate] checks a source. An address that is left
// out is the default of its field.
func (s SampleSpec) Validate(f *SampleFeed) error {
	a := answers{url: f.URL, secret: f.Secret.Reveal(), settings: f.Settings}
	if err := a.completed(s.Name, s.Fields); err != nil {
		return err
	}
	f.URL, f.Settings = a.url, a.settings
	if s.Check != nil {
		return s.Check(*f)
	}
	return nil
}

// Validate checks a source of leads as [Spec.Validate] checks a source. An address that is left
// out is the default of its field, and empty secrets are removed.
func (s LeadSpec) Validate(src *LeadSource) error {
	a := answers{url: src.URL, secrets: map[string]string{}, settings: src.Settings}
	for name, secret := range src.Secrets {
		if secret != "" {
			a.secrets[name] = secret.Reveal()
		}
	}
	if err := a.completed(s.Name, s.Fields); err != nil {
		return err
	}
	src.URL, src.Settings = a.url, a.settings
	maps.DeleteFunc(src.Secrets, func(_ string, secret Secret) bool { return secret == "" })
	if s.Check != nil {
		return s.Check(*src)
	}
	return nil
}

// completed is check with an address that was left out replaced by the default of its field.
func (a *answers) completed(name string, fields []Field) error {
	a.url = strings.TrimSpace(a.url)
	if i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == URLField }); i >= 0 {
		if a.url == "" {
			a.url = fields[i].Default
		}
		if _, err := fields[i].value(a.url); err != nil {
			return err
		}
	}
	return a.check(name, fields)
}
