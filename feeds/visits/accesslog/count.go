package accesslog

import (
	"hash/maphash"
	"strconv"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/feeds/visits/channel"
	"github.com/namedrop/namedrop/feeds/visits/fetches"
)

// The metrics that a log gives.
const (
	Pageviews = "pageviews"
	Previews  = "previews"          // by chat, in the place of the channel
	Assistant = "assistant_fetches" // by assistant
)

const (
	pause       = 30 * 60 // seconds without a page view, after which a visit is another one
	maxVisitors = 1_000_000
	maxAgents   = 20_000 // user agents that are remembered
	maxAgent    = 512    // bytes of one that count
	maxSamples  = 2_000_000
	maxAssisted = 50_000    // pages that assistants fetched within half an hour
	assisting   = 30 * 60   // seconds after such a fetch in which a visit may come of it
	ahead       = time.Hour // by which the server's clock may be wrong
)

// visit is a visit that may go on.
type visit struct {
	last    int64
	channel uint8 // in counter.channels
	landing feeds.Landing
}

type client struct {
	agent.Client
	hash uint64
}

// counter adds up a log. What it keeps of a visitor is a hash with a seed of its own.
type counter struct {
	parser
	own  []string // hosts of the site
	now  time.Time
	seed maphash.Seed

	// Visits of the last half hour are in recent, those before it in older: what is in neither is over.
	recent, older map[uint64]visit
	turned        int64

	clients map[string]client
	values  map[feeds.SampleKey]float64
	// Visits and page views of the present hour, by channel and landing class. They become values when
	// another hour comes.
	present     [len(channels)][2]struct{ visits, views float64 }
	deep        struct{ direct, search, ai float64 } // of the present hour
	presentHour int64
	fetched     *fetches.Counter
	assisted    map[uint64]int64 // when an assistant last fetched a page, by the page's hash
	hours       map[int64]bool   // those with a line
	hour        int64            // of the last line
	first       int64
	last        int64
	requests    int // lines that were requests
	bad         int
	wrong       int // the first line that was malformed
	future      int
	foreign     int // requests for other hosts
	views       int
	private     int // page views from addresses inside a network
	bare        int // page views without a known user agent, referrer or host, by format
	noHost      int
}

func newCounter(own []string, now time.Time, published *fetches.Addresses) *counter {
	c := &counter{fetched: fetches.NewCounter(published), assisted: map[uint64]int64{}, now: now, seed: maphash.MakeSeed(), recent: map[uint64]visit{}, older: map[uint64]visit{}, clients: map[string]client{}, values: map[feeds.SampleKey]float64{}, hours: map[int64]bool{}}
	for _, host := range own {
		c.own = append(c.own, channel.Host(host))
	}
	return c
}

// line adds one line.
func (c *counter) line(line []byte, n int) error {
	var e entry
	switch c.parse(line, &e) {
	case other:
		return nil
	case malformed:
		c.malformed(n)
		return nil
	}
	if e.at > c.now.Add(ahead).Unix() || e.at <= 0 {
		c.future++
		return nil
	}
	c.requests++
	if hour := e.at - e.at%3600; hour != c.hour {
		c.hour = hour
		c.hours[hour] = true
	}
	if c.first == 0 || e.at < c.first {
		c.first = e.at
	}
	c.last = max(c.last, e.at)
	if e.prefetch || string(e.method) != "GET" {
		return nil
	}
	switch e.status {
	case 200, 304, 206:
	default:
		return nil
	}
	path, query := e.target()
	if !isPage(path) {
		return nil
	}
	if len(c.own) > 0 && len(e.host) > 0 && !channel.Owned(channel.Host(string(e.host)), c.own) {
		c.foreign++
		return nil
	}
	return c.page(&e, path, query)
}

func (c *counter) malformed(n int) {
	if c.bad == 0 {
		c.wrong = n
	}
	c.bad++
}

// page adds the fetch of a page.
func (c *counter) page(e *entry, path, query []byte) error {
	who := client{Client: agent.Client{Kind: agent.Person}}
	if e.hasAgent {
		who = c.client(e.userAgent)
	}
	key := feeds.SampleKey{Start: e.at - e.at%3600, Span: feeds.HourSpan, Landing: feeds.LandingOf(string(path))}
	if who.Kind != agent.Person {
		proof := c.fetch(e, path, who.Client)
		switch who.Kind {
		case agent.Preview:
			key.Metric, key.Channel = Previews, who.Name
			return c.add(key, 1)
		case agent.Assistant:
			c.assist(e.at, path, proof)
			key.Metric, key.Channel = Assistant, who.Name
			return c.add(key, 1)
		}
		return nil
	}
	if e.status == 206 {
		return nil // a part of something
	}
	c.views++
	if !e.hasAgent {
		c.bare++
	}
	visitor := maphash.Bytes(c.seed, c.address(e)) ^ who.hash
	v, going, err := c.visit(e.at, visitor)
	if err != nil {
		return err
	}
	if !going {
		v.channel, v.landing = c.channel(e, query), key.Landing
	}
	v.last = max(v.last, e.at)
	c.recent[visitor] = v
	if key.Start != c.presentHour {
		if err := c.turnHour(key.Start); err != nil {
			return err
		}
	}
	cell := &c.present[v.channel][0]
	if v.landing == feeds.DeepLanding {
		cell = &c.present[v.channel][1]
	}
	if !going {
		cell.visits++
		c.landed(e.at, path, channels[v.channel])
	}
	cell.views++
	return nil
}

// turnHour makes values of what was counted in the present hour, and begins another.
func (c *counter) turnHour(next int64) error {
	for i := range c.present {
		for j, landing := range []feeds.Landing{feeds.HomeLanding, feeds.DeepLanding} {
			cell := &c.present[i][j]
			key := feeds.SampleKey{Start: c.presentHour, Span: feeds.HourSpan, Channel: channels[i], Landing: landing}
			for metric, n := range map[string]float64{feeds.VisitsMetric: cell.visits, Pageviews: cell.views} {
				if key.Metric = metric; n > 0 {
					if err := c.add(key, n); err != nil {
						return err
					}
				}
			}
			cell.visits, cell.views = 0, 0
		}
	}
	for metric, n := range map[string]float64{feeds.DeepDirectMetric: c.deep.direct, feeds.DeepSearchMetric: c.deep.search, feeds.DeepAIMetric: c.deep.ai} {
		if n > 0 {
			if err := c.add(feeds.SampleKey{Start: c.presentHour, Span: feeds.HourSpan, Metric: metric}, n); err != nil {
				return err
			}
		}
	}
	c.deep.direct, c.deep.search, c.deep.ai = 0, 0, 0
	c.presentHour = next
	return nil
}

func (c *counter) add(key feeds.SampleKey, n float64) error {
	if c.values[key] += n; len(c.values) > maxSamples {
		return feeds.Mistaken("log_too_many_samples", "more than {limit} different hours and channels: is this the log of one site?", "limit", strconv.Itoa(maxSamples))
	}
	return nil
}
