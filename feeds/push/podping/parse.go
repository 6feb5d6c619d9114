package podping

import (
	"encoding/json"
	"regexp"
	"slices"
)

// operationID matches pp_podcast_update and the older podping. Tests begin with pplt_ or podping-livetest.
var operationID = regexp.MustCompile(`^(?:podping|pp_[a-z0-9]{1,40}_[a-zA-Z0-9]{1,40})$`)

const (
	maxPayload = 8192
	maxIRIs    = 1000
	maxIRI     = 2000
)

// block is what a node sends of a block.
type block struct {
	Transactions []struct {
		Operations []json.RawMessage `json:"operations"`
	} `json:"transactions"`
}

type operation struct {
	ID    string   `json:"id"`
	JSON  string   `json:"json"`
	Auths []string `json:"required_posting_auths"`
}

// announced returns the addresses of feeds that trusted accounts announced in a block.
func announced(b block, trusted map[string]bool) []string {
	var out []string
	for _, t := range b.Transactions {
		for _, raw := range t.Operations {
			op, ok := customJSON(raw)
			if !ok || !operationID.MatchString(op.ID) || len(op.JSON) > maxPayload || !slices.ContainsFunc(op.Auths, func(a string) bool { return trusted[a] }) {
				continue
			}
			out = append(out, iris(op.JSON)...)
		}
	}
	return out
}

// customJSON reads an operation in either of its forms: {"type":"custom_json_operation","value":{…}} of block_api, or
// ["custom_json",{…}] of condenser_api.
func customJSON(raw json.RawMessage) (op operation, ok bool) {
	var named struct {
		Type  string          `json:"type"`
		Value json.RawMessage `json:"value"`
	}
	if json.Unmarshal(raw, &named) == nil {
		return op, named.Type == "custom_json_operation" && json.Unmarshal(named.Value, &op) == nil
	}
	var pair []json.RawMessage
	var kind string
	if json.Unmarshal(raw, &pair) != nil || len(pair) != 2 || json.Unmarshal(pair[0], &kind) != nil {
		return op, false
	}
	return op, kind == "custom_json" && json.Unmarshal(pair[1], &op) == nil
}

// iris returns the addresses of a payload: iris in version 1, urls and url in older ones.
func iris(payload string) []string {
	var p struct {
		IRIs []string `json:"iris"`
		URLs []string `json:"urls"`
		URL  string   `json:"url"`
	}
	if json.Unmarshal([]byte(payload), &p) != nil {
		return nil
	}
	all := slices.Concat(p.IRIs, p.URLs)
	if p.URL != "" {
		all = append(all, p.URL)
	}
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" || len(s) > maxIRI })
	return all[:min(len(all), maxIRIs)]
}
