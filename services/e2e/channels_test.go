package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/namedrop/namedrop/alerts/alertstest"
)

// slackServer answers as Slack's incoming webhooks do.
type slackServer struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
	status int
	answer string
}

func newSlack(t *testing.T) *slackServer {
	s := &slackServer{status: 200, answer: "ok"}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.bodies = append(s.bodies, string(b))
		w.WriteHeader(s.status)
		_, _ = io.WriteString(w, s.answer)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *slackServer) respond(status int, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status, s.answer = status, answer
}

func (s *slackServer) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.bodies...)
}

// A Slack channel is created and tested, gets one message for several mentions, never shows its
// URL, and is switched off when Slack reports that it is gone.
func TestLifeOfASlackChannel(t *testing.T) {
	t.Parallel()
	const token = "hush-hush-hush-hush-hush"
	w := newWorld(t, 3, 6)
	slack := newSlack(t)
	s := serve(t, quick+"log: {level: debug}\n")
	var channel struct {
		ID, Address string
		Secrets     []string
	}
	s.must("POST", "/channels", map[string]any{"name": "Team", "type": "slack", "secrets": map[string]any{"url": slack.URL + "/services/T0/B0/" + token}}, &channel)
	if !strings.HasSuffix(channel.Address, "/…") || len(channel.Secrets) != 1 {
		t.Errorf("%+v", channel)
	}
	var tested struct {
		Delivered bool
		Answer    string
	}
	s.must("POST", "/channels/"+channel.ID+"/test", nil, &tested)
	if !tested.Delivered || tested.Answer != "ok" || len(slack.got()) != 1 || !strings.Contains(slack.got()[0], "This is a test message from Namedrop") {
		t.Fatalf("%+v %v", tested, slack.got())
	}

	s.addBrand("Larkmeter", nil)
	s.must("POST", "/rules", map[string]any{"name": "all", "channels": []string{channel.ID}, "group_seconds": 5}, nil)
	for _, f := range w.feeds() {
		s.addSource(f)
	}
	eventually(t, func() string {
		if n := len(s.mentions("")); n != w.expected() {
			return "the back catalogue is not read yet"
		}
		return ""
	})
	w.published.Add(1)
	eventually(t, func() string {
		if len(slack.got()) < 2 {
			return "Slack has nothing yet"
		}
		return ""
	})
	var deliveries struct {
		Items []struct {
			ID          string
			State       string
			ChannelType string `json:"channel_type"`
			Items       []struct{ Subject, Event string }
		}
	}
	s.must("GET", "/deliveries", nil, &deliveries)
	if len(deliveries.Items) != 1 || deliveries.Items[0].ChannelType != "slack" || len(deliveries.Items[0].Items) != w.shows {
		t.Errorf("%+v", deliveries)
	}
	if body := slack.got()[1]; strings.Contains(body, "<!") || !strings.Contains(body, `"text":"3 mentions of Larkmeter"`) {
		t.Error(body)
	}
	// The same bytes again, by hand.
	s.must("POST", "/deliveries/"+deliveries.Items[0].ID+"/retry", nil, nil)
	eventually(t, func() string {
		if got := slack.got(); len(got) < 3 || got[2] != got[1] {
			return "not sent again with the same bytes"
		}
		return ""
	})
	slack.respond(404, "no_service")
	s.must("POST", "/deliveries/"+deliveries.Items[0].ID+"/retry", nil, nil)
	eventually(t, func() string {
		var c struct{ Active bool }
		if s.must("GET", "/channels/"+channel.ID, nil, &c); c.Active {
			return "the channel is still on"
		}
		return ""
	})
	var all strings.Builder
	for _, path := range []string{"/channels", "/channels/" + channel.ID, "/deliveries", "/deliveries/" + deliveries.Items[0].ID} {
		_, text := s.call("GET", path, nil, nil)
		all.WriteString(text)
	}
	s.stop()
	if strings.Contains(all.String()+s.out.String(), token) {
		t.Errorf("the webhook's URL is shown:\n%s\n%s", all.String(), s.out)
	}
	if !strings.Contains(all.String(), "the webhook no longer exists") {
		t.Errorf("the reason is not shown: %s", all.String())
	}
}

