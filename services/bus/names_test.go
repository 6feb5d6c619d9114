package bus

import "github.com/namedrop/namedrop/services/subjects"

// Short names of the streams for the tests.
const (
	Documents = subjects.Documents
	Mentions  = subjects.Mentions
)
