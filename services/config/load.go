package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxFile is the largest configuration file that is read.
const maxFile = 1 << 20

// Load reads the file at path over the defaults. An empty path gives the defaults.
func Load(path string) (Config, error) {
	if path == "" {
		c := Default()
		return c, c.Validate()
	}
	f, err := os.Open(path)
	if err != nil {
		return Config{}, fmt.Errorf("reading configuration: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return Config{}, fmt.Errorf("reading configuration: %w", err)
	}
	c, err := Parse(text, filepath.Dir(path))
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// Parse reads a configuration; dir is the folder that relative paths belong to.
func Parse(text []byte, dir string) (Config, error) {
	if len(text) > maxFile {
		return Config{}, errors.New("the file is over 1 MiB: it is not a configuration")
	}
	c := Default()
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF): // an empty file
	case err != nil:
		return Config{}, errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	default:
		root := resolve(doc.Content[0])
		old, err := rename(root)
		if err != nil {
			return Config{}, err
		}
		if err := decode(root, &c); err != nil {
			return Config{}, err
		}
		c.renamed = old
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return Config{}, errors.New("more than one document: put everything into one")
	}
	c.Data = under(dir, c.Data)
	for _, base := range []*string{&c.Desk.URL, &c.Public.URL, &c.Judge.URL} {
		*base = strings.TrimRight(*base, "/") // paths that are appended start with one
	}
	for name, base := range c.Endpoints {
		c.Endpoints[name] = strings.TrimRight(base, "/")
	}
	for name, file := range c.Fetchers {
		c.Fetchers[name] = under(dir, file)
	}
	if err := c.readSecrets(dir); err != nil {
		return Config{}, err
	}
	return c, c.Validate()
}

func under(dir, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

func (c *Config) readSecrets(dir string) error {
	var dburl = Secret(c.Database.URL)
	for _, s := range []struct {
		key, file string
		into      *Secret
	}{
		{"nats.password", c.NATS.PasswordFile, &c.NATS.Password},
		{"judge.key", c.Judge.KeyFile, &c.Judge.Key},
		{"speech.key", c.Speech.KeyFile, &c.Speech.Key},
		{"podcast_index.secret", c.PodcastIndex.SecretFile, &c.PodcastIndex.Secret},
		{"database.url", c.Database.URLFile, &dburl},
	} {
		if s.file == "" {
			continue
		}
		if *s.into != "" {
			return fmt.Errorf("%s and %s_file are both set: keep one", s.key, s.key)
		}
		b, err := os.ReadFile(under(dir, s.file))
		if err != nil {
			return fmt.Errorf("reading %s_file: %w", s.key, err)
		}
		*s.into = Secret(strings.TrimSpace(string(b)))
	}
	c.Database.URL = dburl.Reveal()
	return nil
}
