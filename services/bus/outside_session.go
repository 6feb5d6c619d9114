package bus

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// connectOptions are the fields of a client's CONNECT that are checked or passed on.
type connectOptions struct {
	User     string `json:"user,omitempty"`
	Password string `json:"pass,omitempty"`
	Token    string `json:"auth_token,omitempty"`

	Verbose      bool   `json:"verbose"`
	Pedantic     bool   `json:"pedantic"`
	Echo         *bool  `json:"echo,omitempty"`
	Name         string `json:"name,omitempty"`
	Lang         string `json:"lang,omitempty"`
	Version      string `json:"version,omitempty"`
	Protocol     int    `json:"protocol"`
	Headers      bool   `json:"headers,omitempty"`
	NoResponders bool   `json:"no_responders,omitempty"`
}

// session is the connection of one outside client.
type session struct {
	*outside
	client   net.Conn
	server   net.Conn      // its connection to the server in this process
	in       *bufio.Reader // from the client
	out      *bufio.Writer // to the server
	requests *rate.Limiter
	ctx      context.Context
}

// serve signs a client in and passes on what both sides send until one of them ends.
func (o *outside) serve(client net.Conn) {
	waiting := true
	releaseUnauthenticated := func() {
		if waiting {
			waiting = false
			<-o.unauthenticated
		}
	}
	defer releaseUnauthenticated()
	inner, err := o.srv.InProcessConn()
	if err != nil {
		_ = client.Close()
		return
	}
	ctx, cancel := context.WithCancel(o.ctx)
	defer cancel()
	ended := context.AfterFunc(ctx, func() { _ = client.Close(); _ = inner.Close() })
	defer ended()
	s := &session{
		outside: o, client: client, server: inner, ctx: ctx,
		in: bufio.NewReaderSize(client, 4*maxLine), out: bufio.NewWriterSize(inner, 4*maxLine),
		requests: rate.NewLimiter(requestRate, requestBurst),
	}
	defer inner.Close()
	answers := bufio.NewReaderSize(inner, 32<<10)
	hello, err := s.greet(answers)
	if err != nil {
		refuse(client, err)
		return
	}
	var slot int
	select {
	case slot = <-o.slots:
		defer func() { o.slots <- slot }()
	default:
		refuse(client, errTooManyClients)
		return
	}
	releaseUnauthenticated()
	hello.User, hello.Password, hello.Token = outsideUser(slot), o.secret, ""
	text, err := json.Marshal(hello) //nolint:gosec // it goes to our own server, which asks for the password
	if err != nil {
		refuse(client, errProtocol)
		return
	}
	fmt.Fprintf(s.out, "CONNECT %s\r\n", text)

	s.both(answers)
}

// both passes on what both sides send until one of them ends.
func (s *session) both(answers io.Reader) {
	q := newQueue(s.outside, s.client)
	var filled, drained sync.WaitGroup
	filled.Go(func() {
		if err := q.fill(answers); errors.Is(err, errSlow) {
			s.log.Warn("outside client of the bus reads too slowly, connection closed", "address", s.client.RemoteAddr())
		}
		_ = s.client.SetReadDeadline(time.Now()) // ends relay
	})
	drained.Go(func() {
		if q.drain() != nil {
			_ = s.client.Close() // ends relay
		}
	})
	err := s.relay()
	_ = s.server.Close()
	filled.Wait()
	if err != nil {
		q.add(fmt.Appendf(nil, "-ERR '%v'\r\n", err))
	}
	q.end()
	stuck := time.AfterFunc(time.Second, func() { _ = s.client.Close() })
	drained.Wait()
	stuck.Stop()
	_ = s.client.Close()
}

// greet sends the server's INFO to the client, with the limits for outside clients, and reads
// the client's CONNECT.
func (s *session) greet(answers *bufio.Reader) (connectOptions, error) {
	var hello connectOptions
	limit := time.Now().Add(signInWithin)
	_ = s.client.SetDeadline(limit)
	_ = s.server.SetReadDeadline(limit)
	line, err := answers.ReadBytes('\n')
	if err != nil {
		return hello, errSignInTimeout
	}
	_ = s.server.SetReadDeadline(time.Time{})
	_, text, _ := bytes.Cut(line, []byte(" "))
	var info map[string]any
	if err := json.Unmarshal(text, &info); err != nil {
		return hello, errProtocol
	}
	delete(info, "nonce")
	info["auth_required"], info["max_payload"] = s.opts.RequireUser, maxSent
	if text, err = json.Marshal(info); err != nil {
		return hello, errProtocol
	}
	if _, err := fmt.Fprintf(s.client, "INFO %s\r\n", text); err != nil {
		return hello, err
	}
	verb, rest, err := s.line(4 * maxLine)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return hello, errSignInTimeout
	case err != nil:
		return hello, err
	case verb != "CONNECT":
		return hello, errUnauthenticated
	}
	if err := json.Unmarshal(rest, &hello); err != nil {
		return hello, errProtocol
	}
	_ = s.client.SetDeadline(time.Time{})
	if !s.authenticated(hello) {
		return hello, errUnauthenticated
	}
	return hello, nil
}

