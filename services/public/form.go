package public

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

//go:embed form.js
var formScript []byte

// serveForm serves the script that adds suggestions to the question how people heard of a brand. It is the same
// for all forms.
func serveForm(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, _ = w.Write(formScript)
}

// suggestingType is the type of sources of leads whose forms get suggestions.
const suggestingType feeds.LeadType = "form"

const (
	formFresh      = time.Minute // how old suggestions may be
	mostForms      = 200         // whose suggestions are held
	mostSuggested  = 500
	suggestedUntil = 2 * 365 * 24 * time.Hour // shows of older mentions are left out
)

// suggested are the names of shows that a form suggests. They are held, so that a flood costs nothing.
type suggested struct {
	mu    sync.Mutex
	forms map[string]suggestions
}

type suggestions struct {
	body []byte // empty if there is no such form
	made time.Time
}

// serveSuggestions answers with the names of all shows that mentioned the own brands of a form's site. What somebody
// types isn't sent here. People and accounts are not suggested, only podcasts, channels and sites.
func (l *Leads) serveSuggestions(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	address, ok := visitorAddress(r.RemoteAddr, strings.Join(r.Header.Values("X-Forwarded-For"), ","))
	switch {
	case !ok || !l.flood.allow(address, l.opts.Now()):
		w.Header().Set("Retry-After", "60")
		http.Error(w, "Too many requests. Try again in a minute.", http.StatusTooManyRequests)
		return
	case len(id) != leadIDLength:
		http.NotFound(w, r)
		return
	}
	body, err := l.suggestionsOf(r.Context(), id)
	switch {
	case err != nil:
		l.opts.Logger.Error("suggestions of a form not read", "source", id, "error", err)
		w.Header().Set("Retry-After", "5")
		http.Error(w, "Try again later.", http.StatusServiceUnavailable)
		return
	case len(body) == 0:
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Access-Control-Allow-Origin", "*") // names only, and the same for everybody
	h.Set("Cache-Control", "public, max-age=60")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, _ = w.Write(body)
}

func (l *Leads) suggestionsOf(ctx context.Context, id string) ([]byte, error) {
	l.suggested.mu.Lock() // one at a time: all others wait for the same answer
	defer l.suggested.mu.Unlock()
	now := l.opts.Now()
	if s, ok := l.suggested.forms[id]; ok && now.Sub(s.made) < formFresh {
		return s.body, nil
	}
	src, err := evidence.ReceivingSource(ctx, l.opts.Ledger, id)
	if errors.Is(err, ledger.ErrNotFound) || err == nil && (src.Type != suggestingType || src.Paused) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	shows, err := l.showsFor(ctx, src, now)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(map[string][]string{"shows": shows})
	if err != nil {
		return nil, err
	}
	if len(l.suggested.forms) >= mostForms || l.suggested.forms == nil {
		l.suggested.forms = map[string]suggestions{}
	}
	l.suggested.forms[id] = suggestions{body, now}
	return body, nil
}

// showsFor returns the shows with mentions of the own brands of a source's site, those with the newest mention first.
func (l *Leads) showsFor(ctx context.Context, src evidence.LeadSourceWithPoll, now time.Time) ([]string, error) {
	sites, err := evidence.ListSites(ctx, l.opts.Ledger, src.Workspace)
	if err != nil {
		return nil, err
	}
	// Of posts the author is the show, and nobody is to be suggested: all networks are left out.
	mentions, err := record.RecallableMentions(ctx, l.opts.Ledger, src.Workspace, nil)
	if err != nil {
		return nil, err
	}
	site := evidence.SiteID(src.Workspace, src.Site)
	for _, s := range sites {
		if s.Name == src.Site {
			site = s.ID
		}
	}
	out, seen := []string{}, map[string]bool{}
	for i := len(mentions) - 1; i >= 0 && len(out) < mostSuggested; i-- {
		m := mentions[i]
		key := strings.ToLower(m.Show)
		if m.Kind == feeds.Post || m.Show == "" || seen[key] || now.Sub(m.Published) > suggestedUntil || evidence.SiteOf(sites, m.Brand, true) != site {
			continue
		}
		seen[key] = true
		out = append(out, m.Show)
	}
	return out, nil
}
