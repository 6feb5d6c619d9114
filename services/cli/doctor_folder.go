package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/health"
)

func (d *diagnosis) folder(c config.Config) {
	info, err := os.Stat(c.Data)
	switch {
	case errors.Is(err, os.ErrNotExist):
		d.report("data folder", creatable(c.Data), c.Data+" doesn't exist yet: the first start creates it")
		return
	case err != nil:
		d.report("data folder", err, "")
		return
	case !info.IsDir():
		d.report("data folder", fmt.Errorf("%s is a file: name a folder with --data", c.Data), "")
		return
	}
	d.report("data folder", health.Writable(c.Data), c.Data+" can be written to"+health.Space(c.Data))
}

// creatable returns an error if the first start can't create the folder.
func creatable(dir string) error {
	above := filepath.Dir(filepath.Clean(dir))
	for {
		if _, err := os.Stat(above); !errors.Is(err, os.ErrNotExist) || above == filepath.Dir(above) {
			break
		}
		above = filepath.Dir(above)
	}
	if err := health.Writable(above); err != nil {
		return fmt.Errorf("%s can't be created: %w", dir, err)
	}
	return nil
}
