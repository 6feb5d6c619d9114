package crawler

import (
	"context"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/single"
	"github.com/namedrop/namedrop/feeds/web"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/names"
)

// openAddress reads one address, or takes what was pasted.
func (c *Crawler) openAddress(ctx context.Context, src feeds.Source, a *archive.Address) (item feeds.Item, err error) {
	crashed := &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read this address", Help: "Please report it."}
	defer func() { // as in callReader
		if p := recover(); p != nil {
			c.opts.Logger.Error("opener panicked", "address", a.ID, "panic", p)
			err = crashed
		}
	}()
	if a.Tries > addressTries {
		return item, crashed // its process ended each time before it could say why
	}
	spec, d, ok := single.Opener(c.openable, a.URL)
	if !ok {
		return item, notAPage(a.URL)
	}
	if pasted, err := single.Read(feeds.Source{Settings: a.Pasted}); err == nil && strings.TrimSpace(pasted.Text) != "" {
		return feeds.Item{Document: pasted.Document(d)}, nil
	}
	opener := c.openers[spec.Type]
	if page := c.openers[web.Type]; !a.Added && page != nil && c.checkers[src.Type] != nil {
		opener = page // a checker wants the links, which only a page has
	}
	return opener.Open(ctx, a.URL) //nolint:wrapcheck // a fault
}

func notAPage(address string) *feeds.Fault {
	if strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://") {
		return web.NoPage(address)
	}
	return &feeds.Fault{Kind: feeds.FaultRefused, Code: "address_not_web", Reason: "The address doesn't begin with http:// or https://", Help: "Only web addresses can be read."}
}

// unwanted is why what was read at a found address isn't kept.
type unwanted struct{ reason error }

func (u unwanted) Error() string {
	if u.reason == nil {
		return "it names no brand"
	}
	return u.reason.Error()
}

func (u unwanted) Unwrap() error { return u.reason }

// keepFound returns why what was read isn't kept: by the checker of the source's type, or since it names no brand.
func (c *Crawler) keepFound(ctx context.Context, src feeds.Source, item feeds.Item) (why, err error) {
	checker := c.checkers[src.Type]
	if checker != nil {
		own, err := names.OwnHosts(ctx, c.opts.Ledger, src.Workspace)
		if err != nil {
			return nil, err
		}
		if why := checker.CheckAddress(src, own, item); why != nil {
			return unwanted{why}, nil
		}
	}
	if checker == nil || c.named[src.Type] {
		named, err := c.namesABrand(ctx, item)
		if err != nil {
			return nil, err
		}
		if !named {
			return unwanted{}, nil
		}
	}
	return nil, nil
}
