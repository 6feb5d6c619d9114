package cli

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/namedrop/namedrop/services/api/access"
)

// inProcess answers requests by calling the handler. An answer is read while it is written, so that
// an export of any size needs no memory.
type inProcess struct{ handler http.Handler }

func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(access.Inside(r.Context())) // who can read the data folder is its owner
	in.RequestURI = r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	body, to := io.Pipe()
	a := &answer{header: http.Header{}, to: to, begun: make(chan struct{}), ended: make(chan struct{})}
	go a.serve(t.handler, in)
	<-a.begun
	return &http.Response{
		Status: fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.sent, Body: answerBody{body, a}, ContentLength: -1, Request: r,
	}, nil
}

// answer passes on what a handler writes.
type answer struct {
	header http.Header
	to     *io.PipeWriter
	once   sync.Once
	begun  chan struct{} // closed when status and sent are set
	ended  chan struct{} // closed when the handler has returned
	status int
	sent   http.Header
}

func (a *answer) serve(h http.Handler, r *http.Request) {
	defer close(a.ended)
	defer a.WriteHeader(http.StatusOK)
	defer func() {
		var err error
		if p := recover(); p != nil {
			err = fmt.Errorf("internal error: %v", p)
			if cause, ok := p.(error); ok && errors.Is(cause, http.ErrAbortHandler) {
				err = errors.New("the answer was cut off; see the log")
			}
			a.WriteHeader(http.StatusInternalServerError)
		}
		_ = a.to.CloseWithError(err)
	}()
	h.ServeHTTP(a, r)
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	a.once.Do(func() {
		a.status, a.sent = status, a.header.Clone()
		close(a.begun)
	})
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.to.Write(b)
}

// answerBody is the body of an answer. Close returns when the handler has: nothing of it may use the
// ledger after that.
type answerBody struct {
	*io.PipeReader
	answer *answer
}

func (b answerBody) Close() error {
	_, _ = io.CopyN(io.Discard, b.PipeReader, 64<<10) // what a decoder left, such as the last line feed
	err := b.PipeReader.Close()
	<-b.answer.ended
	return err
}
