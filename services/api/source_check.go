package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/single"
	"github.com/namedrop/namedrop/services/api/access"
)

// CheckView is one read of a source that stores nothing.
type CheckView struct {
	Type      feeds.SourceType  `json:"type"`
	Way       string            `json:"way" enum:"polled,once,streamed,received" doc:"How sources of this type are read. Those that are streamed or received can't be checked by one read."`
	Read      bool              `json:"read" doc:"Whether the read succeeded."`
	Title     string            `json:"title,omitempty" doc:"As the source calls itself."`
	Fetched   []CheckFetch      `json:"fetched" doc:"The requests in their order, at most 100. Those that don't go over HTTP are absent."`
	Listed    int               `json:"listed" doc:"Number of items that the source lists."`
	Documents int               `json:"documents" doc:"Number of documents that would be looked at."`
	Found     int               `json:"found" doc:"Number of addresses that would be read once."`
	More      bool              `json:"more,omitempty" doc:"Whether the next read would continue at once."`
	Items     []CheckItem       `json:"items" doc:"The three newest."`
	Hub       string            `json:"hub,omitempty" doc:"Host of the WebSub hub that the feed names."`
	Warnings  []feeds.Warning   `json:"warnings"`
	Limits    CheckLimits       `json:"limits"`
	Fault     string            `json:"fault,omitempty" doc:"Kind of what went wrong."`
	Error     string            `json:"error,omitempty" doc:"What went wrong and what helps, in English."`
	Code      string            `json:"code,omitempty" doc:"Identifies the sentences of error."`
	Params    map[string]string `json:"params,omitempty"`
	Took      int64             `json:"took_ms"`
}

// CheckFetch is one request of a check. It has no address, since that may hold a secret.
type CheckFetch struct {
	Host   string `json:"host" doc:"The last one after redirects."`
	Status int    `json:"status,omitempty" doc:"Absent if no answer came."`
	Type   string `json:"type,omitempty" doc:"Content type, as declared."`
	Bytes  int64  `json:"bytes" doc:"Of the body as sent; 0 where it wasn't counted."`
	Took   int64  `json:"took_ms"`
	Fault  string `json:"fault,omitempty" doc:"Kind of what went wrong."`
}

// CheckItem is a document that a check read.
type CheckItem struct {
	Kind       feeds.Kind `json:"kind" enum:"podcast,video,post,page"`
	Title      string     `json:"title,omitempty"`
	URL        string     `json:"url,omitempty"`
	Author     string     `json:"author,omitempty"`
	Published  *time.Time `json:"published,omitempty"`
	Characters int        `json:"characters" doc:"Length of its text and notes."`
	Files      int        `json:"files" doc:"Number of transcripts and other files that it offers."`
}

// CheckLimits are what applies to a source.
type CheckLimits struct {
	Text      string  `json:"text,omitempty" doc:"What the network or its terms don't allow, in English."`
	NamedOnly bool    `json:"named_only" doc:"Whether only documents that name a brand are stored."`
	PerHost   float64 `json:"per_host,omitempty" doc:"Requests a second to one host."`
	Shortest  int64   `json:"shortest,omitempty" doc:"Seconds between two reads, at least."`
}

// CheckRules are the limits of the configuration that a check reports.
type CheckRules struct {
	PerHost  float64       // requests a second to one host
	Shortest time.Duration // between two reads of a source
}

const (
	checkTimeout = 90 * time.Second
	checkItems   = 3
	checkFetches = 100
	maxChecks    = 2 // at the same time
)

func (a *API) checkRoute() {
	huma.Register(a.huma, op(http.MethodPost, "/sources/check", "check-source", "Read a source once without storing anything, and say what came", "sources", access.Write), a.checkSource)
}

