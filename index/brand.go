package index

// Brand is a name to listen for: the user's own or a competitor's.
type Brand struct {
	ID        string   `json:"id" yaml:"id"`
	Workspace string   `json:"workspace,omitempty" yaml:"-"`
	Name      string   `json:"name" yaml:"name"`
	Aliases   []string `json:"aliases,omitempty" yaml:"aliases"`
	HeardAs   []string `json:"heard_as,omitempty" yaml:"heard_as"` // confirmed mis-hearings
	Handles   []string `json:"handles,omitempty" yaml:"handles"`   // @acme, without or with the @
	Domains   []string `json:"domains,omitempty" yaml:"domains"`
	Context   []string `json:"context,omitempty" yaml:"context"` // words that belong near it
	Exclude   []string `json:"exclude,omitempty" yaml:"exclude"` // words that rule it out
	Language  string   `json:"language,omitempty" yaml:"language"`

	Own          bool   `json:"own" yaml:"-"`
	CompetesWith string `json:"competes_with,omitempty" yaml:"-"` // id of the own brand it competes with
	Active       bool   `json:"active" yaml:"-"`
	Revision     int64  `json:"revision,omitempty" yaml:"-"`
}
