package public

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// SharedPage is the page of a shared report and the files that it loads.
type SharedPage interface {
	ServePage(w http.ResponseWriter, r *http.Request)
	ServeFile(w http.ResponseWriter, r *http.Request)
}

// SharedOptions configure [Shared]. All of them are required.
type SharedOptions struct {
	Ledger *ledger.Ledger
	Page   SharedPage
	Logger *slog.Logger
	Now    func() time.Time
}

// Shared serves reports to whoever has a link to them. The answer to a link that expired, that was
// revoked or that never existed is the same, so nobody learns which it was.
type Shared struct {
	opts  SharedOptions
	flood *flood
}

// NewShared returns a Shared.
func NewShared(o SharedOptions) (*Shared, error) {
	if o.Ledger == nil || o.Page == nil || o.Logger == nil || o.Now == nil {
		return nil, errors.New("public: shared reports need Ledger, Page, Logger and Now")
	}
	return &Shared{opts: o, flood: newFlood()}, nil
}

// Why a report is not shown.
var (
	errGone    = errors.New("its mention was dismissed or removed")
	errFlooded = errors.New("too many requests from this address")
)

// servePage serves the page, which then loads the report.
func (s *Shared) servePage(w http.ResponseWriter, r *http.Request) {
	if _, err := s.find(r); err != nil {
		s.refuse(w, r, err)
		return
	}
	unlisted(w)
	s.opts.Page.ServePage(w, r)
}

// serveReport serves what the page shows.
func (s *Shared) serveReport(w http.ResponseWriter, r *http.Request) {
	rep, err := s.find(r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	unlisted(w)
	body, err := json.Marshal(rep)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(body)
}

// unlisted keeps an answer from search engines and from pages of other sites.
func unlisted(w http.ResponseWriter) {
	h := w.Header()
	h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// longestToken is more than a token has; longer ones are not looked up.
const longestToken = 64

// find returns the report that the link in the request leads to.
func (s *Shared) find(r *http.Request) (sharedReport, error) {
	now := s.opts.Now()
	address, ok := visitorAddress(r.RemoteAddr, strings.Join(r.Header.Values("X-Forwarded-For"), ","))
	if !ok || !s.flood.allow(address, now) {
		return sharedReport{}, errFlooded
	}
	token := r.PathValue("token")
	if len(token) > longestToken {
		return sharedReport{}, ledger.ErrNotFound
	}
	ctx := r.Context()
	share, err := evidence.ShareByToken(ctx, s.opts.Ledger, token, now)
	if err != nil {
		return sharedReport{}, err
	}
	rep, err := evidence.GetReport(ctx, s.opts.Ledger, share.Workspace, share.Report)
	if errors.Is(err, ledger.ErrNotFound) {
		return sharedReport{}, errGone
	}
	if err != nil {
		return sharedReport{}, err
	}
	// The report is removed a moment after its mention; nobody should read it in between.
	lead, found, err := record.LeadOf(ctx, s.opts.Ledger, rep.Workspace, rep.Brand, rep.Body.Mention.Cluster)
	if err == nil && (!found || lead.State == index.Dismissed) {
		err = errGone
	}
	if err != nil {
		return sharedReport{}, err
	}
	brand, err := s.brand(ctx, rep)
	return shared(rep, brand, share, now), err
}

// brand returns the name of a report's brand, which may have been deleted.
func (s *Shared) brand(ctx context.Context, rep evidence.Report) (sharedBrand, error) {
	all, err := record.ListBrands(ctx, s.opts.Ledger, record.BrandFilter{Workspace: rep.Workspace, Deleted: true})
	for _, b := range all {
		if b.ID == rep.Brand {
			return sharedBrand{b.Name, b.Own}, err
		}
	}
	return sharedBrand{Name: rep.Brand}, err
}

// refuse answers why the report is not shown, as a page in the reader's language.
func (s *Shared) refuse(w http.ResponseWriter, r *http.Request, err error) {
	unlisted(w)
	switch {
	case errors.Is(err, ledger.ErrNotFound):
		writeNotice(w, r, http.StatusNotFound, "no_link")
	case errors.Is(err, errGone):
		writeNotice(w, r, http.StatusGone, "gone")
	case errors.Is(err, errFlooded):
		w.Header().Set("Retry-After", "60")
		writeNotice(w, r, http.StatusTooManyRequests, "flood")
	default:
		if r.Context().Err() == nil {
			s.opts.Logger.Error("shared report not shown", "error", err)
		}
		writeNotice(w, r, http.StatusServiceUnavailable, "unavailable")
	}
}
