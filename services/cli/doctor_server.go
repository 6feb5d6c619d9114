package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/health"
)

// here asks the server that runs on the data folder. If none runs, it checks the index itself.
func (d *diagnosis) here(ctx context.Context, c config.Config) {
	remote, err := d.g.local(ctx, c.Data)
	switch {
	case errors.Is(err, app.ErrNotRunning):
		d.index(ctx, c)
		d.ports(c)
		d.report("server", nil, "none runs on this folder; start one with namedrop serve")
	case err != nil:
		d.report("server", err, "")
	default:
		d.server(ctx, remote, "data folder", "ledger") // which were checked here
	}
}

// elsewhere asks the server of --server, and checks nothing on this machine.
func (d *diagnosis) elsewhere(ctx context.Context, address string) {
	d.report("this machine", nil, "not checked, because --server is "+address)
	remote, err := d.g.connect(ctx)
	if err != nil {
		d.report("server", err, "")
		return
	}
	d.server(ctx, remote)
}

// serverStatus is the part of a server's status that doctor reads.
type serverStatus struct {
	Sources     map[string]int
	Accounts    map[string]int
	Transcripts map[string]int
	Deliveries  map[string]int
	Outbox      int
	OutboxAge   int64 `json:"outbox_age"`
	Paused      *struct{ Code, Detail string }
}

// server reports the status of a server, except for the parts that were checked already.
func (d *diagnosis) server(ctx context.Context, remote *client, checked ...string) {
	var s serverStatus
	if err := remote.do(ctx, http.MethodGet, "/status", nil, nil, &s); err != nil {
		if errors.As(err, new(problem)) {
			err = fmt.Errorf("%s answers, but: %w", remote.base, err)
		}
		d.report("server", err, "")
		return
	}
	d.report("server", nil, "running at "+remote.base)
	d.checks(ctx, remote, checked)
	if s.Paused != nil {
		d.report("paused", fmt.Errorf("%s (%s). Nothing is read, detected or sent. Restore the right ledger (namedrop restore FILE), or accept this one (namedrop resume)",
			cmp.Or(pausedWords[s.Paused.Code], "the ledger is not the one that was expected"), s.Paused.Detail), "")
	}
	d.work(s)
}

var pausedWords = map[string]string{
	"missing": "the ledger is new, but the data folder, the bus or the search index is not",
	"other":   "the bus, the search index or the data folder was made from another ledger",
	"older":   "the ledger lost its last changes, or is an older copy",
}

// checks has the server check the parts that only it can reach.
func (d *diagnosis) checks(ctx context.Context, remote *client, checked []string) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	var list struct{ Items []health.Finding }
	err := remote.do(ctx, http.MethodGet, "/status/checks", nil, nil, &list)
	var refused problem
	switch {
	case errors.As(err, &refused) && refused.Status == http.StatusForbidden:
		d.report("search index", nil, "not checked: that needs a token with the scope admin (--auth)")
	case errors.As(err, &refused) && refused.Status == http.StatusNotFound:
		d.report("search index", nil, "not checked: the server is of an earlier version")
	case err != nil:
		d.report("search index", fmt.Errorf("asking the server to check: %w", err), "")
	}
	for _, f := range list.Items {
		if !slices.Contains(checked, f.Part) {
			d.add(f)
		}
	}
}

// work reports sources, transcripts and deliveries that need attention, and the outbox.
func (d *diagnosis) work(s serverStatus) {
	var failing error
	if bad := s.Sources["failing"] + s.Sources["blocked"] + s.Sources["broken"] + s.Sources["needs_key"]; bad > 0 {
		failing = fmt.Errorf("%s: namedrop source list --health failing,blocked,broken,needs_key shows why", count(bad, "source can't be read", "sources can't be read"))
	}
	read := "all can be read"
	if len(s.Sources) == 0 {
		read = "none yet; add one with namedrop source add URL"
	}
	if gone := s.Sources["gone"]; gone > 0 {
		read += fmt.Sprintf(", but %s: namedrop source list --health gone", count(gone, "is permanently gone", "are permanently gone"))
	}
	d.report("sources", failing, read)
	d.report("accounts", accounts(s.Accounts), "none is refused")
	// Not a fault of the installation: those episodes can be searched by title and notes.
	fine := "none failed"
	if n := s.Transcripts["failed"]; n > 0 {
		fine = fmt.Sprintf("%d failed; their episodes can be searched by title and notes", n)
	}
	d.report("transcripts", nil, fine)
	var failed error
	if n := s.Deliveries[string(alerts.Failed)]; n > 0 {
		failed = fmt.Errorf("%s failed: fix the channel, then run namedrop replay", count(n, "alert", "alerts"))
	}
	d.report("alerts", failed, "none failed")
	d.add(outbox(s.Outbox, time.Duration(s.OutboxAge)*time.Second))
}

// accounts returns what is wrong with the accounts that sources share.
func accounts(byHealth map[string]int) error {
	if n := byHealth["needs_key"]; n > 0 {
		return fmt.Errorf("%s refused: namedrop account list shows why", count(n, "account is", "accounts are"))
	}
	if n := byHealth["throttled"]; n > 0 {
		return fmt.Errorf("%s used up: namedrop account list shows it", count(n, "account's budget is", "accounts' budgets are"))
	}
	return nil
}

// lateAfter is how long a message may wait for the bus. Normally that takes milliseconds.
const lateAfter = time.Minute

// outbox reports whether the bus keeps up. How long messages wait matters more than how many wait:
// an import queues thousands, which are published in seconds.
func outbox(waiting int, oldest time.Duration) health.Finding {
	words := count(waiting, "message waits", "messages wait")
	switch {
	case waiting == 0:
		return health.NewFinding("bus", nil, "keeps up")
	case oldest < lateAfter:
		return health.NewFinding("bus", nil, words+" for the bus, the oldest for "+oldest.Round(time.Second).String())
	}
	return health.NewFinding("bus", fmt.Errorf("%s for the bus, the oldest for %s: no alerts were sent for them yet. Check for a full disk, then for errors of the relay in the log", words, oldest.Round(time.Second)), "")
}
