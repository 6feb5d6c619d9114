package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type leadCmd struct {
	List    leadList      `cmd:"" default:"1" help:"List leads, the newest first."`
	Show    leadShow      `cmd:"" help:"Show a lead with its whole answer."`
	Add     leadAdd       `cmd:"" help:"Add a lead. One with a key that is known replaces that lead."`
	Delete  leadDelete    `cmd:"" help:"Erase a lead. It doesn't come back when its source is read again."`
	Erase   leadErase     `cmd:"" help:"Erase all leads of a person, by their e-mail address."`
	Match   leadMatchCmd  `cmd:"" help:"Confirm or correct which mention a lead means."`
	Unmatch leadUnmatch   `cmd:"" help:"Take back what a person said a lead means, and what was learnt from it."`
	Choices leadChoices   `cmd:"" help:"List the shows and mentions that a lead could mean."`
	Shows   leadShows     `cmd:"" help:"Count the leads that named each show."`
	Alias   leadAliasCmd  `cmd:"" help:"Manage the wordings by which leads call shows."`
	Source  leadSourceCmd `cmd:"" help:"Manage sources of leads: forms and CRMs."`
}

type leadView struct {
	ID       string    `json:"id"`
	Key      string    `json:"key"`
	Time     time.Time `json:"time"`
	Stage    string    `json:"stage"`
	Value    *float64  `json:"value"`
	Answer   string    `json:"answer"`
	Note     string    `json:"note"`
	Landing  string    `json:"landing"`
	Address  string    `json:"address"`
	Imported bool      `json:"imported"`
	Test     bool      `json:"test"`
	Source   struct {
		Name string `json:"name"`
		Site string `json:"site"`
	} `json:"source"`
	Match *leadMatch `json:"match"`
}

// counted returns why a lead is not counted, or nothing if it is.
func (l leadView) counted() string {
	switch {
	case l.Test:
		return "test"
	case l.Imported:
		return "imported"
	}
	return ""
}

type leadList struct {
	Query    string   `placeholder:"TEXT" help:"Text in the answer, the note or the landing page, or an e-mail address."`
	Site     string   `help:"Name of the site."`
	Source   []string `placeholder:"ID" help:"Sources; can be repeated."`
	Stage    []string `help:"Stages, such as customer; can be repeated."`
	From     string   `placeholder:"DAY" help:"First day, such as 2026-11-23."`
	To       string   `placeholder:"DAY" help:"Last day."`
	Test     string   `enum:"no,only,too" default:"too" help:"Leads that look like tests: no, only or too."`
	Answered string   `enum:"no,only,too" default:"too" help:"Leads that answered how they heard about you: no, only or too."`
	Tier     []string `help:"What their answers mean: named, show, channel or none; can be repeated."`
	Judged   string   `enum:"no,only,too" default:"too" help:"Leads whose match a person confirmed or corrected: no, only or too."`
	Mention  string   `placeholder:"ID" help:"Mention that their answers mean, or could mean."`
}

func (c *leadList) Run(ctx context.Context, g *globals) error {
	query := url.Values{"totals": {"none"}, "limit": {"500"}, "test": {c.Test}, "answered": {c.Answered}, "judged": {c.Judged}}
	for name, value := range map[string]string{"q": c.Query, "site": c.Site, "from": c.From, "to": c.To, "mention": c.Mention} {
		if value != "" {
			query.Set(name, value)
		}
	}
	for name, values := range map[string][]string{"source": c.Source, "stage": c.Stage, "tier": c.Tier} {
		if len(values) > 0 {
			query.Set(name, strings.Join(values, ","))
		}
	}
	return list(ctx, g, "/leads", query, "ID\tTIME\tSITE\tSOURCE\tSTAGE\tNOT COUNTED\tMEANS\tANSWER", "No leads. Import a file: namedrop import leads FILE --site SITE. Or receive them: namedrop lead source add --help", func(l leadView) []any {
		return []any{l.ID, hourOf(&l.Time), short(l.Source.Site), short(l.Source.Name), l.Stage, l.counted(), short(l.Match.short()), short(l.Answer)}
	})
}

