package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/subjects"
)

// Live lets the desk receive events: f is called with the name of each event and its JSON until
// stop is called.
type Live interface {
	Watch(subject string, f func(subject string, data []byte)) (stop func(), err error)
}

const eventsPath = "/api/v1/events"

const heartbeat = 20 * time.Second

// events streams server-sent events: mention.found and report.ready and the like with their event,
// source.read, rescan.progress. Nothing is replayed: a client that reconnects reloads its page.
func (a *API) events(w http.ResponseWriter, r *http.Request) {
	if p := allowed(r.Context(), access.Read); p != nil {
		writeProblem(w, p)
		return
	}
	leave, p := a.listening.enter(r.Context())
	if p != nil {
		busy(w, p)
		return
	}
	defer leave()
	flusher := http.NewResponseController(w)
	type event struct {
		name string
		data []byte
	}
	queue := make(chan event, 64)
	watch := func(prefix string) func(string, []byte) {
		return func(subject string, data []byte) {
			name := strings.TrimPrefix(subject, prefix)
			if strings.HasPrefix(name, subjects.MentionPrefix) || strings.HasPrefix(name, subjects.ReportPrefix) { // mention.found.default.acme.podcast
				parts := strings.SplitN(name, ".", 3)
				name = strings.Join(parts[:2], ".")
			}
			select {
			case queue <- event{name, data}:
			default: // a slow reader loses events; buffering them would take memory
			}
		}
	}
	for subject, prefix := range map[string]string{"live.>": "live.", subjects.All(subjects.MentionPrefix): "", subjects.All(subjects.ReportPrefix): ""} {
		stop, err := a.opts.Live.Watch(subject, watch(prefix))
		if err != nil {
			writeProblem(w, noLiveEvents.problem())
			return
		}
		defer stop()
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	fmt.Fprint(w, "retry: 3000\n\n")
	_ = flusher.Flush()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-a.closing:
			return
		case <-beat.C:
			// A session or token may have ended in the meantime.
			if who, err := a.guard.Who(r); errors.Is(err, access.ErrUnknown) || !who.Scope.Includes(access.Read) && err == nil {
				return
			}
			fmt.Fprint(w, ": still here\n\n")
		case e := <-queue:
			fmt.Fprintf(w, "event: %s\ndata: %s\n\n", e.name, strings.ReplaceAll(string(e.data), "\n", " "))
		}
		if err := flusher.Flush(); err != nil {
			return
		}
	}
}
