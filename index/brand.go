package index

// Brand is a company or product to look for: the user's own or a competitor.
type Brand struct {
	ID         string   `json:"id" yaml:"id"`
	Workspace  string   `json:"workspace,omitempty" yaml:"-"`
	Name       string   `json:"name" yaml:"name"`
	Aliases    []string `json:"aliases,omitempty" yaml:"aliases"`
	HeardAs    []string `json:"heard_as,omitempty" yaml:"heard_as"`       // confirmed mishearings
	SoundsLike []string `json:"sounds_like,omitempty" yaml:"sounds_like"` // how the name is pronounced, in letters: "clay vee oh"
	Handles    []string `json:"handles,omitempty" yaml:"handles"`         // with or without the @
	Domains    []string `json:"domains,omitempty" yaml:"domains"`
	Context    []string `json:"context,omitempty" yaml:"context"` // words that make a hit likelier when near it
	Exclude    []string `json:"exclude,omitempty" yaml:"exclude"` // words that rule a hit out
	Language   string   `json:"language,omitempty" yaml:"language"`

	Own          bool   `json:"own" yaml:"-"`
	CompetesWith string `json:"competes_with,omitempty" yaml:"-"` // id of the own brand it competes with
	Active       bool   `json:"active" yaml:"-"`
	Revision     int64  `json:"revision,omitempty" yaml:"-"`
}
