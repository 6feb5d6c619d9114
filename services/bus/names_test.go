package bus

import "github.com/namedrop/namedrop/services/subjects"

// The tests here name the streams a lot.
const (
	Documents = subjects.Documents
	Mentions  = subjects.Mentions
)
