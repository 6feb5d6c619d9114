package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/health"
)

// here asks the server that runs on the data folder. Where none does, the index is looked
// at from outside.
func (d *diagnosis) here(ctx context.Context, c config.Config) {
	remote, err := d.g.local(ctx, c.Data)
	switch {
	case errors.Is(err, app.ErrNotRunning):
		d.index(ctx, c)
		d.ports(c)
		d.say("server", nil, "none runs on this folder: namedrop serve")
	case err != nil:
		d.say("server", err, "")
	default:
		d.server(ctx, remote, "data folder", "ledger") // those were looked at
	}
}

// elsewhere asks a server that was named, and says nothing of what is on this machine.
func (d *diagnosis) elsewhere(ctx context.Context, address string) {
	d.say("this machine", nil, "not looked at: --server asks about "+address)
	remote, err := d.g.connect(ctx)
	if err != nil {
		d.say("server", err, "")
		return
	}
	d.server(ctx, remote)
}

// serverStatus is what doctor reads of a server's status.
type serverStatus struct {
	Sources     map[string]int
	Transcripts map[string]int
	Deliveries  map[string]int
	Outbox      int
	OutboxAge   int64 `json:"outbox_age"`
	Paused      *struct{ Code, Detail string }
}

// server asks a server how it is, but for the parts that are known already.
func (d *diagnosis) server(ctx context.Context, remote *client, known ...string) {
	var s serverStatus
	if err := remote.do(ctx, http.MethodGet, "/status", nil, nil, &s); err != nil {
		if errors.As(err, new(problem)) {
			err = fmt.Errorf("%s answers, but: %w", remote.base, err)
		}
		d.say("server", err, "")
		return
	}
	d.say("server", nil, "answers at "+remote.base)
	d.checks(ctx, remote, known)
	if s.Paused != nil {
		d.say("paused", fmt.Errorf("%s (%s). Nothing is crawled, detected or sent: put the right ledger back (namedrop restore FILE), or take this one: namedrop resume",
			pausedWords[s.Paused.Code], s.Paused.Detail), "")
	}
	d.work(s)
}

var pausedWords = map[string]string{
	"missing": "the ledger is new, though its folder, bus or search index is not",
	"other":   "the ledger is another one than bus, search index or data folder were made from",
	"older":   "the ledger lost what came last, or is an older copy",
}

// checks has the server look at what only it can see.
func (d *diagnosis) checks(ctx context.Context, remote *client, known []string) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	var list struct{ Items []health.Finding }
	err := remote.do(ctx, http.MethodGet, "/status/checks", nil, nil, &list)
	var refused problem
	switch {
	case errors.As(err, &refused) && refused.Status == http.StatusForbidden:
		d.say("search index", nil, "not looked at: that needs a token with the scope admin (--auth)")
	case errors.As(err, &refused) && refused.Status == http.StatusNotFound:
		d.say("search index", nil, "not looked at: the server is of an earlier version")
	case err != nil:
		d.say("search index", fmt.Errorf("asking the server to look: %w", err), "")
	}
	for _, f := range list.Items {
		if !slices.Contains(known, f.Part) {
			d.add(f)
		}
	}
}

// work says how far the server is with what there is to do.
func (d *diagnosis) work(s serverStatus) {
	var sick error
	if bad := s.Sources["failing"] + s.Sources["blocked"] + s.Sources["broken"] + s.Sources["needs_key"]; bad > 0 {
		sick = fmt.Errorf("%s not being read: namedrop source list --health failing,blocked,broken,needs_key says why", count(bad, "source is", "sources are"))
	}
	read := "all are read"
	if len(s.Sources) == 0 {
		read = "there are none yet: namedrop source add URL"
	}
	if gone := s.Sources["gone"]; gone > 0 {
		read += fmt.Sprintf(", but %s: namedrop source list --health gone", count(gone, "is gone for good", "are gone for good"))
	}
	d.say("sources", sick, read)
	// No fault of the installation: those episodes are searched by title and notes.
	fine := "none was given up"
	if n := s.Transcripts["failed"]; n > 0 {
		fine = fmt.Sprintf("%s given up; their episodes are searched by title and notes", count(n, "was", "were"))
	}
	d.say("transcripts", nil, fine)
	var dead error
	if n := s.Deliveries["dead"]; n > 0 {
		dead = fmt.Errorf("%s given up: mend the channel, then namedrop replay sends them again", count(n, "message was", "messages were"))
	}
	d.say("messages", dead, "none was given up")
	d.add(outbox(s.Outbox, time.Duration(s.OutboxAge)*time.Second))
}

// lateAfter is how long a message may wait for the bus: on the way it is for milliseconds.
const lateAfter = time.Minute

// outbox says whether the bus keeps up. How many messages wait matters less than since when:
// an import queues thousands, which are gone in seconds.
func outbox(waiting int, oldest time.Duration) health.Finding {
	words := count(waiting, "message waits", "messages wait")
	switch {
	case waiting == 0:
		return health.Say("bus", nil, "keeps up")
	case oldest < lateAfter:
		return health.Say("bus", nil, words+" for the bus, the oldest for "+oldest.Round(time.Second).String())
	}
	return health.Say("bus", fmt.Errorf("%s for the bus, the oldest for %s: nobody is told of them yet. A full disk does that; else look for errors of the relay in the log", words, oldest.Round(time.Second)), "")
}
