package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Options configure a [Reader].
type Options struct {
	Dial  func(ctx context.Context, network, address string) (net.Conn, error) // guarded
	Roots *x509.CertPool                                                       // nil: the machine's
	Limit time.Duration                                                        // of one read; two minutes if zero
}

// Reader reads mailboxes by IMAP. It keeps no state between reads.
type Reader struct{ opts Options }

const (
	readLimit  = 2 * time.Minute
	maxTraffic = 96 << 20 // bytes of one read
	perRead    = 50       // messages
)

// New returns a reader.
func New(o Options) *Reader {
	if o.Limit == 0 {
		o.Limit = readLimit
	}
	return &Reader{o}
}

// position is how far a folder was read. A folder with another validity numbers its messages anew.
type position struct {
	Validity uint32 `json:"validity"`
	UID      uint32 `json:"uid"`
}

// Read implements [feeds.Reader]. Of a folder that is new it reads the newest messages.
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	var pos position
	_ = json.Unmarshal(at, &pos) // nil at the first read
	s := settingsOf(src)
	host, address, ok := s.address()
	if !ok {
		return feeds.Batch{}, &feeds.Fault{Kind: feeds.FaultRefused, Code: "mailbox_unreadable", Reason: "The mailbox has no server"}
	}
	ctx, cancel := context.WithTimeout(ctx, r.opts.Limit)
	defer cancel()
	c, err := r.connect(ctx, s, host, address)
	if err != nil {
		return feeds.Batch{}, away(ctx, host, err)
	}
	defer c.Close()
	if err := c.Login(s.User, src.Secret.Reveal()).Wait(); err != nil {
		return feeds.Batch{}, refused(ctx, host, err, &feeds.Fault{Kind: feeds.FaultCredentials, Code: "mailbox_login", Host: host,
			Reason: host + " refuses the user or the password of this mailbox", Help: "Add the source again with the right password. Some services need a password for apps."})
	}
	box, err := c.Select(s.Folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return feeds.Batch{}, refused(ctx, host, err, &feeds.Fault{Kind: feeds.FaultAbsent, Code: "mailbox_no_folder", Host: host,
			Reason: "The mailbox has no such folder", Help: "Check its name: folders in folders are written with the server's separator, as in INBOX/Alerts."})
	}
	b, err := r.news(c, pos, box, senders(s.Senders))
	if err != nil {
		return feeds.Batch{}, away(ctx, host, err)
	}
	_ = c.Logout().Wait() // the connection is closed anyway
	return b, nil
}

func (r *Reader) connect(ctx context.Context, s settings, host, address string) (*imapclient.Client, error) {
	conn, err := r.opts.Dial(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("connecting: %w", err)
	}
	// The library sets deadlines of its own, so the connection is closed when the time is up.
	context.AfterFunc(ctx, func() { conn.Close() })
	conn = &counted{Conn: conn, left: maxTraffic}
	secure := &tls.Config{ServerName: host, RootCAs: r.opts.Roots, MinVersion: tls.VersionTLS12}
	var c *imapclient.Client
	switch s.Security {
	case "none":
		c = imapclient.New(conn, nil)
	case "starttls":
		if c, err = imapclient.NewStartTLS(conn, &imapclient.Options{TLSConfig: secure}); err != nil {
			conn.Close()
			return nil, fmt.Errorf("encrypting: %w", err)
		}
		return c, nil
	default:
		t := tls.Client(conn, secure)
		if err := t.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, fmt.Errorf("encrypting: %w", err)
		}
		c = imapclient.New(t, nil)
	}
	if err := c.WaitGreeting(); err != nil {
		c.Close()
		return nil, fmt.Errorf("greeting: %w", err)
	}
	return c, nil
}

