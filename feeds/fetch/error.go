package fetch

import (
	"errors"
	"net/http"
)

// headLength is how much of a bad answer is kept for diagnosis.
const headLength = 4 << 10

// Answer is the answer that caused a [feeds.Fault], as the fault's Err. It is for adapters
// whose network explains an error in the body.
type Answer struct {
	Status int
	Header http.Header
	Head   []byte // the first bytes
	Err    error
}

func (a *Answer) Error() string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return http.StatusText(a.Status)
}

func (a *Answer) Unwrap() error { return a.Err }

// AnswerOf returns the answer that caused an error. It is empty where the host gave none.
func AnswerOf(err error) *Answer {
	if a, ok := errors.AsType[*Answer](err); ok {
		return a
	}
	return &Answer{}
}
