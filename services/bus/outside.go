package bus

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"golang.org/x/time/rate"
)

// Limits of outside clients, for each and for all of them together. The server has no limit on
// requests, and its limits on connections and unread bytes would apply to our own connection
// too. So outside clients connect to a listener of ours, which enforces these.
const (
	maxClients         = 64  // signed in at the same time
	maxUnauthenticated = 64  // connected in addition, and not signed in yet
	maxSubs            = 500 // of one client
	maxSent            = 64 << 10
	maxLine            = 1 << 10 // of a command; a CONNECT may be four times as long
	maxUnread          = 2 * maxPayload
	maxAllUnread       = 8 * maxPayload
	fairUnread         = 1 << 20 // what a client may leave unread even if the others use up the rest

	signInWithin = 2 * time.Second
	readWithin   = 10 * time.Second // how long a client may take to read one piece
)

// For each request the server keeps a route for the answer, about a kilobyte of memory, until
// the request is answered, its inbox is closed, or its time is over: answerWithin for a pull,
// ackedWithin for everything else. These rates bound that memory. A client that sends faster
// is slowed down and loses nothing.
const (
	requestRate, requestBurst       = 100, 500 // of one client, a second
	allRequestRate, allRequestBurst = 500, 2000
	ackRate, ackBurst               = 5000, 5000 // acknowledgements that ask for an answer
	answerWithin                    = 2 * time.Minute
	ackedWithin                     = 5 * time.Second
)

// outside accepts clients over TCP and connects each to the server in this process, as the user
// of an account of its own: see [accessConfig].
type outside struct {
	listener net.Listener
	srv      *server.Server
	opts     Options
	secret   string // password of the server's users for outside clients
	log      *slog.Logger

	slots           chan int // free accounts
	unauthenticated chan struct{}
	requests        *rate.Limiter
	acks            *rate.Limiter
	unread          atomic.Int64

	ctx      context.Context
	cancel   context.CancelFunc
	sessions sync.WaitGroup
}

// listenOutside opens the configured port or the next free one.
func listenOutside(o Options) (net.Listener, error) {
	host, text, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return nil, fmt.Errorf("bus listen address: %w", err)
	}
	want, _ := strconv.Atoi(text)
	for port := want; ; port++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err == nil {
			return l, nil
		}
		if want == 0 || port+1 >= want+portsTried || port+1 >= 1<<16 {
			return nil, fmt.Errorf("finding a free port for the bus from %s: %w", o.Listen, err)
		}
	}
}

func newOutside(l net.Listener, srv *server.Server, o Options, secret string) *outside {
	out := &outside{
		listener: l, srv: srv, opts: o, secret: secret, log: o.Logger,
		slots: make(chan int, maxClients), unauthenticated: make(chan struct{}, maxUnauthenticated),
		requests: rate.NewLimiter(allRequestRate, allRequestBurst), acks: rate.NewLimiter(ackRate, ackBurst),
	}
	for i := range maxClients {
		out.slots <- i
	}
	out.ctx, out.cancel = context.WithCancel(context.Background())
	return out
}

// run accepts clients until stop.
func (o *outside) run() {
	for {
		conn, err := o.listener.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return
			}
			select { // for example out of file descriptors, which passes
			case <-o.ctx.Done():
				return
			case <-time.After(100 * time.Millisecond):
			}
			continue
		}
		select {
		case o.unauthenticated <- struct{}{}:
			o.sessions.Go(func() { o.serve(conn) })
		default:
			refuse(conn, errTooManyClients)
		}
	}
}

func (o *outside) stop() {
	o.cancel()
	_ = o.listener.Close()
	o.sessions.Wait()
}

// authenticated reports whether the client sent the configured user and password, or none if
// none is configured.
func (o *outside) authenticated(c connectOptions) bool {
	if !o.opts.RequireUser {
		return c.User == "" && c.Password == "" && c.Token == ""
	}
	user := subtle.ConstantTimeCompare([]byte(c.User), []byte(o.opts.User))
	return user&subtle.ConstantTimeCompare([]byte(c.Password), []byte(o.opts.Password)) == 1
}

var (
	errTooManyClients  = errors.New("maximum connections exceeded")
	errUnauthenticated = errors.New("Authorization Violation") //nolint:staticcheck // the wording of the protocol
	errSignInTimeout   = errors.New("Authentication Timeout")  //nolint:staticcheck
	errLineTooLong     = errors.New("maximum control line exceeded")
	errTooMuchSent     = errors.New("Maximum Payload Violation")  //nolint:staticcheck
	errProtocol        = errors.New("Unknown Protocol Operation") //nolint:staticcheck
	errSlow            = errors.New("Slow Consumer")              //nolint:staticcheck
)

// refuse sends the error in the protocol's form, which clients show to their users, and closes
// the connection.
func refuse(conn net.Conn, err error) {
	_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = fmt.Fprintf(conn, "-ERR '%v'\r\n", err)
	_ = conn.Close()
}
