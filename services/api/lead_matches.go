package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// LeadMatchView is which mention a lead means.
type LeadMatchView struct {
	Tier       string            `json:"tier" enum:"named,show,channel,none" doc:"named: one mention is meant. show: its show is. channel: only a kind or a network is. none: something else."`
	Mention    *LeadMention      `json:"mention,omitempty" doc:"Only of the tier named."`
	Show       string            `json:"show,omitempty" doc:"Of the tiers named and show."`
	Candidates []LeadMention     `json:"candidates" doc:"Mentions that could be meant, the newest first; at most ten."`
	Confidence float64           `json:"confidence" doc:"From 0 to 1; 1 where a person said it."`
	Reason     string            `json:"reason,omitempty" doc:"In English. Empty where a person said it."`
	Reasons    []LeadMatchReason `json:"reasons,omitempty" doc:"The same as codes with parameters: a sentence, and what its parameter why is made of."`
	SaidIn     string            `json:"said_in" enum:"answer,note" doc:"Where it was read."`
	Judged     *time.Time        `json:"judged,omitempty" doc:"When a person confirmed or corrected it. It doesn't change by itself after that."`
	JudgedBy   string            `json:"judged_by,omitempty"`
	Wording    string            `json:"wording,omitempty" doc:"What would be remembered as another name of the show, if the match is corrected and alias is left out."`
	Alias      string            `json:"alias,omitempty" doc:"What was learnt from this lead as another name of the show."`
}

// LeadMatchReason is a part of why a match was made.
type LeadMatchReason struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params,omitempty" doc:"Names, numbers, lists of names, and in place a code."`
}

// LeadMention is a mention that a lead means or could mean.
type LeadMention struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Show      string     `json:"show"`
	Kind      feeds.Kind `json:"kind" enum:"podcast,video,post,page"`
	URL       string     `json:"url"`
	Published time.Time  `json:"published"`
}

// LeadMatchBody is what a person says that a lead means. An empty one confirms what was found.
type LeadMatchBody struct {
	Tier    string  `json:"tier,omitempty" enum:"named,show,channel,none" doc:"Follows from mention or show if it is left out."`
	Mention string  `json:"mention,omitempty" maxLength:"100" doc:"Id of the mention that is meant."`
	Show    string  `json:"show,omitempty" maxLength:"300" doc:"Name of the show that is meant, where no single mention is."`
	Alias   *string `json:"alias,omitempty" maxLength:"300" doc:"Wording to remember as another name of the show. Left out, a short answer that was not understood is remembered; empty remembers nothing."`
}

// LeadChoices are what can be chosen for a lead.
type LeadChoices struct {
	Shows []LeadShowChoice `json:"shows" doc:"Those with the newest mentions before the lead first; at most 200."`
}

// LeadShowChoice is a show with its mentions before the time of a lead.
type LeadShowChoice struct {
	Show     string        `json:"show"`
	Mentions []LeadMention `json:"mentions" doc:"The newest first; at most 20."`
}

func (a *API) leadMatchRoutes() {
	huma.Register(a.huma, op(http.MethodPut, "/leads/matches/{id}", "judge-lead-match", "Confirm or correct which mention a lead means", "leads", access.Write), a.judgeMatch)
	huma.Register(a.huma, op(http.MethodDelete, "/leads/matches/{id}", "undo-lead-match", "Take back what a person said a lead means, and what was learnt from it", "leads", access.Write), a.undoMatch)
	huma.Register(a.huma, op(http.MethodGet, "/leads/choices/{id}", "list-lead-choices", "List the shows and mentions that a lead could mean", "leads", access.Read), a.leadChoices)
}

// addMatches adds the matches to leads.
func (a *API) addMatches(ctx context.Context, leads []LeadView) error {
	ids := make([]string, len(leads))
	for i, l := range leads {
		ids[i] = l.ID
	}
	matches, err := evidence.MatchesOf(ctx, a.opts.Ledger, ids)
	if err != nil || len(matches) == 0 {
		return err
	}
	var mentions []string
	for _, m := range matches {
		mentions = append(append(mentions, m.Candidates...), m.Mention)
	}
	titles, err := record.MentionTitles(ctx, a.opts.Ledger, workspace(ctx), mentions)
	if err != nil {
		return err
	}
	learnt, err := evidence.LearntFrom(ctx, a.opts.Ledger, ids)
	if err != nil {
		return err
	}
	for i, l := range leads {
		if m, ok := matches[l.ID]; ok {
			v := viewMatch(m, titles)
			v.Wording, v.Alias = a.wording(l.Answer, l.Note, m), learnt[l.ID]
			leads[i].Match = &v
		}
	}
	return nil
}

