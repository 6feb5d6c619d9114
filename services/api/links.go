package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// LinkBody is a new short link.
type LinkBody struct {
	Slug    string        `json:"slug,omitempty" maxLength:"100" doc:"What follows /l/: letters a to z, digits and hyphens. If it is left out, six characters are chosen."`
	Name    string        `json:"name,omitempty" maxLength:"200" doc:"If it is left out, the title of the mention or the name of the source."`
	Target  string        `json:"target" minLength:"1" maxLength:"2000" doc:"Where it leads: a web address."`
	Mention string        `json:"mention,omitempty" maxLength:"100" doc:"Id of a mention, in an episode, video, post or page that says the link."`
	Source  string        `json:"source,omitempty" maxLength:"100" doc:"Id of a source, for a link that all of a show's episodes say. Its clicks count for the newest mention before them."`
	UTM     *evidence.UTM `json:"utm,omitempty" doc:"If it is left out: the show or podcast, video, social, and the slug. Parameters are added to the target."`
}

// LinkChange is a change of a link. Fields that are left out stay as they are. A link keeps its slug.
type LinkChange struct {
	Name    *string       `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Target  *string       `json:"target,omitempty" minLength:"1" maxLength:"2000"`
	Mention *string       `json:"mention,omitempty" maxLength:"100" doc:"Empty for none."`
	Source  *string       `json:"source,omitempty" maxLength:"100" doc:"Empty for none."`
	UTM     *evidence.UTM `json:"utm,omitempty" doc:"Replaces all five."`
}

type LinkPath struct {
	ID string `path:"id" maxLength:"300"`
}

// LinkQuery selects links.
type LinkQuery struct {
	Mention string `query:"mention" maxLength:"100" doc:"Those made for a mention."`
	Source  string `query:"source" maxLength:"100" doc:"Those made for a source."`
	Text    string `query:"q" maxLength:"200" doc:"Text in the name, the slug or the target."`
	Paging
}

func (a *API) linkRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/links", "list-links", "List short links with their clicks, the newest first", "links", access.Read), a.listLinks)
	huma.Register(a.huma, op(http.MethodPost, "/links", "add-link", "Make a short link", "links", access.Write), a.addLink)
	huma.Register(a.huma, op(http.MethodGet, "/links/{id}", "get-link", "Get a link", "links", access.Read), a.getLink)
	huma.Register(a.huma, op(http.MethodPatch, "/links/{id}", "change-link", "Change the given fields of a link", "links", access.Write), a.changeLink)
	huma.Register(a.huma, op(http.MethodDelete, "/links/{id}", "delete-link", "Delete a link with its clicks", "links", access.Write), a.deleteLink)
	huma.Register(a.huma, op(http.MethodGet, "/links/{id}/clicks", "get-link-clicks", "Get the clicks of a link by hour or day", "links", access.Read), a.linkClicks)
	huma.Register(a.huma, a.linkCodeOperation(), a.linkCode)
}

func (a *API) listLinks(ctx context.Context, in *LinkQuery) (*Out[List[LinkView]], error) {
	found, next, err := evidence.ListLinks(ctx, a.opts.Ledger, evidence.LinkFilter{
		Workspace: workspace(ctx), Mention: in.Mention, Source: in.Source, Text: strings.TrimSpace(in.Text), Page: ledger.Page{Limit: in.Limit, After: in.Cursor},
	})
	if err != nil {
		return nil, a.fail(ctx, "listing links", err)
	}
	views := make([]LinkView, len(found))
	for i, l := range found {
		views[i] = a.viewLink(l)
	}
	return list(views, next), nil
}

func (a *API) getLink(ctx context.Context, in *LinkPath) (*Tagged[LinkView], error) {
	l, err := a.loadLink(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return a.taggedLink(ctx, l)
}

// loadLink finds a link by its id or its slug.
func (a *API) loadLink(ctx context.Context, id string) (evidence.Link, error) {
	l, err := evidence.GetLink(ctx, a.opts.Ledger, workspace(ctx), id)
	if isNotFound(err) && evidence.Skeleton(id) != "" {
		l, err = evidence.LinkBySlug(ctx, a.opts.Ledger, workspace(ctx), id)
	}
	return l, a.fail(ctx, "loading the link", err)
}

func (a *API) addLink(ctx context.Context, in *struct{ Body LinkBody }) (*Tagged[LinkView], error) {
	if a.opts.PublicURL == "" {
		return nil, linksOff.problem()
	}
	b := in.Body
	l := evidence.Link{
		ID: newID("link"), Workspace: workspace(ctx), Name: strings.TrimSpace(b.Name), Target: b.Target, Mention: b.Mention, Source: b.Source, Service: evidence.OwnLinks,
	}
	var err error
	if b.Slug != "" {
		if l.Slug, err = evidence.CheckSlug(b.Slug); err != nil {
			return nil, slugProblem(err)
		}
	}
	madeFor, err := a.checkLink(ctx, &l)
	if err != nil {
		return nil, err
	}
	l.Name = cmp.Or(l.Name, short(madeFor.name, 200))
	chosen := l.Slug != ""
	for try := 0; ; try++ {
		if !chosen {
			l.Slug = evidence.NewSlug()
		}
		l.Name = cmp.Or(l.Name, l.Slug)
		if b.UTM != nil {
			l.UTM = *b.UTM
		} else {
			l.UTM = evidence.UTM{Source: madeFor.source, Medium: madeFor.medium, Campaign: l.Slug}
		}
		out, err := a.writeLink(ctx, l)
		var p *Problem
		if !chosen && try < 10 && errors.As(err, &p) && p.Reason == slugTaken.name {
			continue
		}
		return out, err
	}
}

// slugProblem returns the answer for a slug that can't be used.
func slugProblem(err error) error {
	var wrong *evidence.SlugError
	if !errors.As(err, &wrong) {
		return err
	}
	switch wrong.Code {
	case evidence.SlugLetters:
		return slugLetters.problem("letter", wrong.Text)
	case evidence.SlugReserved:
		return slugReserved.problem("slug", wrong.Text)
	}
	return slugForm.problem()
}

func (a *API) changeLink(ctx context.Context, in *struct {
	LinkPath
	IfMatch
	Body LinkChange
}) (*Tagged[LinkView], error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	return again(func() (*Tagged[LinkView], error) {
		l, err := a.loadLink(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		c := in.Body
		replace(&l.Name, c.Name)
		replace(&l.Target, c.Target)
		replace(&l.Mention, c.Mention)
		replace(&l.Source, c.Source)
		replace(&l.UTM, c.UTM)
		if l.Name, err = named(l.Name); err != nil {
			return nil, err
		}
		if _, err := a.checkLink(ctx, &l); err != nil {
			return nil, err
		}
		if want >= 0 {
			l.Revision = want
		}
		return a.writeLink(ctx, l)
	}, want < 0)
}

// purpose is what a link was made for: names for its UTM parameters and for itself.
type purpose struct{ name, source, medium string }

// checkLink checks where a link leads and what it is for.
func (a *API) checkLink(ctx context.Context, l *evidence.Link) (purpose, error) {
	if l.Target != "" || l.Service == evidence.OwnLinks {
		target, err := evidence.CheckTarget(l.Target, a.opts.PublicURL)
		var wrong *evidence.TargetError
		switch {
		case errors.As(err, &wrong) && wrong.Code == evidence.TargetLogin:
			return purpose{}, targetLogin.problem()
		case errors.As(err, &wrong) && wrong.Code == evidence.TargetOwn:
			return purpose{}, targetOwn.problem()
		case err != nil:
			return purpose{}, targetForm.problem()
		}
		l.Target = target
	}
	switch {
	case l.Mention != "" && l.Source != "":
		return purpose{}, linkForBoth.problem()
	case l.Mention != "":
		m, err := record.GetMentionRow(ctx, a.opts.Ledger, l.Workspace, l.Mention)
		if isNotFound(err) {
			return purpose{}, leadNoMention.problem()
		}
		return purpose{m.Doc.Title, plainWord(cmp.Or(m.Doc.SourceName, m.Doc.Network)), mediumOf(string(m.Kind))}, a.fail(ctx, "loading the mention", err)
	case l.Source != "":
		s, err := archive.GetSource(ctx, a.opts.Ledger, l.Source)
		if isNotFound(err) || err == nil && s.Workspace != "" && s.Workspace != l.Workspace {
			return purpose{}, noSource.problem("id", shortened(l.Source))
		}
		return purpose{s.Name, plainWord(s.Name), mediumOf(string(s.Type))}, a.fail(ctx, "loading the source", err)
	}
	return purpose{}, nil
}

// mediumOf returns the utm_medium of a kind of document or a type of source.
func mediumOf(kind string) string {
	switch kind {
	case "podcast":
		return "podcast"
	case "video", "youtube":
		return "video"
	case "page", "feed", "web":
		return "referral"
	}
	return "social"
}

// plainWord returns a name as analytics show it best: lower-case letters, digits and hyphens.
func plainWord(name string) string {
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < 0x80 })
	return short(strings.Join(parts, "-"), 100)
}

// short cuts a text after a number of characters.
func short(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimSpace(string(r[:most]))
	}
	return text
}

func (a *API) writeLink(ctx context.Context, l evidence.Link) (*Tagged[LinkView], error) {
	if len(l.Destination()) > evidence.LongestTarget+600 {
		return nil, targetForm.problem()
	}
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		if l.Revision == 0 {
			n, err := evidence.CountLinks(ctx, tx, l.Workspace)
			if err != nil {
				return err
			}
			if n >= evidence.MostLinks {
				return tooManyLinks.problem()
			}
		}
		l, err = evidence.PutLink(ctx, tx, l)
		return err
	})
	var taken *evidence.TakenError
	if errors.As(err, &taken) {
		return nil, slugTaken.problem("slug", taken.Slug)
	}
	if err != nil {
		return nil, a.fail(ctx, "saving the link", err)
	}
	a.opts.LinksChanged()
	return a.taggedLink(ctx, l)
}

func (a *API) deleteLink(ctx context.Context, in *struct {
	LinkPath
	IfMatch
}) (*struct{}, error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	l, err := a.loadLink(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		return evidence.DeleteLink(ctx, tx, workspace(ctx), l.ID, max(want, 0))
	})
	a.opts.LinksChanged()
	return nil, a.fail(ctx, "deleting the link", err)
}
