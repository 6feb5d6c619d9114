package feeds

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"time"
)

// Account is credentials that several sources share.
type Account struct {
	ID        string            `json:"id"`
	Workspace string            `json:"workspace,omitempty"`
	Type      string            `json:"type"`
	Name      string            `json:"name"`
	Settings  json.RawMessage   `json:"settings,omitempty"` // an object with a member per field
	Secrets   map[string]Secret `json:"-"`                  // by field, and what [Accounts].Update keeps beside them
	Expires   time.Time         `json:"expires,omitzero"`   // of the session that Update keeps
}

// Setting returns the text of a setting; empty if there is none.
func (a Account) Setting(name string) string {
	var all map[string]any
	if json.Unmarshal(a.Settings, &all) != nil {
		return ""
	}
	text, _ := all[name].(string)
	return text
}

// Number returns a setting that is a number; zero if there is none.
func (a Account) Number(name string) float64 {
	var all map[string]any
	if json.Unmarshal(a.Settings, &all) != nil {
		return 0
	}
	n, _ := all[name].(float64)
	return n
}

// Accounts stores credentials and counts what is spent of budgets.
type Accounts interface {
	// Get returns an account. Errors are a [*Fault]; that of an account that was deleted has the kind
	// [FaultCredentials].
	Get(ctx context.Context, id string) (Account, error)
	// Update changes an account under a lock, which no other process gets meanwhile: refreshed tokens, sessions.
	// What a person changed in between is kept, and change is lost: the caller tries again.
	Update(ctx context.Context, id string, change func(*Account) error) error
	// Spend takes n from a budget. Call it before the request that costs it. Where the budget is used up it
	// returns a [*Fault] of kind [FaultQuota]. A negative n gives back what a request did not cost.
	Spend(ctx context.Context, id, unit string, n int64) error
}

// AccountSpec describes a type of credentials. The API, the command line and the desk's forms are made from it.
type AccountSpec struct {
	Type    string // what [Spec].Account names
	Name    string
	Summary string
	Fields  []Field // secrets are those of kind [FieldSecret]; all others are settings
	Budgets []Budget

	// Check returns what is wrong with an account before it is saved, as a sentence for a person. The fields have been
	// checked by then.
	Check func(Account) error
	// Fits reports whether a source of its type can be read with an account. Nil means that all can.
	Fits func(Account, Source) bool
}

// Validate checks an account as [Spec.Validate] checks a source. Only the secrets of fields are left: a session is made
// anew from them.
func (s AccountSpec) Validate(a *Account) error {
	given := answers{secrets: map[string]string{}, settings: a.Settings}
	for name, secret := range a.Secrets {
		if secret != "" {
			given.secrets[name] = secret.Reveal()
		}
	}
	if err := given.check(s.Name, s.Fields); err != nil {
		return err
	}
	a.Settings, a.Expires = given.settings, time.Time{}
	maps.DeleteFunc(a.Secrets, func(_ string, secret Secret) bool { return secret == "" })
	if s.Check != nil {
		return s.Check(*a)
	}
	return nil
}

// Given returns the names of the secret fields that an account has.
func (s AccountSpec) Given(a Account) []string {
	out := []string{}
	for _, f := range s.Fields {
		if f.Kind == FieldSecret && a.Secrets[f.Name] != "" {
			out = append(out, f.Name)
		}
	}
	return out
}

// DropSession removes what is no field of the type from an account's secrets.
func (s AccountSpec) DropSession(a *Account) {
	maps.DeleteFunc(a.Secrets, func(name string, _ Secret) bool {
		return !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Name == name && f.Kind == FieldSecret })
	})
	a.Expires = time.Time{}
}

// hidden is printed in place of a secret.
const hidden = "(hidden)"

// Secret is a password, key or token. It prints, logs and marshals as a placeholder;
// Reveal returns the secret itself.
type Secret string

func (s Secret) Reveal() string { return string(s) }

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

func (s Secret) GoString() string              { return s.String() }
func (s Secret) LogValue() slog.Value          { return slog.StringValue(s.String()) }
func (s Secret) MarshalText() ([]byte, error)  { return []byte(s.String()), nil }
func (s *Secret) UnmarshalText(b []byte) error { *s = Secret(b); return nil }