// line reads a command, which ends with the line.
func (s *session) line(most int) (verb string, rest []byte, err error) {
	line, err := s.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) || len(line) > most {
		return "", nil, errLineTooLong
	}
	if err != nil {
		return "", nil, err
	}
	line = bytes.TrimRight(line, "\r\n")
	word, rest, _ := bytes.Cut(line, []byte(" "))
	if i := bytes.IndexByte(word, '\t'); i >= 0 {
		word, rest = line[:i], line[i+1:]
	}
	return string(bytes.ToUpper(word)), rest, nil
}

// relay passes commands on to the server. It parses each and writes it again in a simple form,
// so that the server can't read one differently from us. It returns nil when the client
// disconnected.
func (s *session) relay() error {
	for {
		if s.in.Buffered() == 0 {
			if err := s.out.Flush(); err != nil {
				return nil
			}
		}
		verb, rest, err := s.line(maxLine)
		if err == nil {
			err = s.command(verb, bytes.Fields(rest))
		}
		switch {
		case err == nil:
		case errors.Is(err, errLineTooLong), errors.Is(err, errProtocol), errors.Is(err, errTooMuchSent):
			return err
		default:
			return nil
		}
	}
}

func (s *session) command(verb string, args [][]byte) error {
	switch n := len(args); {
	case verb == "" && n == 0:
		return nil
	case verb == "PING" || verb == "PONG":
		args = nil
	case verb == "SUB" && (n == 2 || n == 3), verb == "UNSUB" && (n == 1 || n == 2):
	case verb == "PUB" && (n == 2 || n == 3), verb == "HPUB" && (n == 3 || n == 4):
		return s.publish(verb, args)
	default:
		return errProtocol
	}
	return s.pass(verb, args, nil)
}

func (s *session) publish(verb string, args [][]byte) error {
	sizes := 1
	if verb == "HPUB" {
		sizes = 2
	}
	size, ok := number(args[len(args)-1])
	header, ok2 := number(args[len(args)-sizes])
	if !ok || !ok2 || header > size {
		return errProtocol
	}
	if size > maxSent {
		return errTooMuchSent
	}
	args = clone(args) // the next read overwrites them
	payload := make([]byte, size+2)
	if _, err := io.ReadFull(s.in, payload); err != nil {
		return err
	}
	if !bytes.HasSuffix(payload, []byte("\r\n")) {
		return errProtocol
	}
	if len(args) > 1+sizes {
		if reply := args[1]; !bytes.HasPrefix(reply, []byte(outsideInbox)) {
			// The server would publish its answer there for the client. It gets an attempt to
			// publish there in its place, and refuses it as it refuses any other.
			return s.pass("PUB", [][]byte{reply, []byte("0")}, []byte("\r\n"))
		}
		if err := s.wait(args[0]); err != nil {
			return err
		}
	}
	return s.pass(verb, args, payload)
}

func (s *session) pass(verb string, args [][]byte, payload []byte) error {
	_, _ = s.out.WriteString(verb)
	for _, a := range args {
		_ = s.out.WriteByte(' ')
		_, _ = s.out.Write(a)
	}
	_, err := s.out.WriteString("\r\n")
	if payload != nil {
		_, err = s.out.Write(payload)
	}
	return err
}

// wait delays a request until its rate allows it.
func (s *session) wait(subject []byte) error {
	if bytes.HasPrefix(subject, []byte("$JS.ACK.")) {
		return s.flushAndWait(s.acks)
	}
	if err := s.flushAndWait(s.requests); err != nil {
		return err
	}
	return s.flushAndWait(s.outside.requests)
}

func (s *session) flushAndWait(l *rate.Limiter) error {
	if l.Tokens() < 1 {
		if err := s.out.Flush(); err != nil { // earlier commands need not wait
			return err
		}
	}
	return l.Wait(s.ctx)
}

func number(b []byte) (int, bool) {
	if len(b) == 0 || len(b) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func clone(args [][]byte) [][]byte {
	out := make([][]byte, len(args))
	for i, a := range args {
		out[i] = bytes.Clone(a)
	}
	return out
}
