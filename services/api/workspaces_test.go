package api_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// anotherWorkspace lets its administrator in, by the header that is returned.
func (d *desk) anotherWorkspace() []string {
	d.t.Helper()
	made, err := api.MakeToken(d.t.Context(), d.a.Ledger(), "agency", api.TokenBody{Name: "crm", Scope: access.Admin}, time.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	return []string{"Authorization", "Bearer " + made.Token}
}

// The id of another workspace's rule or channel gives no access to it.
func TestRulesAndChannelsStayInTheirWorkspace(t *testing.T) {
	d := open(t)
	bearer := d.anotherWorkspace()
	var channel, rule struct{ ID string }
	const hook = `{"name":"hook","url":"https://hooks.example/in"}`
	d.want(200, &channel, "POST", "/channels", hook)
	sends := `{"name":"r","channels":["` + channel.ID + `"]}`
	d.want(200, &rule, "POST", "/rules", sends)
	for _, path := range []string{"/rules/" + rule.ID, "/channels/" + channel.ID} {
		d.want(404, nil, "GET", path, "", bearer...)
		d.want(404, nil, "DELETE", path, "", bearer...)
	}
	d.want(404, nil, "PUT", "/rules/"+rule.ID, sends, bearer...)
	d.want(404, nil, "PUT", "/channels/"+channel.ID, hook, bearer...)
	d.want(404, nil, "POST", "/channels/"+channel.ID+"/test", "", bearer...)
	d.want(422, nil, "POST", "/rules", sends, bearer...)
	d.want(200, nil, "GET", "/rules/"+rule.ID, "")
	d.want(200, nil, "GET", "/channels/"+channel.ID, "")
}

// Nor with the ids of what the program itself makes for a workspace.
func TestWhatIsFoundStaysInItsWorkspace(t *testing.T) {
	d := open(t)
	bearer := d.anotherWorkspace()
	var imported, rescan, token struct{ ID string }
	d.want(200, &imported, "POST", "/imports/documents", `{"id":"a","language":"en","text":"We moved to Larkmeter."}`, "Content-Type", "application/jsonl")
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.want(200, &rescan, "POST", "/rescans", `{}`)
	d.want(200, &token, "POST", "/tokens", `{"name":"crm","scope":"read"}`)
	d.settle()
	var mentions struct{ Items []struct{ ID string } }
	d.want(200, &mentions, "GET", "/mentions", "")
	if len(mentions.Items) != 1 {
		t.Fatalf("mentions %+v", mentions)
	}
	mention := "/mentions/" + mentions.Items[0].ID
	told := alerts.Delivery{ID: "told", Channel: "c", MediaType: "application/json", Body: []byte("{}"),
		Items: []alerts.Item{{Kind: alerts.MentionItem, Subject: mentions.Items[0].ID, Event: alerts.Found, Revision: 1}}, NotBefore: time.Now().Add(time.Hour)}
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		_, err := record.AddDelivery(t.Context(), tx, told)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{mention, "/deliveries/told", "/rescans/" + rescan.ID, "/imports/" + imported.ID} {
		d.want(200, nil, "GET", path, "")
		d.want(404, nil, "GET", path, "", bearer...)
	}
	d.want(404, nil, "PATCH", mention, `{"starred":true}`, bearer...)
	d.want(404, nil, "POST", "/deliveries/told/retry", "", bearer...)
	d.want(404, nil, "DELETE", "/rescans/"+rescan.ID, "", bearer...)
	d.want(404, nil, "DELETE", "/tokens/"+token.ID, "", bearer...)
	d.want(204, nil, "DELETE", "/tokens/"+token.ID, "")
}
