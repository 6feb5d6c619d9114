package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

// leadMatch is which mention a lead means.
type leadMatch struct {
	Tier       string        `json:"tier"`
	Mention    *leadMention  `json:"mention"`
	Show       string        `json:"show"`
	Candidates []leadMention `json:"candidates"`
	Confidence float64       `json:"confidence"`
	Reason     string        `json:"reason"`
	Judged     *time.Time    `json:"judged"`
	JudgedBy   string        `json:"judged_by"`
}

type leadMention struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Show      string    `json:"show"`
	Kind      string    `json:"kind"`
	Published time.Time `json:"published"`
}

// short returns the match as a cell of a table.
func (m *leadMatch) short() string {
	switch {
	case m == nil:
		return ""
	case m.Mention != nil:
		return m.Tier + ": " + cmp.Or(m.Show, m.Mention.Title)
	case m.Show != "":
		return m.Tier + ": " + m.Show
	}
	return m.Tier
}

// long returns the match with its reason.
func (m *leadMatch) long() string {
	if m == nil {
		return ""
	}
	text := m.short()
	if m.Mention != nil {
		text += fmt.Sprintf(", %s of %s (%s)", m.Mention.Title, m.Mention.Published.UTC().Format(time.DateOnly), m.Mention.ID)
	}
	if m.Judged != nil {
		return text + ". Confirmed by " + cmp.Or(m.JudgedBy, "a person")
	}
	return text + ". " + m.Reason
}

type leadMatchCmd struct {
	ID      string  `arg:"" help:"Id of the lead."`
	Mention string  `placeholder:"ID" help:"Mention that is meant; namedrop lead choices lists them."`
	Show    string  `placeholder:"NAME" help:"Show that is meant, where no single mention is."`
	Channel bool    `help:"Only a kind or a network is meant."`
	None    bool    `help:"No mention is meant."`
	Alias   *string `placeholder:"TEXT" help:"Wording to remember as another name of the show; by default a short answer that was not understood. Empty remembers nothing."`
}

func (c *leadMatchCmd) Run(ctx context.Context, g *globals) error {
	body := map[string]any{}
	stated := 0
	for name, value := range map[string]string{"mention": c.Mention, "show": c.Show} {
		if value != "" {
			body[name] = value
			stated++
		}
	}
	for tier, set := range map[string]bool{"channel": c.Channel, "none": c.None} {
		if set {
			body["tier"] = tier
			stated++
		}
	}
	if stated > 1 {
		return errors.New("name one of --mention, --show, --channel and --none; none of them confirms what was found")
	}
	set(body, "alias", c.Alias)
	return send(ctx, g, http.MethodPut, leadMatchPath(c.ID), nil, body, func(l leadView) string {
		return "The lead means " + screen.Line(l.Match.long()) + "."
	})
}

type leadUnmatch struct {
	ID string `arg:"" help:"Id of the lead."`
}

func (c *leadUnmatch) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, leadMatchPath(c.ID), nil, "Taken back. The answer is matched again in a moment.")
}

type leadChoices struct {
	ID string `arg:"" help:"Id of the lead."`
}

func (c *leadChoices) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodGet, "/leads/choices/"+url.PathEscape(c.ID), nil, nil, func(v struct {
		Shows []struct {
			Show     string
			Mentions []leadMention
		}
	}) string {
		if len(v.Shows) == 0 {
			return "No show had mentioned you before this lead came."
		}
		var b strings.Builder
		for _, s := range v.Shows {
			fmt.Fprintf(&b, "%s\n", screen.Line(s.Show))
			for _, m := range s.Mentions {
				fmt.Fprintf(&b, "  %s  %s  %s\n", m.ID, m.Published.UTC().Format(time.DateOnly), screen.Line(m.Title))
			}
		}
		return strings.TrimSuffix(b.String(), "\n")
	})
}

type leadShows struct {
	Site string `help:"Name of the site."`
	From string `placeholder:"DAY" help:"First day, such as 2026-11-23."`
	To   string `placeholder:"DAY" help:"Last day."`
}

func (c *leadShows) Run(ctx context.Context, g *globals) error {
	query := url.Values{}
	for name, value := range map[string]string{"site": c.Site, "from": c.From, "to": c.To} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return list(ctx, g, "/leads/shows", query, "SHOW\tLEADS\tONE MENTION\tCONFIRMED\tCUSTOMERS\tVALUE\tSTAGES", "No lead named a show.", func(s struct {
		Show                         string
		Leads, Named, Confirmed, Won int
		Value                        float64
		Valued                       int
		Stages                       map[string]int
	}) []any {
		value := ""
		if s.Valued > 0 {
			value = fmt.Sprintf("%.2f", s.Value)
		}
		return []any{short(s.Show), s.Leads, s.Named, s.Confirmed, s.Won, value, stagesOf(s.Stages)}
	})
}

type leadAliasCmd struct {
	List   leadAliasList   `cmd:"" default:"1" help:"List the wordings by which leads call shows."`
	Add    leadAliasAdd    `cmd:"" help:"Add a wording for a show or a person."`
	Delete leadAliasDelete `cmd:"" help:"Remove a wording. Leads that a person judged keep their match."`
}

type leadAliasList struct{}

func (leadAliasList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/leads/aliases", nil, "ID\tWORDING\tMEANS\tLEADS\tBY", "No wordings yet. Correcting a match adds one: namedrop lead match --help", func(a struct {
		ID, Wording, Show, Person, By string
		Leads                         int
	}) []any {
		return []any{a.ID, short(a.Wording), short(cmp.Or(a.Show, a.Person)), a.Leads, short(a.By)}
	})
}

type leadAliasAdd struct {
	Wording string `arg:"" help:"What leads write, such as 'the fish podcast'; at most eight words."`
	Show    string `required:"" xor:"means" placeholder:"NAME" help:"Show that it means."`
	Person  string `required:"" xor:"means" placeholder:"NAME" help:"Host, guest or author that it means."`
}

func (c *leadAliasAdd) Run(ctx context.Context, g *globals) error {
	body := map[string]any{"wording": c.Wording}
	for name, value := range map[string]string{"show": c.Show, "person": c.Person} {
		if value != "" {
			body[name] = value
		}
	}
	return send(ctx, g, http.MethodPost, "/leads/aliases", nil, body, func(a struct{ ID, Wording, Show, Person string }) string {
		return fmt.Sprintf("%s means %s from now on (%s).", screen.Line(a.Wording), screen.Line(cmp.Or(a.Show, a.Person)), a.ID)
	})
}

type leadAliasDelete struct {
	ID string `arg:"" help:"Id of the wording."`
}

func (c *leadAliasDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/leads/aliases/"+url.PathEscape(c.ID), nil, "Wording removed.")
}

func leadMatchPath(id string) string { return "/leads/matches/" + url.PathEscape(id) }

// stagesOf lists stages with their numbers, the most frequent first.
func stagesOf(stages map[string]int) string {
	names := slices.SortedFunc(maps.Keys(stages), func(a, b string) int { return cmp.Or(cmp.Compare(stages[b], stages[a]), cmp.Compare(a, b)) })
	var out []string
	for _, n := range names {
		out = append(out, fmt.Sprintf("%s %d", cmp.Or(n, "none"), stages[n]))
	}
	return strings.Join(out, ", ")
}
