package feeds

import (
	"slices"
	"strings"
)

// Condition is how a source is doing, for people to see.
type Condition struct {
	Health Health `json:"health"`
	// Error is what happened and what helps, in English. Of a healthy source it is the details of
	// the first warnings.
	Error    string `json:"error,omitempty"`
	Items    int    `json:"items,omitempty"`    // listed at the last read
	Warnings int    `json:"warnings,omitempty"` // number of warnings of the last read

	// Code and Params are those of the fault that Error describes: see [Fault]. They are
	// empty where Error is about something else.
	Code   string            `json:"code,omitempty"`
	Params map[string]string `json:"params,omitempty"`

	// WarningDetails are the first warnings. Conditions that were stored before warnings had codes
	// have the sentences in Error only.
	WarningDetails []Warning `json:"warning_details,omitempty"`
}

// maxDetails is how many warnings a condition keeps.
const maxDetails = 3

// SetWarnings records the warnings of a read that succeeded.
func (c *Condition) SetWarnings(warnings []Warning) {
	c.SetFault(nil)
	c.Warnings, c.WarningDetails = len(warnings), slices.Clone(warnings[:min(len(warnings), maxDetails)])
	details := make([]string, len(c.WarningDetails))
	for i, w := range c.WarningDetails {
		details[i] = w.Detail
	}
	c.Error = strings.Join(details, " ")
}

// SetFault records why the last read failed. Nil clears it.
func (c *Condition) SetFault(err error) {
	c.Error, c.Code, c.Params, c.WarningDetails = "", "", nil, nil
	if err != nil {
		c.Error = Explain(err)
		c.Code, c.Params = CodeOf(err)
	}
}
