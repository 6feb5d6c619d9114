package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// problem is an error answer of the API. The API names each problem by codes; people read its
// detail, an English sentence.
type problem struct {
	Status int       `json:"status"`
	Code   string    `json:"code"`
	Detail string    `json:"detail"`
	At     *int      `json:"at"`
	Errors []mistake `json:"errors"`
}

// mistake is one field that is wrong. The message is read after the name of the field.
type mistake struct {
	Location string `json:"location"`
	Message  string `json:"message"`
	Reason   string `json:"reason"`
}

// Error returns the detail. The API's detail names only the first few fields that are wrong, so if
// there are several, each gets a line of its own.
func (p problem) Error() string {
	if len(p.Errors) < 2 {
		return p.Detail
	}
	lines := []string{"Invalid request:"}
	for _, m := range p.Errors {
		lines = append(lines, "  "+m.String())
	}
	return strings.Join(lines, "\n")
}

func (m mistake) String() string {
	field := m.Location
	for _, in := range []string{"body.", "query.", "path."} {
		field = strings.TrimPrefix(field, in)
	}
	switch {
	case field == "":
		return m.Message
	case field == "body":
		field = "the body"
	}
	if m.Reason == "" { // a text that isn't made to follow a name
		return field + ": " + m.Message
	}
	return field + " " + m.Message
}

// readProblem reads an error answer. One that is not the API's, such as a proxy's page, becomes a
// sentence with its status.
func readProblem(resp *http.Response) problem {
	var p problem
	err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&p)
	if err != nil || strings.TrimSpace(p.Detail) == "" {
		p = problem{Detail: "the server answered " + resp.Status}
	}
	p.Status = resp.StatusCode
	return p
}
