package podping

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Options configure a [Listener].
type Options struct {
	Nodes  []string     // base URLs from the configuration
	Client *http.Client // that may reach them at a private address
	Door   *fetch.Door  // for nodes that people entered
	Every  time.Duration
}

// Listener reads the blocks of Hive, one after the other.
type Listener struct{ opts Options }

const (
	blockEvery   = 3 * time.Second
	maxBehind    = 1200 // blocks of an hour; what is older was read at its usual time
	trustEvery   = time.Hour
	maxAnswer    = 16 << 20
	maxAccounts  = 5000
	answerWithin = 20 * time.Second
	saveEvery    = 20 // blocks without an announcement until the position is saved
)

// New returns a listener.
func New(o Options) *Listener {
	if o.Every == 0 {
		o.Every = blockEvery
	}
	return &Listener{o}
}

type position struct {
	Block int64 `json:"block"` // the last that was read
}

// Listen implements [feeds.Listener]. It asks one node until that fails; the next call asks the next one.
func (l *Listener) Listen(ctx context.Context, sub feeds.Subscription) error {
	var pos position
	_ = json.Unmarshal(sub.At, &pos) // nil at the first time
	var last error
	for _, n := range l.nodes(sub.Sources()) {
		last = l.follow(ctx, n, &pos, sub)
		if ctx.Err() != nil {
			return nil
		}
	}
	return last
}

func (l *Listener) nodes(sources []feeds.Source) []node {
	var out []node
	for _, s := range sources {
		if s.URL != "" {
			out = append(out, node{base: s.URL, door: l.opts.Door})
		}
	}
	for _, base := range l.opts.Nodes {
		out = append(out, node{base: base, client: l.opts.Client})
	}
	return out
}

// follow reads blocks of a node until it fails or ctx is done.
func (l *Listener) follow(ctx context.Context, n node, pos *position, sub feeds.Subscription) error {
	var trusted map[string]bool
	var asked time.Time
	quiet := 0
	for {
		if trusted == nil || time.Since(asked) > trustEvery {
			found, err := n.followed(ctx)
			if err != nil {
				return err
			}
			trusted, asked = found, time.Now()
		}
		head, err := n.head(ctx)
		if err != nil {
			return err
		}
		if pos.Block == 0 || pos.Block < head-maxBehind {
			pos.Block = head - 1
			if sub.At != nil {
				pos.Block = head - maxBehind
			}
		}
		for pos.Block < head {
			b, err := n.block(ctx, pos.Block+1)
			if err != nil {
				return err
			}
			next := position{pos.Block + 1}
			found := announced(b, trusted)
			if quiet++; len(found) > 0 || quiet >= saveEvery || next.Block == head && sub.At == nil {
				at, _ := json.Marshal(next) // a number always marshals
				if err := sub.Take(feeds.Batch{Position: at, Nudged: found}); err != nil {
					return fmt.Errorf("storing announcements: %w", err)
				}
				quiet, sub.At = 0, at
			}
			*pos = next
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(l.opts.Every):
		}
	}
}

// node is a server of the Hive chain.
type node struct {
	base   string
	client *http.Client
	door   *fetch.Door // in place of client
}

func (n node) head(ctx context.Context) (int64, error) {
	var r struct {
		Number int64 `json:"head_block_number"`
	}
	err := n.call(ctx, "condenser_api.get_dynamic_global_properties", []any{}, &r)
	if err == nil && r.Number <= 0 {
		err = n.unreadable(nil)
	}
	return r.Number, err
}

func (n node) block(ctx context.Context, number int64) (block, error) {
	var r struct {
		Block *block `json:"block"`
	}
	err := n.call(ctx, "block_api.get_block", map[string]int64{"block_num": number}, &r)
	if err == nil && r.Block == nil {
		err = n.unreadable(errors.New("the block is missing"))
	}
	if err != nil {
		return block{}, err
	}
	return *r.Block, nil
}

// followed returns the accounts that the account podping follows: those that may announce.
func (n node) followed(ctx context.Context) (map[string]bool, error) {
	out := map[string]bool{"podping": true}
	after := ""
	for len(out) < maxAccounts {
		var page []struct {
			Following string `json:"following"`
		}
		if err := n.call(ctx, "condenser_api.get_following", []any{"podping", after, "blog", 1000}, &page); err != nil {
			return nil, err
		}
		added := false
		for _, p := range page {
			if p.Following != "" && !out[p.Following] {
				out[p.Following], added, after = true, true, p.Following
			}
		}
		if !added || len(page) < 1000 {
			break
		}
	}
	return out, nil
}

func (n node) host() string {
	if u, err := url.Parse(n.base); err == nil {
		return u.Host
	}
	return ""
}

func (n node) unreadable(err error) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "podping_unreadable", Host: n.host(), Err: err,
		Reason: n.host() + " sent an answer that is not that of a Hive node", Help: "Namedrop asks another node. Podcasts are read at their usual times meanwhile."}
}

func (n node) call(ctx context.Context, method string, params, result any) error {
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		return fmt.Errorf("asking a Hive node: %w", err)
	}
	raw, err := n.post(ctx, body)
	if err != nil {
		return err
	}
	var answer struct {
		Result json.RawMessage `json:"result"`
		Error  json.RawMessage `json:"error"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil || answer.Result == nil || json.Unmarshal(answer.Result, result) != nil {
		return n.unreadable(err)
	}
	return nil
}

func (n node) post(ctx context.Context, body []byte) ([]byte, error) {
	if n.door != nil {
		resp, err := n.door.Get(ctx, fetch.Request{URL: n.base, Method: http.MethodPost, Payload: body, Header: http.Header{"Content-Type": {"application/json"}}, MaxBytes: maxAnswer, Timeout: answerWithin})
		if err != nil {
			return nil, fmt.Errorf("asking a Hive node: %w", err)
		}
		return resp.Body, nil
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, n.base, bytes.NewReader(body))
	if err != nil {
		return nil, n.away(err, 0)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := n.client.Do(req)
	if err != nil {
		return nil, n.away(err, 0)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, n.away(nil, fetch.RetryAfter(resp.Header, time.Now()))
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil || len(raw) > maxAnswer {
		return nil, n.away(err, 0)
	}
	return raw, nil
}

func (n node) away(err error, wait time.Duration) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultTransient, Code: "podping_away", Host: n.host(), Err: err, RetryAfter: wait,
		Reason: "The Hive node " + n.host() + " doesn't answer", Help: "Namedrop asks another node. Podcasts are read at their usual times meanwhile."}
}
