package typeform

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// notice is the body of a request.
type notice struct {
	Type     string   `json:"event_type"`
	Response response `json:"form_response"`
}

type response struct {
	Token      string         `json:"token"`
	Submitted  string         `json:"submitted_at"`
	Hidden     map[string]any `json:"hidden"`
	Definition struct {
		Fields []question `json:"fields"`
	} `json:"definition"`
	Answers []answer `json:"answers"`
}

// question is a field of a form. In an answer it has no title.
type question struct {
	ID    string `json:"id"`
	Ref   string `json:"ref"`
	Type  string `json:"type"`
	Title string `json:"title"`
}

// answer is an answer with its value in the member that is named by its type.
type answer struct {
	Type  string
	Field question
	Text  string
}

// UnmarshalJSON reads the value as text. Values of other types, such as files, are left out.
func (a *answer) UnmarshalJSON(b []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(b, &members); err != nil {
		return err
	}
	if err := errors.Join(decode(members["type"], &a.Type), decode(members["field"], &a.Field)); err != nil {
		return err
	}
	switch value := members[a.Type]; a.Type {
	case "choice":
		var c struct{ Label, Other string }
		_ = decode(value, &c)
		a.Text = joined(c.Label, c.Other)
	case "choices":
		var c struct {
			Labels []string
			Other  string
		}
		_ = decode(value, &c)
		a.Text = joined(append(c.Labels, c.Other)...)
	case "number", "boolean":
		a.Text = string(value)
	default:
		_ = decode(value, &a.Text)
	}
	return nil
}

// decode decodes what is there.
func decode(raw json.RawMessage, into any) error {
	if len(raw) == 0 {
		return nil
	}
	return json.Unmarshal(raw, into)
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), ", ")
}

func parse(body []byte) (notice, error) {
	var n notice
	if err := json.Unmarshal(body, &n); err != nil {
		return n, fmt.Errorf("reading the response: %w", err)
	}
	if n.Type == "form_response" && n.Response.Token == "" {
		return n, errors.New("the response has no token")
	}
	return n, nil
}

// answer returns the answer to the question with a reference or an id. Without one it returns the first
// that fits.
func (r response) answer(ref string, fits func(question, answer) bool) string {
	for _, a := range r.Answers {
		q := a.Field
		if i := slices.IndexFunc(r.Definition.Fields, func(f question) bool { return f.ID == q.ID && q.ID != "" || f.Ref == q.Ref && q.Ref != "" }); i >= 0 {
			q = r.Definition.Fields[i]
		}
		if ref != "" && (a.Field.Ref == ref || a.Field.ID == ref) || ref == "" && fits != nil && fits(q, a) {
			return a.Text
		}
	}
	return ""
}

// asksHow reports whether a question asks how somebody heard of the company.
func asksHow(title string) bool {
	title = strings.ToLower(title)
	return slices.ContainsFunc([]string{
		"hear about", "heard about", "hear of us", "heard of us", "find us", "found us", "find out about",
		"ons gevonden", "over ons gehoord", "van ons gehoord", "ken je ons", "kent u ons", "kennen jullie ons",
		"auf uns aufmerksam", "von uns erfahren", "von uns gehört",
	}, func(part string) bool { return strings.Contains(title, part) })
}

// landing returns the address that the hidden fields hold, with their utm parameters.
func (r response) landing() string {
	page := ""
	for _, name := range []string{"landing_page", "landing", "page_url", "page", "url"} {
		if text, ok := r.Hidden[name].(string); ok && text != "" {
			page = text
			break
		}
	}
	u, err := url.Parse(page)
	if err != nil {
		return ""
	}
	q, hidden := u.Query(), false
	for name, value := range r.Hidden {
		if text, ok := value.(string); ok && strings.HasPrefix(strings.ToLower(name), "utm_") && text != "" {
			q.Set(name, text)
			hidden = true
		}
	}
	if page == "" && !hidden {
		return ""
	}
	u.RawQuery = q.Encode()
	return u.String()
}