func viewMatch(m evidence.LeadMatch, titles map[string]record.MentionTitle) LeadMatchView {
	v := LeadMatchView{
		Tier: m.Tier, Show: m.Show, Candidates: []LeadMention{}, Confidence: m.Confidence, Reason: m.Reason, SaidIn: m.SaidIn, Judged: known(m.Judged), JudgedBy: m.JudgedBy,
	}
	if t, ok := titles[m.Mention]; ok {
		mention := viewLeadMention(t)
		v.Mention = &mention
	}
	for _, r := range m.Reasons {
		v.Reasons = append(v.Reasons, LeadMatchReason(r))
	}
	for _, id := range m.Candidates {
		if t, ok := titles[id]; ok && !t.Removed {
			v.Candidates = append(v.Candidates, viewLeadMention(t))
		}
	}
	return v
}

func viewLeadMention(t record.MentionTitle) LeadMention {
	return LeadMention{ID: t.ID, Title: t.Title, Show: t.Show, Kind: t.Kind, URL: t.URL, Published: t.Published}
}

// wording returns what of a lead can be remembered as another name of a show: a short answer that the matcher did not
// find a show in.
func (a *API) wording(answer, note string, m evidence.LeadMatch) string {
	text := answer
	if m.SaidIn == evidence.SaidInNote {
		text = note
	}
	text = strings.TrimSpace(text)
	found := m.Judged.IsZero() && (m.Tier == evidence.NamedTier || m.Tier == evidence.ShowTier)
	if found || len(text) > 100 || strings.Contains(text, "\n") || !a.opts.Wordings.Telling(text) {
		return ""
	}
	return text
}

func (a *API) judgeMatch(ctx context.Context, in *struct {
	LeadPath
	Body LeadMatchBody
}) (*Out[LeadView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		l, err := evidence.GetLead(ctx, tx, workspace(ctx), in.ID)
		if err != nil {
			return err
		}
		before, err := evidence.GetMatch(ctx, tx, in.ID)
		if err != nil && !isNotFound(err) {
			return err
		}
		m, err := a.judged(ctx, tx, l, before, in.Body)
		if err != nil {
			return err
		}
		alias := a.wording(l.Answer, l.Note, before)
		if in.Body.Alias != nil {
			if alias = strings.TrimSpace(*in.Body.Alias); alias != "" && !a.opts.Wordings.Telling(alias) {
				return aliasGeneral.problem()
			}
		}
		if err := evidence.JudgeMatch(ctx, tx, workspace(ctx), m); err != nil {
			return err
		}
		if alias != "" && m.Show != "" && a.opts.Wordings.ShowKey(alias) != a.opts.Wordings.ShowKey(m.Show) {
			if err := evidence.AddAlias(ctx, tx, workspace(ctx), l.ID, evidence.Alias{Wording: alias, Show: m.Show, By: m.JudgedBy}); err != nil {
				return err
			}
		}
		return record.Audit(ctx, tx, record.AuditEntry{Workspace: workspace(ctx), Actor: m.JudgedBy, Action: "lead.matched", Object: l.ID})
	})
	if err != nil {
		return nil, a.fail(ctx, "saving what the lead means", err)
	}
	return a.getLead(ctx, &in.LeadPath)
}