// news returns the links of messages beyond the position.
func (r *Reader) news(c *imapclient.Client, pos position, box *imap.SelectData, wanted []string) (feeds.Batch, error) {
	next := position{Validity: box.UIDValidity, UID: pos.UID}
	begin := pos.UID + 1
	if pos.Validity != box.UIDValidity {
		begin, next.UID = 1, 0
	}
	uids := imap.UIDSet{{Start: imap.UID(begin), Stop: 0}}
	found, err := c.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{uids}}, nil).Wait()
	if err != nil {
		return feeds.Batch{}, fmt.Errorf("searching: %w", err)
	}
	ids, more := take(found.All, begin, pos.Validity != box.UIDValidity)
	batch := feeds.Batch{More: more, Listed: len(ids)}
	left, unreadable := 0, 0
	if len(ids) > 0 {
		section := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: maxMessage}}
		cmd := c.Fetch(imap.UIDSetNum(ids...), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		for m := cmd.Next(); m != nil; m = cmd.Next() {
			for item := m.Next(); item != nil; item = m.Next() {
				body, ok := item.(imapclient.FetchItemDataBodySection)
				if !ok || body.Literal == nil {
					continue
				}
				a, err := parseMessage(body.Literal)
				_, _ = io.Copy(io.Discard, body.Literal) // bounded by the connection's limit
				switch {
				case err != nil:
					unreadable++
				case sentBy(a.from, wanted):
					batch.Found = append(batch.Found, a.links...)
					left += a.left
				}
			}
		}
		if err := cmd.Close(); err != nil {
			return feeds.Batch{}, fmt.Errorf("fetching: %w", err)
		}
		next.UID = uint32(ids[len(ids)-1])
	}
	if left > 0 {
		batch.Warnings = append(batch.Warnings, tooManyLinks(left))
	}
	if unreadable > 0 {
		batch.Warnings = append(batch.Warnings, feeds.Warn("messages_unreadable", "Messages that could not be read: {n}.", "n", strconv.Itoa(unreadable)))
	}
	batch.Position, err = json.Marshal(next)
	return batch, err
}

// take returns the first messages beyond begin, or the last ones where the folder is new, and whether there are more. A server may
// send ranges of billions, so they are never listed in full.
func take(set imap.NumSet, begin uint32, newest bool) (ids []imap.UID, more bool) {
	ranges, ok := set.(imap.UIDSet)
	if !ok {
		return nil, false
	}
	if newest {
		for i := len(ranges) - 1; i >= 0 && len(ids) < perRead; i-- {
			low, high := bounds(ranges[i])
			for uid := high; uid >= low && uid > 0 && len(ids) < perRead; uid-- {
				ids = append(ids, uid)
			}
		}
		for i, j := 0, len(ids)-1; i < j; i, j = i+1, j-1 {
			ids[i], ids[j] = ids[j], ids[i]
		}
		return ids, false
	}
	for _, r := range ranges {
		low, high := bounds(r)
		for uid := max(low, imap.UID(begin)); uid <= high && uid > 0; uid++ {
			if len(ids) == perRead {
				return ids, true
			}
			ids = append(ids, uid)
		}
	}
	return ids, false
}

func bounds(r imap.UIDRange) (low, high imap.UID) {
	if r.Stop < r.Start {
		return r.Stop, r.Start
	}
	return r.Start, r.Stop
}

// counted ends a connection that sends too much.
type counted struct {
	net.Conn
	left int64
}

var errTooMuch = errors.New("the server sends too much")

func (c *counted) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errTooMuch
	}
	n, err := c.Conn.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err //nolint:wrapcheck // it is the connection's own
}

// refused returns the fault if the server said no, and otherwise that it is away.
func refused(ctx context.Context, host string, err error, f *feeds.Fault) *feeds.Fault {
	var said *imap.Error
	if errors.As(err, &said) && said.Type == imap.StatusResponseTypeNo && said.Code != imap.ResponseCodeUnavailable && said.Code != imap.ResponseCodeServerBug {
		f.Err = err
		return f
	}
	return away(ctx, host, err)
}

// away is the fault of a server that doesn't answer as it should.
func away(ctx context.Context, host string, err error) *feeds.Fault {
	f := &feeds.Fault{Kind: feeds.FaultTransient, Host: host, Err: err, Code: "mailbox_away", Reason: "The mail server " + host + " doesn't answer"}
	var certificate *tls.CertificateVerificationError
	switch {
	case fetch.Prohibited(err):
		f.Kind = feeds.FaultRefused
		f.Explain("mailbox_private", host+" is at a private address", "Allow it with fetch.allow_private in the configuration.")
	case errors.As(err, &certificate):
		f.Kind = feeds.FaultBlocked
		f.Explain("mailbox_certificate", "The certificate of the mail server "+host+" is not valid for it", "Check the name of the server.")
	case ctx.Err() != nil:
		f.Explain("mailbox_slow", "The mail server "+host+" takes too long to answer", "")
	}
	return f
}
