package api

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/health"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// Reindexer rebuilds the search index.
type Reindexer interface {
	Start() error
	StopReindex()
	ProgressJSON() []byte
}

// Holidays returns the public holidays of countries between two times, by day.
type Holidays func(countries []string, from, to time.Time) []evidence.ReportEvent

// Wordings is what the matcher of answers knows about wordings.
type Wordings struct {
	Telling  func(wording string) bool // can be an alias
	ShowKey  func(show string) string  // equal for two spellings of one show
	Unjoined []string                  // networks whose authors may not be matched with leads
}

// Options configure the API. A field is required unless its comment says what happens without it.
type Options struct {
	Ledger    *ledger.Ledger
	Listener  net.Listener // that Run accepts connections from; nil if requests come through Handler only
	Live      Live
	Finder    Finder
	Index     Index     // nil if the indexer runs in another process
	Reindexer Reindexer // nil if the indexer runs in another process

	SourceTypes      []feeds.Spec                          // the types of source that can be added
	AccountTypes     []feeds.AccountSpec                   // the types of credentials that sources share; may be empty
	Channels         map[alerts.ChannelType]alerts.Adapter // the types of channel that messages can be sent to
	Visits           []feeds.SampleAdapter                 // the tools that count visits; may be empty
	Leads            []feeds.LeadAdapter                   // the systems that leads come from; may be empty
	HolidayCountries []evidence.Country                    // whose public holidays are known
	Holidays         Holidays                              // those of some countries; nil if none are known
	Adapters         []feeds.Adapter                       // of SourceTypes, for checks and for messages that are posted; may be empty
	CheckRules       CheckRules                            // of the configuration, for checks of sources; may be empty
	Wordings         Wordings                              // of answers; by default every wording is like any other
	Transport        http.RoundTripper                     // guarded against private addresses, for recordings
	UserAgent        string                                // for recordings
	Pages            Pages                                 // to find the channel of a show; nil looks nowhere

	Web    http.Handler                               // the interface; nil serves none
	Gate   Gate                                       // nil if nothing ever pauses
	Checks func(ctx context.Context) []health.Finding // nil if there is nothing to check

	// These wake the services after a change. They may be nil, since a service that runs in
	// another process looks by itself now and then.
	SourceAdded       func()
	VisitsChanged     func()
	LeadsChanged      func()
	LinksChanged      func()
	BrandsChanged     func()
	DeliveriesChanged func()

	// TeamSeen is called with the requests of people who are signed in with a browser; may be nil.
	TeamSeen func(r *http.Request)

	BaseURL   string // of the desk; links in events start with it
	BusAddr   string // for outside clients; empty if there is none
	PublicURL string // of the public side; empty if it is off
	Version   string

	Entry  access.Entry   // how people sign in; with a password by default
	Key    access.KeyFile // key of the data folder
	Cookie string         // name of the session cookie; [access.Cookie] if empty

	MaxConnections int // 256 if zero
	MaxEvents      int // live events open at the same time; 256 if zero, and never more

	Logger   *slog.Logger
	Registry prometheus.Registerer
	Gatherer prometheus.Gatherer // for /metrics
	Now      func() time.Time
}

func (o *Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("api: Ledger is missing")
	case o.Live == nil:
		return errors.New("api: Live is missing")
	case o.Finder == nil:
		return errors.New("api: Finder is missing")
	case len(o.SourceTypes) == 0:
		return errors.New("api: SourceTypes is missing")
	case o.Transport == nil:
		return errors.New("api: Transport is missing")
	case len(o.Channels) == 0:
		return errors.New("api: Channels is missing")
	case o.Logger == nil:
		return errors.New("api: Logger is missing")
	case o.Registry == nil:
		return errors.New("api: Registry is missing")
	case o.Gatherer == nil:
		return errors.New("api: Gatherer is missing")
	case o.Now == nil:
		return errors.New("api: Now is missing")
	}
	if o.Wordings.Telling == nil {
		o.Wordings.Telling = func(string) bool { return false }
	}
	if o.Wordings.ShowKey == nil {
		o.Wordings.ShowKey = strings.ToLower
	}
	for _, f := range []*func(){&o.SourceAdded, &o.VisitsChanged, &o.LeadsChanged, &o.LinksChanged, &o.BrandsChanged, &o.DeliveriesChanged} {
		if *f == nil {
			*f = func() {}
		}
	}
	if o.Holidays == nil {
		o.Holidays = func([]string, time.Time, time.Time) []evidence.ReportEvent { return nil }
	}
	if o.Entry == "" {
		o.Entry = access.EntrySignIn
	}
	if o.Cookie == "" {
		o.Cookie = access.Cookie
	}
	if o.MaxConnections <= 0 {
		o.MaxConnections = maxConnections
	}
	if o.MaxEvents <= 0 || o.MaxEvents > eventsAll {
		o.MaxEvents = eventsAll
	}
	return nil
}
