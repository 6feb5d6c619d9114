package api_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/api/access"
)

// Whoever knows the id of another workspace's rule or channel gets no further with it.
func TestRulesAndChannelsStayInTheirWorkspace(t *testing.T) {
	d := open(t)
	made, err := api.MakeToken(t.Context(), d.a.Ledger(), "agency", api.TokenBody{Name: "crm", Scope: access.Admin}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	bearer := []string{"Authorization", "Bearer " + made.Token}
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
