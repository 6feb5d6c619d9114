package feeds_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
)

func TestFileMistakes(t *testing.T) {
	whole := feeds.Mistaken("file_empty", "the file is empty")
	line := feeds.Mistaken("file_future", "{value} is in the future", "value", "été").On(3)
	asked := feeds.Mistaken("log_no_log", "is this a log?")
	all := feeds.FileMistakes{line, whole, asked}
	if diff := cmp.Diff([]string{"Line 3: été is in the future.", "The file is empty.", "Is this a log?"}, all.Sentences()); diff != "" {
		t.Error(diff)
	}
	if first := (feeds.FileMistakes{feeds.Mistaken("x", "{value}", "value", "été")}).Sentences()[0]; first != "Été." {
		t.Errorf("a first letter of two bytes: %q", first)
	}
	code, params := all.Coded()
	if diff := cmp.Diff(map[string]string{"value": "été", "line": "3"}, params); diff != "" || code != "file_future" || line.Params["line"] != "" {
		t.Error(code, diff)
	}
	var found feeds.FileMistakes
	if err := fmt.Errorf("reading: %w", all); !errors.As(err, &found) || len(found) != 3 || err.Error() != "reading: line 3: été is in the future" {
		t.Error(err)
	}
}
