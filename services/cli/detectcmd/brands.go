package detectcmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"go.yaml.in/yaml/v3"

	"github.com/namedrop/namedrop/index"
)

// ReadBrands reads a brands file: YAML or JSON with `brands: […]`, or JSON Lines.
func ReadBrands(path string) ([]index.Brand, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading brands: %w", err)
	}
	brands, err := ParseBrands(raw)
	if err != nil {
		return nil, fmt.Errorf("reading brands from %s: %w", path, err)
	}
	return brands, nil
}

// ParseBrands parses a brands file. It recognizes the format by the content.
func ParseBrands(raw []byte) ([]index.Brand, error) {
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))
	if len(raw) == 0 {
		return nil, errors.New("the file is empty")
	}
	var brands []index.Brand
	var err error
	switch raw[0] {
	case '{', '[':
		brands, err = parseJSON(raw)
	default:
		brands, err = parseYAML(raw)
	}
	if err != nil {
		return nil, err
	}
	if len(brands) == 0 {
		return nil, errors.New("the file has no brands; expected brands: [{id, name, …}]")
	}
	for i := range brands {
		brands[i].Active = true
	}
	return brands, nil
}

type brandFile struct {
	Brands []index.Brand `json:"brands" yaml:"brands"`
}

// parseJSON accepts one object with brands, an array of brands, or brands one after another.
func parseJSON(raw []byte) ([]index.Brand, error) {
	if raw[0] == '[' {
		var list []index.Brand
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, err
		}
		return list, nil
	}
	var list []index.Brand
	decoder := json.NewDecoder(bytes.NewReader(raw))
	for {
		var one struct {
			brandFile
			index.Brand
		}
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("brand %d: %w", len(list)+1, err)
		}
		if one.Brands != nil {
			list = append(list, one.Brands...)
			continue
		}
		if one.ID == "" && one.Name == "" {
			return nil, fmt.Errorf("brand %d has neither an id nor a name", len(list)+1)
		}
		list = append(list, one.Brand)
	}
}

func parseYAML(raw []byte) ([]index.Brand, error) {
	var file brandFile
	if err := yaml.Unmarshal(raw, &file); err == nil && file.Brands != nil {
		return file.Brands, nil
	}
	var list []index.Brand
	if err := yaml.Unmarshal(raw, &list); err == nil {
		return list, nil
	}
	return nil, yaml.Unmarshal(raw, &file)
}
