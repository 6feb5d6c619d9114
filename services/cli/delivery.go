package cli

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/report"
	"github.com/namedrop/namedrop/services/api"
)

type deliveryCmd struct {
	List deliveryList `cmd:"" default:"withargs" help:"List deliveries, newest first."`
}

type deliveryList struct {
	State   []string `help:"Only in these states: pending, delivered, failed."`
	Channel []string `help:"Only to these channels."`
	Mention string   `help:"Only about this mention."`
	Report  string   `help:"Only about this report."`
}

func (c *deliveryList) Run(ctx context.Context, g *globals) error {
	q := url.Values{}
	for name, v := range map[string]string{"state": strings.Join(c.State, ","), "channel": strings.Join(c.Channel, ","), "mention": c.Mention, "report": c.Report} {
		if v != "" {
			q.Set(name, v)
		}
	}
	return list(ctx, g, "/deliveries", q, "ID\tCREATED\tCHANNEL\tSTATE\tABOUT\tERROR", "No deliveries.", func(d api.DeliveryItem) []any {
		return []any{d.ID, d.Created.Local().Format(time.DateTime), d.Channel, d.State, short(about(d)), short(d.Error)}
	})
}

// about says what a message is about. Of a report it says what the message said.
func about(d api.DeliveryItem) string {
	var parts []string
	if len(d.Items) > 0 && d.Items[0].Headline != nil {
		parts = append(parts, graded(*d.Items[0].Headline))
	}
	if d.Brand != nil {
		parts = append(parts, d.Brand.Name)
	}
	if d.Document != nil && d.Document.Title != "" {
		parts = append(parts, d.Document.Title)
	}
	text := strings.Join(parts, ": ")
	if more := len(d.Items) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// graded is a report's grade, with the range of its effect where there is one.
func graded(h alerts.ReportHeadline) string {
	grade := "report " + strings.ReplaceAll(h.Verdict, "_", " ")
	if h.Low == nil || h.High == nil {
		return grade
	}
	step := report.Step(*h.Low, *h.High)
	return fmt.Sprintf("%s (%s to %s visits)", grade, rounded(*h.Low, step), rounded(*h.High, step))
}
