package matomo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/pull"
)

// number is a number that may be written as text.
type number float64

// UnmarshalJSON reads a number or a text that is one.
func (n *number) UnmarshalJSON(b []byte) error {
	v, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	if err != nil || v != v || v > 1e15 {
		return fmt.Errorf("%.20q is no number", b)
	}
	*n = number(v)
	return nil
}

// ask calls a method of the API. Matomo answers most errors with 200.
func (r *Reader) ask(ctx context.Context, feed feeds.SampleFeed, s Settings, fields map[string]string) (pull.Answer, error) {
	form := url.Values{"module": {"API"}, "format": {"JSON"}, "format_metrics": {"0"}, "language": {"en"}, "idSite": {s.Site}, "token_auth": {feed.Secret.Reveal()}}
	for name, value := range maps.All(fields) {
		form.Set(name, value)
	}
	a, err := r.client.Do(ctx, http.MethodPost, strings.TrimRight(feed.URL, "/")+"/index.php", []byte(form.Encode()), map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
	if err != nil {
		return a, err
	}
	var failed struct {
		Result  string `json:"result"`
		Message string `json:"message"`
	}
	if body := bytes.TrimSpace(a.Body); len(body) > 0 && body[0] == '{' && json.Unmarshal(body, &failed) == nil && failed.Result == "error" {
		return a, refusal(a, failed.Message)
	}
	if a.Status != http.StatusOK {
		return a, a.Refused()
	}
	return a, nil
}

// refusal maps an error of Matomo's to a fault. Its message is not shown: it may repeat the token.
func refusal(a pull.Answer, message string) *feeds.Fault {
	message = strings.ToLower(message)
	a.Body = nil
	switch {
	case a.Status == http.StatusTooManyRequests:
		return a.Refused()
	case strings.Contains(message, "token") || strings.Contains(message, "authenticate"):
		return a.KeyRefused(nil)
	case strings.Contains(message, "access") || strings.Contains(message, "permission"):
		return a.NoAccess(nil)
	case a.Status >= 500:
		return a.Refused()
	}
	return a.NotAccepted(nil)
}
