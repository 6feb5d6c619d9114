package fetch

import (
	"errors"
	"net/http"
)

// headLength is how much of a bad answer is kept for diagnosis.
const headLength = 4 << 10

// Answer is the bad answer behind a [feeds.Fault]: its Err, where the host gave one. It is
// for adapters whose network says more in it than a status does.
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

// AnswerOf is the bad answer behind an error; an empty one where the host gave none.
func AnswerOf(err error) *Answer {
	if a, ok := errors.AsType[*Answer](err); ok {
		return a
	}
	return &Answer{}
}