// judged returns the match that a person states.
func (a *API) judged(ctx context.Context, tx *ledger.Tx, l evidence.StoredLead, before evidence.LeadMatch, b LeadMatchBody) (evidence.LeadMatch, error) {
	m := evidence.LeadMatch{Lead: l.ID, Tier: b.Tier, SaidIn: before.SaidIn, JudgedBy: access.From(ctx).Name}
	switch {
	case b.Mention != "":
		titles, err := record.MentionTitles(ctx, tx, workspace(ctx), []string{b.Mention})
		t, ok := titles[b.Mention]
		if err != nil {
			return m, err
		}
		if !ok || b.Tier != "" && b.Tier != evidence.NamedTier {
			return m, leadNoMention.problem()
		}
		m.Tier, m.Mention, m.Show, m.Candidates = evidence.NamedTier, t.ID, t.Show, []string{t.ID}
		all, err := record.RecallableMentions(ctx, tx, workspace(ctx), a.opts.Wordings.Unjoined)
		if err != nil {
			return m, err
		}
		if i := slices.IndexFunc(all, func(r record.Recallable) bool { return r.ID == t.ID }); i >= 0 {
			m.Show = all[i].Show // of a post, the author's account where that may be joined
		}
	case b.Show != "":
		shows, err := a.choices(ctx, tx, l)
		if err != nil {
			return m, err
		}
		key := a.opts.Wordings.ShowKey(b.Show)
		i := slices.IndexFunc(shows, func(s LeadShowChoice) bool { return a.opts.Wordings.ShowKey(s.Show) == key })
		if i < 0 || b.Tier != "" && b.Tier != evidence.ShowTier {
			return m, leadNoShow.problem()
		}
		m.Tier, m.Show = evidence.ShowTier, shows[i].Show
		for _, x := range shows[i].Mentions {
			if l.Time.Sub(x.Published) <= recallWindow && len(m.Candidates) < 10 {
				m.Candidates = append(m.Candidates, x.ID)
			}
		}
	case b.Tier == evidence.NoTier:
	case b.Tier == "" || b.Tier == before.Tier:
		if before.Tier == "" {
			return m, leadNoMatch.problem()
		}
		m.Tier, m.Mention, m.Show, m.Candidates = before.Tier, before.Mention, before.Show, before.Candidates
	case b.Tier == evidence.ChannelTier:
		m.Candidates = before.Candidates
	default:
		return m, leadNoMatch.problem()
	}
	return m, nil
}

// recallWindow is how long a mention can be what a lead remembers, as in package attribute.
const recallWindow = 90 * 24 * time.Hour

func (a *API) undoMatch(ctx context.Context, in *LeadPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := evidence.UnjudgeMatch(ctx, tx, workspace(ctx), in.ID); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Workspace: workspace(ctx), Actor: access.From(ctx).Name, Action: "lead.unmatched", Object: in.ID})
	})
	return nil, a.fail(ctx, "taking back what the lead means", err)
}

func (a *API) leadChoices(ctx context.Context, in *LeadPath) (*Out[LeadChoices], error) {
	l, err := evidence.GetLead(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the lead", err)
	}
	shows, err := a.choices(ctx, a.opts.Ledger, l)
	if err != nil {
		return nil, a.fail(ctx, "listing what the lead could mean", err)
	}
	return &Out[LeadChoices]{LeadChoices{Shows: shows}}, nil
}

// Limits of what can be chosen.
const (
	mostShowChoices    = 200
	mostMentionChoices = 20
)

// choices lists the shows that mentioned an own brand before a lead came, with the newest first.
func (a *API) choices(ctx context.Context, r ledger.Reader, l evidence.StoredLead) ([]LeadShowChoice, error) {
	all, err := record.RecallableMentions(ctx, r, workspace(ctx), a.opts.Wordings.Unjoined)
	if err != nil {
		return nil, err
	}
	out, at, seen := []LeadShowChoice{}, map[string]int{}, map[string]bool{}
	for _, m := range slices.Backward(all) {
		key := a.opts.Wordings.ShowKey(m.Show)
		if key == "" || m.Published.After(l.Time.Add(24*time.Hour)) || seen[m.ID] {
			continue
		}
		i, ok := at[key]
		if !ok {
			if len(out) == mostShowChoices {
				continue
			}
			i = len(out)
			at[key] = i
			out = append(out, LeadShowChoice{Show: m.Show, Mentions: []LeadMention{}})
		}
		if len(out[i].Mentions) < mostMentionChoices {
			seen[m.ID] = true
			out[i].Mentions = append(out[i].Mentions, LeadMention{ID: m.ID, Title: m.Title, Show: m.Show, Kind: m.Kind, URL: m.URL, Published: m.Published})
		}
	}
	return out, nil
}
