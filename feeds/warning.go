package feeds

import (
	"slices"
	"strings"
)

// Warning is something that was repaired or left out, or that is doubtful, in what a source sent
// and what could be read all the same.
//
// Detail is English. As with a [Fault], Code identifies the sentence and Params holds what is
// filled into it, so that the desk can say the same in the user's language.
type Warning struct {
	Code   string            `json:"code" doc:"For you to phrase it. More may be added."`
	Params map[string]string `json:"params,omitempty" doc:"What varies in detail, by name."`
	Detail string            `json:"detail" doc:"The same as an English sentence."`
	Cause  *Warning          `json:"cause,omitempty" doc:"Why; its code may be that of a fault. The text of code holds it as why."`
}

// Warn returns a warning. Its English text has its parameters in braces. params are their names
// and values in turn.
func Warn(code, text string, params ...string) Warning {
	w := Warning{Code: code}
	pairs := make([]string, 0, len(params))
	for i := 0; i+1 < len(params); i += 2 {
		if w.Params == nil {
			w.Params = map[string]string{}
		}
		w.Params[params[i]] = params[i+1]
		pairs = append(pairs, "{"+params[i]+"}", params[i+1])
	}
	w.Detail = strings.NewReplacer(pairs...).Replace(text)
	return w
}

// Because returns the warning with its cause, whose text replaces {why} in the warning's own.
func (w Warning) Because(cause Warning) Warning {
	w.Detail = strings.ReplaceAll(w.Detail, "{why}", cause.Detail)
	w.Cause = &cause
	return w
}

// String returns the English sentence.
func (w Warning) String() string { return w.Detail }

// HasWarning reports whether one of the warnings has the code.
func HasWarning(warnings []Warning, code string) bool {
	return slices.ContainsFunc(warnings, func(w Warning) bool { return w.Code == code })
}
