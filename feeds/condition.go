package feeds

// Condition is how a source is doing, as people see it.
type Condition struct {
	Health   Health `json:"health"`
	Error    string `json:"error,omitempty"`    // a sentence: what happened and what helps
	Items    int    `json:"items,omitempty"`    // listed at the last read
	Warnings int    `json:"warnings,omitempty"` // items or lines left out at the last read
}
