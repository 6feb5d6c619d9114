package impact

import "errors"

// Reference answers with CausalImpact's priors on the raw scale, for comparison only.
func Reference(s Series, window Span) (Answer, error) { return Answer{}, errors.New("not built yet") }
