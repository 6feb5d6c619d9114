package detect_test

import (
	"testing"

	"github.com/namedrop/namedrop/index"
)

var tagged = []index.Brand{
	{ID: "hub", Name: "HubPeak", Handles: []string{"@hubpeakhq", "peakers_eu"}, Domains: []string{"https://www.hubpeak.example/start", "getpeak.io"}},
	{ID: "plume", Name: "Plume", Domains: []string{"plume.example"}},
	{ID: "acorn", Name: "Acorn & Fig", Handles: []string{"acorn"}},
}

func TestHashtags(t *testing.T) {
	checkExamples(t, mustNew(t, tagged...), "en", []example{
		{"all about #HubPeak today", []string{"hub=HubPeak"}},
		{"#hubpeak #hubpeak", []string{"hub=hubpeak", "hub=hubpeak"}},
		{"#HubPeak2026 was great", nil},
		{"#HubPeak_live was great", []string{"hub=HubPeak"}},
		{"#Plume is down", []string{"plume=Plume"}},
	})
}

func TestHandles(t *testing.T) {
	checkExamples(t, mustNew(t, tagged...), "en", []example{
		{"thanks @hubpeakhq for the help", []string{"hub=hubpeakhq"}},
		{"thanks @HubPeakHQ!", []string{"hub=HubPeakHQ"}},
		{"thanks @ hubpeakhq for the help", []string{"hub=hubpeakhq"}},
		{"hubpeakhq without the sign", nil},
		{"thanks @hubpeakhquarters", nil},
		{"write to jo@hubpeakhq.example", []string{"hub=hubpeakhq"}},
		{"thanks @peakers_eu", []string{"hub=peakers_eu"}},
		{"@acorn posted", []string{"acorn=acorn"}},
		{"an acorn fell", nil},
		{"https://social.example/@hubpeakhq/7", []string{"hub=hubpeakhq"}},
	})
}

func TestDomains(t *testing.T) {
	checkExamples(t, mustNew(t, tagged...), "en", []example{
		{"see hubpeak.example", []string{"hub=hubpeak.example"}},
		{"see www.hubpeak.example/pricing?x=1", []string{"hub=hubpeak.example"}},
		{"see https://app.hubpeak.example", []string{"hub=hubpeak.example"}},
		{"see HTTPS://HUBPEAK.EXAMPLE", []string{"hub=HUBPEAK.EXAMPLE"}},
		{"mail jo@hubpeak.example", []string{"hub=hubpeak.example"}},
		{"go to hubpeak dot example", []string{"hub=hubpeak dot example"}},
		{"go to get peak dot io", []string{"hub=get peak dot io"}},
		{"go to getpeak.io.", []string{"hub=getpeak.io"}},
		{"getpeak io is not an address", nil},
		{"plume.example has the invoice", []string{"plume=plume.example"}},
	})
}

func TestForeignAddresses(t *testing.T) {
	checkExamples(t, mustNew(t, tagged...), "en", []example{
		{"https://news.example/hubpeak-raises-money", []string{"hub=hubpeak?"}},
		{"https://news.example/tag/plume/", []string{"plume=plume?"}},
		{"we looked at hubpeak.com and liked it", []string{"hub=hubpeak"}},
		{"we looked at hubpeak dot com and liked it", []string{"hub=hubpeak"}},
	})
}
