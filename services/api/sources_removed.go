package api

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

const (
	mostRemoved = 1000
	removedFor  = time.Hour
)

// removedSources are those that were deleted a short while ago, for the deletion to be
// undone: with their password, which no answer tells, their key, on which their documents
// hang, and how far they were read. They are in memory alone, so that what was removed is
// gone; in a cluster the search node that removed one brings it back. Zero value is ready.
type removedSources struct {
	mu   sync.Mutex
	list []removedSource
}

type removedSource struct {
	ledger.SourceWithCursor
	at time.Time
}

// keep remembers one that was deleted.
func (r *removedSources) keep(s ledger.SourceWithCursor, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(slices.DeleteFunc(r.list, func(old removedSource) bool { return old.ID == s.ID }), removedSource{s, now})
	r.list = slices.Delete(r.list, 0, max(0, len(r.list)-mostRemoved))
	time.AfterFunc(removedFor, func() { r.forget(now) })
}

// forget drops those that were removed then or before.
func (r *removedSources) forget(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = slices.DeleteFunc(r.list, func(s removedSource) bool { return !s.at.After(at) })
}

// find returns one that can still be brought back.
func (r *removedSources) find(id string, now time.Time) (ledger.SourceWithCursor, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.list {
		if s.ID == id && now.Sub(s.at) < removedFor {
			return s.SourceWithCursor, true
		}
	}
	return ledger.SourceWithCursor{}, false
}

// restoreSource undoes a deletion. One that was added again meanwhile stays as it is.
func (a *API) restoreSource(ctx context.Context, in *SourcePath) (*Tagged[SourceView], error) {
	s, ok := a.removed.find(in.ID, a.Now())
	if !ok {
		if _, err := a.Ledger.GetSource(ctx, in.ID); err == nil {
			return a.getSource(ctx, in)
		}
		return nil, problem(http.StatusNotFound, "not_found", "It was removed too long ago, or before a restart, to be brought back. Add it again by its address.")
	}
	err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		there, created, err := tx.AddSource(ctx, s.Source)
		if in.ID = there.ID; err != nil || !created {
			return err
		}
		return tx.SaveCursor(ctx, s.ID, s.Cursor)
	})
	if err != nil {
		return nil, a.fail(ctx, "bringing back the source", err)
	}
	a.SourceAdded()
	return a.getSource(ctx, in)
}
