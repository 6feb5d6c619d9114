package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	maxBody   = 64 << 10
	maxFields = 500
)

// field is one field of a form as it was sent.
type field struct{ name, value string }

// fieldsOf reads the body of a request. Fields stay in order; a field that was sent several times is
// there several times.
func fieldsOf(contentType string, body []byte) ([]field, error) {
	if len(body) > maxBody {
		return nil, fmt.Errorf("the request has %d bytes, more than %d", len(body), maxBody)
	}
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return nil, fmt.Errorf("the content type can't be read: %w", err)
	}
	switch {
	case kind == "application/x-www-form-urlencoded":
		return encoded(string(body))
	case kind == "multipart/form-data":
		return parts(multipart.NewReader(bytes.NewReader(body), params["boundary"]))
	case kind == "application/json" || strings.HasSuffix(kind, "+json"):
		return object(body)
	}
	return nil, fmt.Errorf("the content type %q is not that of a form", kind)
}

func encoded(body string) ([]field, error) {
	var out []field
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		n, err1 := url.QueryUnescape(name)
		v, err2 := url.QueryUnescape(value)
		if err := errors.Join(err1, err2); err != nil {
			return nil, fmt.Errorf("reading the form: %w", err)
		}
		if out = append(out, field{n, v}); len(out) > maxFields {
			return nil, fmt.Errorf("more than %d fields", maxFields)
		}
	}
	return out, nil
}

func parts(r *multipart.Reader) ([]field, error) {
	var out []field
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the form: %w", err)
		}
		if part.FileName() != "" {
			continue
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, fmt.Errorf("reading the form: %w", err)
		}
		if out = append(out, field{part.FormName(), string(value)}); len(out) > maxFields {
			return nil, fmt.Errorf("more than %d fields", maxFields)
		}
	}
}

// object reads a JSON object: its members, and those of a list of fields inside it, as several form
// builders send them. Other lists and objects are left out.
func object(body []byte) ([]field, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, fmt.Errorf("reading the JSON: %w", err)
	}
	var out []field
	for _, list := range []string{"fields", "data", "answers"} {
		var items []struct {
			Key, Name, Label, ID json.RawMessage
			Value                json.RawMessage
		}
		if json.Unmarshal(members[list], &items) != nil {
			continue
		}
		for _, i := range items {
			v, ok := scalar(i.Value)
			if !ok {
				continue
			}
			for _, name := range []json.RawMessage{i.Key, i.Name, i.ID, i.Label} {
				if n, ok := scalar(name); ok && n != "" {
					out = append(out, field{n, v})
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if v, ok := scalar(members[name]); ok {
			out = append(out, field{name, v})
		}
	}
	if len(out) > 4*maxFields {
		return nil, fmt.Errorf("more than %d fields", maxFields)
	}
	return out, nil
}

// scalar returns a text, number or truth value as text, and a list of texts joined by commas.
func scalar(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 {
		return "", false
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return "", false
	}
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	case []any:
		var texts []string
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				return "", false
			}
			texts = append(texts, text)
		}
		return strings.Join(texts, ", "), len(texts) > 0
	}
	return "", false
}