func (a *API) checkSource(ctx context.Context, in *struct{ Body SourceBody }) (*Out[CheckView], error) {
	src, err := a.newSource(in.Body)
	if err != nil {
		return nil, err
	}
	a.chooseSchemes(ctx, []*feeds.Source{&src})
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	select {
	case a.checks <- struct{}{}:
		defer func() { <-a.checks }()
	case <-ctx.Done():
		return nil, a.fail(ctx, "waiting for another check", ctx.Err())
	}
	began := a.opts.Now()
	v := CheckView{Type: src.Type, Fetched: []CheckFetch{}, Items: []CheckItem{}, Warnings: []feeds.Warning{}}
	spec, _ := a.typeOf(src.Type)
	v.Limits = CheckLimits{spec.Limits, spec.NamedOnly, a.opts.CheckRules.PerHost, int64(a.opts.CheckRules.Shortest / time.Second)}
	var mu sync.Mutex
	watched := fetch.Watch(ctx, func(o fetch.Observation) {
		mu.Lock()
		defer mu.Unlock()
		if len(v.Fetched) < checkFetches {
			v.Fetched = append(v.Fetched, CheckFetch{o.Host, o.Status, o.ContentType, o.Wire, o.Took.Milliseconds(), string(o.Kind)})
		}
	})
	batch, err := a.readOnce(watched, spec, src, &v.Way)
	mu.Lock()
	defer mu.Unlock() // a request that goes on after the read is not told any more
	v.Took = a.opts.Now().Sub(began).Milliseconds()
	v.take(batch, src)
	if v.Read = err == nil && v.Way != "streamed" && v.Way != "received"; err != nil {
		v.fail(err)
	} else if batch.Fault != nil {
		v.fail(batch.Fault)
	}
	v.Fetched = append([]CheckFetch{}, v.Fetched...)
	return &Out[CheckView]{v}, nil
}

// readOnce reads a source from its beginning, or the one address.
func (a *API) readOnce(ctx context.Context, spec feeds.Spec, src feeds.Source, way *string) (batch feeds.Batch, err error) {
	ctx, release := fetch.Hold(ctx)
	defer release()
	defer func() { // a hostile answer fails this check and not the process
		if p := recover(); p != nil {
			a.opts.Logger.Error("check panicked", "type", src.Type, "panic", p)
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read this source", Help: "Please report its address."}
		}
	}()
	adapter := a.adapter(src.Type)
	switch {
	case src.Type == feeds.SingleSource:
		*way = "once"
		opener, d, ok := single.Opener(a.opts.SourceTypes, src.URL)
		if !ok {
			return batch, &feeds.Fault{Kind: feeds.FaultRefused, Code: "address_not_web", Reason: "The address doesn't begin with http:// or https://", Help: "Only web addresses can be read."}
		}
		if pasted, err := single.Read(src); err == nil && strings.TrimSpace(pasted.Text) != "" {
			return feeds.Batch{Documents: []feeds.Item{{Document: pasted.Document(d)}}}, nil
		}
		by := a.adapter(opener.Type)
		if by.Opener == nil {
			return batch, errors.New("nothing reads this address")
		}
		item, err := by.Opener.Open(ctx, src.URL)
		if err != nil {
			return batch, err //nolint:wrapcheck // a fault
		}
		return feeds.Batch{Documents: []feeds.Item{item}}, nil
	case adapter.Receiver != nil && adapter.Reader == nil:
		*way = "received"
		return batch, nil
	case adapter.Reader == nil, !a.isPolled(src):
		*way = "streamed"
		return batch, nil
	}
	*way = "polled"
	return adapter.Reader.Read(feeds.Unconditional(ctx), src, nil) //nolint:wrapcheck // a fault
}

func (a *API) adapter(of feeds.SourceType) feeds.Adapter {
	for _, one := range a.opts.Adapters {
		if one.Type == of {
			return one
		}
	}
	return feeds.Adapter{}
}

func (v *CheckView) take(b feeds.Batch, src feeds.Source) {
	if b.Source != nil && b.Source.Title != src.Title {
		v.Title = b.Source.Title
	}
	v.Documents, v.Found, v.More = len(b.Documents), len(b.Found), b.More
	if v.Listed = b.Listed; v.Listed == 0 {
		v.Listed = len(b.Documents)
	}
	if b.Hub != nil {
		v.Hub = hostOfURL(b.Hub.URL)
	}
	v.Warnings = append(v.Warnings, b.Warnings...)
	for _, d := range b.Documents[:min(len(b.Documents), checkItems)] {
		v.Items = append(v.Items, CheckItem{d.Kind, d.Title, withoutPassword(d.URL), d.Author, known(d.Published), len([]rune(d.Notes)) + len([]rune(d.Body())), len(d.Offers)})
	}
}

func (v *CheckView) fail(err error) {
	v.Fault, v.Error = string(feeds.FaultOf(err)), "The read took too long, or broke off." // other errors may hold an address
	var f *feeds.Fault
	if errors.As(err, &f) {
		once := *f // a check isn't repeated by itself
		if once.Help == "" {
			once.Help = "Try again later."
		}
		v.Error = once.Sentence()
	}
	v.Code, v.Params = feeds.CodeOf(err)
}
