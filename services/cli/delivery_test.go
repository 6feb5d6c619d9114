package cli

import (
	"testing"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/api"
)

func TestWhatADeliveryIsAbout(t *testing.T) {
	low, high := 312.0, 778.0
	item := func(items ...alerts.Item) api.DeliveryItem {
		return api.DeliveryItem{Delivery: alerts.Delivery{Items: items}, Brand: &api.MentionBrand{Name: "Fernwick"}, Document: &api.DocumentRef{Title: "41"}}
	}
	mention := alerts.Item{Kind: alerts.MentionItem}
	for _, tt := range []struct {
		d    api.DeliveryItem
		want string
	}{
		{item(mention), "Fernwick: 41"},
		{item(mention, mention, mention), "Fernwick: 41 and 2 more"},
		{item(alerts.Item{Kind: alerts.ReportItem, Headline: &alerts.ReportHeadline{Verdict: "likely", Low: &low, High: &high}}), "report likely (320 to 780 visits): Fernwick: 41"},
		{item(alerts.Item{Kind: alerts.ReportItem, Headline: &alerts.ReportHeadline{Verdict: "cannot_tell"}}), "report cannot tell: Fernwick: 41"},
		{api.DeliveryItem{Delivery: alerts.Delivery{Items: []alerts.Item{{Kind: alerts.ReportItem}}}}, ""},
	} {
		if got := about(tt.d); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
