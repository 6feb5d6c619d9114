package feeds

// Condition is how a source is doing, for people to see.
type Condition struct {
	Health Health `json:"health"`
	// Error is what happened and what helps, in English. Of a healthy source it is what was
	// repaired or left out.
	Error    string `json:"error,omitempty"`
	Items    int    `json:"items,omitempty"`    // listed at the last read
	Warnings int    `json:"warnings,omitempty"` // items or lines left out at the last read

	// Code and Params are those of the fault that Error describes: see [Fault]. They are
	// empty where Error is about something else.
	Code   string            `json:"code,omitempty"`
	Params map[string]string `json:"params,omitempty"`
}

// SetFault records why the last read failed. Nil clears it.
func (c *Condition) SetFault(err error) {
	c.Error, c.Code, c.Params = "", "", nil
	if err != nil {
		c.Error = Explain(err)
		c.Code, c.Params = CodeOf(err)
	}
}