// A new channel adapter needs only a package and one line to be available in the API, the command
// line, the desk's form and for sending.
func TestANewChannelIsAPackageAndALine(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds the program")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	const pkg = `package pigeon

import (
	"context"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/feeds"
)

func New(c *post.Client) alerts.Adapter {
	return alerts.Adapter{Renderer: renderer{}, Sender: sender{c}, Spec: alerts.Spec{
		Type: "pigeon", Name: "Carrier pigeon", Summary: "Sends a pigeon.", Limits: "Not at night.",
		Fields: []feeds.Field{
			{Name: "loft", Kind: feeds.FieldURL, Required: true, Label: "Loft", Help: "Where it lands."},
			{Name: "weight", Kind: feeds.FieldNumber, Label: "Weight", Help: "In grams."},
			{Name: "call", Kind: feeds.FieldSecret, Label: "Call", Help: "What it listens to."},
		},
		Address: func(ch alerts.Channel) string { return ch.Text("loft") },
	}}
}

type renderer struct{}

func (renderer) Render(ch alerts.Channel, m alerts.Message) (alerts.Rendered, error) {
	return alerts.Rendered{MediaType: "text/x-pigeon", Body: []byte("coo: " + m.Events[0].Data.Brand.Name)}, nil
}

type sender struct{ c *post.Client }

func (s sender) Send(ctx context.Context, ch alerts.Channel, d alerts.Delivery) (alerts.Attempt, error) {
	return s.c.Send(ctx, d, post.Request{URL: ch.Text("loft")})
}
`
	list := filepath.Join(root, "services/adapters/channels.go")
	code, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	const before = "\twebhook.New,\n"
	more := strings.Replace(string(code), before, before+"\tpigeon.New,\n", 1)
	more = strings.Replace(more, "import (\n", "import (\n\t\"github.com/namedrop/namedrop/alerts/send/pigeon\"\n", 1)
	overlay := map[string]map[string]string{"Replace": {
		list: filepath.Join(dir, "channels.go"), filepath.Join(root, "alerts/send/pigeon/pigeon.go"): filepath.Join(dir, "pigeon.go"),
	}}
	plan, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"channels.go": more, "pigeon.go": pkg, "overlay.json": string(plan)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	built := filepath.Join(dir, "namedrop")
	cmd := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", built, "./services/cmd/namedrop")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}

	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	url, stop := hook.Serve()
	t.Cleanup(stop)
	s := prepare(t, quick)
	s.program = built
	s.start()
	help, _ := s.run(nil, "channel", "add", "--help")
	for _, want := range []string{"pigeon: Sends a pigeon.", "loft= (required): Where it lands.", "weight=: In grams.", "Not at night."} {
		if !strings.Contains(help, want) {
			t.Errorf("the help doesn't say %q:\n%s", want, help)
		}
	}
	_, types := s.call("GET", "/channels/types", nil, nil)
	for _, want := range []string{`"type":"pigeon","name":"Carrier pigeon"`, `{"name":"loft","kind":"url","required":true,"label":"Loft","help":"Where it lands."}`, `"name":"call","kind":"secret"`} {
		if !strings.Contains(types, want) {
			t.Errorf("the form's data doesn't hold %s:\n%s", want, types)
		}
	}
	if out, code := s.run(nil, "channel", "add", "pigeon", "loft="+url, "weight=heavy"); code == 0 || !strings.Contains(out, "must be a whole number") {
		t.Errorf("%d %s", code, out)
	}
	if out, code := s.run(nil, "channel", "add", "pigeon", "loft="+url, "weight=300", "call=hush", "--name", "Loft"); code != 0 {
		t.Fatalf("%d %s", code, out)
	}
	var channels struct {
		Items []struct {
			ID, Type, Address string
			Settings          map[string]any
			Secrets           []string
		}
	}
	s.must("GET", "/channels", nil, &channels)
	c := channels.Items[0]
	if c.Type != "pigeon" || c.Address != url || c.Settings["weight"] != 300.0 || len(c.Secrets) != 1 {
		t.Errorf("%+v", c)
	}
	s.must("POST", "/channels/"+c.ID+"/test", nil, nil)
	s.addBrand("Larkmeter", nil)
	s.must("POST", "/rules", map[string]any{"name": "all", "channels": []string{c.ID}}, nil)
	w := newWorld(t, 1, 6)
	s.addSource(w.feeds()[0])
	eventually(t, func() string {
		if len(s.mentions("")) == 0 {
			return "no mention yet"
		}
		return ""
	})
	w.published.Add(1)
	got, err := hook.WaitFor(testContext(t), 2)
	if err != nil {
		t.Fatal(err)
	}
	if string(got[0].Body) != "coo: Acme" || string(got[1].Body) != "coo: Larkmeter" || got[1].Header.Get("Content-Type") != "text/x-pigeon" {
		t.Errorf("%s, %s", got[0].Body, got[1].Body)
	}
}
