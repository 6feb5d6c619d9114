package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast/lookup"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/feeds/youtube"
	"github.com/namedrop/namedrop/index/detect/judge"
	"github.com/namedrop/namedrop/services/adapters"
	"github.com/namedrop/namedrop/services/alerter"
	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/correlator"
	"github.com/namedrop/namedrop/services/correlator/attribute"
	"github.com/namedrop/namedrop/services/crawler"
	"github.com/namedrop/namedrop/services/detector"
	"github.com/namedrop/namedrop/services/indexer"
	"github.com/namedrop/namedrop/services/names"
)

// outside has everything that connects to other hosts.
type outside struct {
	door   *fetch.Door
	env    adapters.Env
	finder *lookup.Finder
	// channels has an adapter for each type of channel that messages can be sent to.
	accounts *accounts
	channels map[alerts.ChannelType]alerts.Adapter
	visits   []feeds.SampleAdapter
	leads    []feeds.LeadAdapter
}

func (a *App) makeServices(context.Context) error {
	for _, make := range []func() error{a.makeOutside, a.makeRelay, a.makeCrawler, a.makeDetector, a.makeIndexer, a.makeAlerter, a.makeCorrelator, a.makePublic, a.makeAPI} {
		if err := make(); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) makeOutside() error {
	a.names = names.New(a.ledger, a.opts.Logger)
	c := a.opts.Config
	door, err := a.door("fetch")
	if err != nil {
		return err
	}
	apple, err := a.door("directory", c.Endpoints["itunes"], c.Endpoints["podcast_index"], c.Endpoints["spotify"])
	if err != nil {
		return err
	}
	client, err := post.New(post.Options{
		Transport: fetch.NewTransport(c.Fetch.AllowPrivate), Timeout: c.Alerts.Timeout,
		UserAgent: fetch.UserAgent(a.opts.Version, c.Fetch.Contact), Now: a.opts.Now,
	})
	if err != nil {
		return fmt.Errorf("creating the client that posts messages: %w", err)
	}
	finder, err := lookup.New(lookup.Options{
		Door: door, ITunes: c.Endpoints["itunes"], Apple: apple, Spotify: c.Endpoints["spotify"], Now: a.opts.Now,
		Index: lookup.Index{Base: c.Endpoints["podcast_index"], Key: c.PodcastIndex.Key.Reveal(), Secret: feeds.Secret(c.PodcastIndex.Secret.Reveal())},
	})
	if err != nil {
		return fmt.Errorf("creating the feed finder: %w", err)
	}
	videos, err := a.door("youtube", c.Endpoints["youtube"])
	if err != nil {
		return err
	}
	tube, err := youtube.New(youtube.Options{Endpoint: c.Endpoints["youtube"], Door: videos, Settings: youtube.Settings(c.YouTube), Keeper: keeper[youtube.State]{a.ledger, youtubeGate}, Now: a.opts.Now})
	if err != nil {
		return err
	}
	recognizer, err := a.recognizer(door)
	if err != nil {
		return err
	}
	published, err := publishedAddresses(c.Fetchers)
	if err != nil {
		return err
	}
	shared := newAccounts(a.ledger, adapters.Accounts(), a.holder, a.opts.Now)
	env := adapters.Env{
		Accounts: shared, Fetchers: published,
		YouTube: tube, Speech: recognizer,
		Door: door, Transport: door.RoundTripper(fetch.Limits{Timeout: 2 * time.Minute}), UserAgent: fetch.UserAgent(a.opts.Version, c.Fetch.Contact),
		Dial: fetch.NewDialer(c.Fetch.AllowPrivate).DialContext, Endpoints: c.Endpoints, Logger: a.opts.Logger, Now: a.opts.Now,
		Client: func(names ...string) *http.Client {
			addresses := make([]string, len(names))
			for i, name := range names {
				addresses[i] = c.Endpoints[name]
			}
			return &http.Client{Transport: fetch.NewTransport(c.Fetch.AllowPrivate, addresses...)}
		},
	}
	visits, err := adapters.BuildVisits(a.opts.Visits, env)
	if err != nil {
		return err
	}
	leads, err := adapters.BuildLeads(a.opts.Leads, env)
	if err != nil {
		return err
	}
	a.outside = outside{door: door, accounts: shared, env: env, finder: finder, channels: adapters.Channels(client), visits: visits, leads: leads}
	return nil
}

// door creates a fetch.Door. The configured addresses may be on a private network. They must
// come from the configuration, never from a user or a feed: otherwise anyone who can add a
// source could make the server fetch from the internal network.
func (a *App) door(name string, configured ...string) (*fetch.Door, error) {
	c := a.opts.Config
	var proxy *url.URL
	if c.Fetch.Proxy != "" {
		var err error
		if proxy, err = url.Parse(c.Fetch.Proxy); err != nil {
			return nil, errors.New("reading fetch.proxy: it is not an address")
		}
	}
	door, err := fetch.New(fetch.Options{
		Proxy:     proxy,
		UserAgent: fetch.UserAgent(a.opts.Version, c.Fetch.Contact), AllowPrivate: c.Fetch.AllowPrivate, Configured: configured,
		Timeout: c.Fetch.Timeout, PerHost: c.Fetch.PerHost, Logger: a.opts.Logger,
	})
	if err != nil {
		return nil, fmt.Errorf("creating the HTTP client %q: %w", name, err)
	}
	a.life.started(name, func(context.Context) error { door.Close(); return nil })
	return door, nil
}

func (a *App) makeRelay() (err error) {
	a.relay, err = bus.NewRelay(bus.RelayOptions{Bus: a.bus, Outbox: a.ledger, Logger: a.opts.Logger})
	return err
}

func (a *App) makeCrawler() (err error) {
	if !a.opts.Services.Crawler {
		return nil
	}
	sources, err := adapters.Build(a.opts.Sources, a.outside.env)
	if err != nil {
		return err
	}
	c := a.opts.Config.Sources
	a.crawler, err = crawler.New(crawler.Options{
		Ledger:   a.ledger,
		Adapters: sources, Fillers: adapters.Fillers(a.outside.env), Names: a.names, BaseURL: a.desk, Door: a.outside.door, Told: a.told(),
		Limits:  schedule.Limits{Shortest: c.MinInterval, Longest: c.MaxInterval, Unknown: max(c.MinInterval, min(c.MaxInterval, schedule.DefaultLimits().Unknown))},
		Workers: c.Workers, Holder: a.holder, Nudge: a.bus.Nudge,
		Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now, InFlight: a.inFlight,
	})
	if err != nil {
		return err
	}
	poll := crawler.PollOptions{Ledger: a.ledger, Holder: a.holder, Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now}
	if a.visits, err = crawler.NewVisits(crawler.VisitsOptions{PollOptions: poll, Adapters: a.outside.visits}); err != nil {
		return err
	}
	a.leads, err = crawler.NewLeads(crawler.LeadsOptions{PollOptions: poll, Adapters: a.outside.leads})
	return err
}

func (a *App) makeDetector() (err error) {
	if !a.opts.Services.Detector {
		return nil
	}
	var asked detector.Judge
	if c := a.opts.Config.Judge; c.URL != "" {
		asked, err = judge.New(judge.Options{
			Endpoint: c.URL, Model: c.Model, Key: c.Key.Reveal(), PerDay: c.PerDay, Now: a.opts.Now,
			Client: a.judgeClient(),
		})
		if err != nil {
			return fmt.Errorf("setting up the judge: %w", err)
		}
	}
	a.detector, err = detector.New(detector.Options{
		Judge: asked, Ledger: a.ledger, Bus: a.bus, Names: a.names, BaseURL: a.desk, Holder: a.holder,
		Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now, InFlight: a.inFlight,
	})
	return err
}

// judgeClient returns the client for the judge's endpoint. It may connect to a private address
// there: the judge usually runs on this machine.
func (a *App) judgeClient() *http.Client {
	c := a.opts.Config
	return &http.Client{Transport: fetch.NewTransport(c.Fetch.AllowPrivate, c.Judge.URL), Timeout: time.Minute}
}

func (a *App) makeIndexer() (err error) {
	if !a.opts.Services.Indexer {
		return nil
	}
	node, err := a.node()
	if err != nil {
		return err
	}
	a.indexer, err = indexer.New(indexer.Options{
		Ledger: a.ledger, Bus: a.bus, Index: a.index, Node: node, Nudge: a.bus.Nudge,
		KeepMonths: a.opts.Config.Index.KeepMonths, Now: a.opts.Now,
		Logger: a.opts.Logger, Registry: a.opts.Registry, InFlight: a.inFlight,
	})
	return err
}

func (a *App) makeAlerter() (err error) {
	if !a.opts.Services.Alerter {
		return nil
	}
	a.alerter, err = alerter.New(alerter.Options{
		Ledger: a.ledger, Bus: a.bus, Channels: a.outside.channels, BaseURL: a.desk, Holder: a.holder,
		PerChannel: a.opts.Config.Alerts.Workers, Timeout: a.opts.Config.Alerts.Timeout,
		Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now,
	})
	return err
}

func (a *App) makeCorrelator() (err error) {
	if !a.opts.Services.Correlator {
		return nil
	}
	a.correlator, err = correlator.New(correlator.Options{
		Ledger: a.ledger, Bus: a.bus, BaseURL: a.desk, Holder: a.holder, Unjoined: adapters.Unjoined(), Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now,
	})
	return err
}

// wakeSources makes the sources and addresses that are due be read now, if they are read here.
func (a *App) wakeSources() {
	if a.crawler != nil {
		a.crawler.Wake()
	}
}

// told returns the URL at which hubs can call us; empty if none was configured.
func (a *App) told() string {
	if c := a.opts.Config.Public; c.On() {
		return strings.TrimRight(c.URL, "/")
	}
	return ""
}

// wakeLeads makes the sources of leads that are due be read now, if they are read here.
func (a *App) wakeLeads() {
	if a.leads != nil {
		a.leads.Wake()
	}
}

func (a *App) makeAPI() (err error) {
	o := api.Options{
		Ledger: a.ledger, Listener: a.listener, Live: a.bus, Web: a.opts.Web, BaseURL: a.desk, Version: a.opts.Version,
		Entry: a.Entry(), Key: a.Key(), Cookie: a.cookie(), Registry: a.opts.Registry, Gatherer: a.opts.Registry,
		Logger: a.opts.Logger, Now: a.opts.Now, BusAddr: a.bus.Addr(), PublicURL: a.publicURL, Gate: a, Checks: a.Checks,
		MaxConnections: descriptors() / 2, MaxEvents: descriptors() / 4,
		Finder: a.outside.finder, SourceTypes: adapters.Specs(a.opts.Sources), AccountTypes: adapters.Accounts(), Transport: fetch.NewTransport(a.opts.Config.Fetch.AllowPrivate),
		UserAgent: fetch.UserAgent(a.opts.Version, a.opts.Config.Fetch.Contact), Channels: a.outside.channels,
		Visits: a.outside.visits, Leads: a.outside.leads, HolidayCountries: correlator.HolidayCountries(), Holidays: correlator.Holidays,
		Wordings: api.Wordings{Telling: attribute.Telling, ShowKey: attribute.ShowKey, Unjoined: adapters.Unjoined()},
	}
	o.Pages = func(ctx context.Context, url string, page bool) ([]byte, error) {
		resp, err := a.outside.door.Get(ctx, fetch.Request{URL: url, MaxBytes: 4 << 20, KeepHead: true, Robots: page})
		if err != nil {
			return nil, err
		}
		return resp.Body, nil
	}
	o.CheckRules = api.CheckRules{PerHost: a.opts.Config.Fetch.PerHost, Shortest: a.opts.Config.Sources.MinInterval}
	o.VisitsChanged = func() {
		if a.visits != nil {
			a.visits.Wake()
		}
		if a.collector != nil {
			a.collector.Wake()
		}
	}
	o.LeadsChanged = a.wakeLeads
	if o.Adapters, err = adapters.Build(a.opts.Sources, a.outside.env); err != nil {
		return err
	}
	if a.collector != nil {
		o.TeamSeen = func(r *http.Request) {
			a.collector.SeeTeam(r)
			a.links.SeeTeam(r)
		}
		o.LinksChanged = a.links.Wake
	}
	if a.index != nil {
		o.Index = a.index
	}
	if a.indexer != nil {
		o.Reindexer = a.indexer
	}
	if a.crawler != nil {
		o.SourceAdded = a.crawler.Wake
	}
	if a.detector != nil {
		o.BrandsChanged = a.detector.Wake
	}
	if a.alerter != nil {
		o.DeliveriesChanged = a.alerter.Wake
	}
	a.api, err = api.New(o)
	return err
}