type leadShow struct {
	ID string `arg:"" help:"Id of the lead."`
}

func (c *leadShow) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodGet, "/leads/"+url.PathEscape(c.ID), nil, nil, leadView.page)
}

// page returns all that is known of a lead. Whoever wrote the answer is not to be trusted.
func (l leadView) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Lead %s of %s, from %s", screen.Line(l.Key), l.Time.UTC().Format(time.RFC3339), screen.Line(l.Source.Name))
	value := ""
	if l.Value != nil {
		value = strconv.FormatFloat(*l.Value, 'f', -1, 64)
	}
	for _, p := range [][2]string{
		{"Site", l.Source.Site}, {"Stage", l.Stage}, {"Value", value}, {"Landing page", l.Landing}, {"Address", l.Address}, {"Not counted", l.counted()}, {"Answer", l.Answer}, {"Note", l.Note}, {"Means", l.Match.long()},
	} {
		if p[1] != "" {
			fmt.Fprintf(&b, "\n  %s: %s", p[0], screen.Line(p[1]))
		}
	}
	return b.String()
}

type leadAdd struct {
	Key         string   `arg:"" help:"What identifies the lead in your system. Not an address of a person."`
	Site        string   `required:"" help:"Name of the site whose lead it is."`
	Name        string   `help:"Source to add it to; API by default."`
	Time        string   `placeholder:"TIME" help:"When they showed interest, such as 2026-11-23T10:00:00Z; now by default."`
	Answer      string   `placeholder:"TEXT" help:"To how they heard about you."`
	Note        string   `placeholder:"TEXT" help:"Of a salesperson."`
	Stage       string   `help:"Such as customer; lead by default."`
	Value       *float64 `placeholder:"NUMBER" help:"In your own currency."`
	Landing     string   `placeholder:"URL" help:"Page that they came in on."`
	Email       string   `placeholder:"ADDRESS" help:"Only a hash of it is kept, unless the source keeps addresses."`
	KeepAddress bool     `help:"Keep the address itself, in a source that this makes."`
	Test        bool     `help:"It is a test, and not counted."`
}

func (c *leadAdd) Run(ctx context.Context, g *globals) error {
	lead := map[string]any{"key": c.Key}
	for name, value := range map[string]string{"time": c.Time, "answer": c.Answer, "note": c.Note, "stage": c.Stage, "landing": c.Landing, "email": c.Email} {
		if value != "" {
			lead[name] = value
		}
	}
	if c.Value != nil {
		lead["value"] = *c.Value
	}
	if c.Test {
		lead["test"] = true
	}
	body := map[string]any{"site": c.Site, "leads": []any{lead}}
	if c.Name != "" {
		body["name"] = c.Name
	}
	if c.KeepAddress {
		body["keep_address"] = true
	}
	return send(ctx, g, http.MethodPost, "/leads", nil, body, func(added struct {
		Leads                             []string
		Added, Changed, Unchanged, Erased int
	}) string {
		became := "added"
		switch {
		case added.Changed > 0:
			became = "changed"
		case added.Unchanged > 0:
			became = "is unchanged"
		case added.Erased > 0:
			became = "was erased before, and stays erased"
		}
		return fmt.Sprintf("Lead %s %s.", strings.Join(added.Leads, ""), became)
	})
}

type leadDelete struct {
	ID string `arg:"" help:"Id of the lead."`
}

func (c *leadDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/leads/"+url.PathEscape(c.ID), nil, "Lead erased.")
}

type leadErase struct {
	Address string `arg:"" help:"E-mail address of the person. List what is known of them before: namedrop lead list --query ADDRESS --json."`
}

func (c *leadErase) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/leads/erase", nil, map[string]string{"address": c.Address}, func(out struct{ Erased int }) string {
		return fmt.Sprintf("Erased %s.", count(out.Erased, "lead", "leads"))
	})
}

// healthOf returns the health of something that is read, as people say it.
func healthOf(health string, paused bool) string {
	if paused {
		return "paused"
	}
	return strings.ReplaceAll(cmp.Or(health, "waiting"), "_", " ")
}
