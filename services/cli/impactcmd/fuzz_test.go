package impactcmd

import (
	"bytes"
	"context"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzAudience: whatever stands in the audience's column is refused or a range that can be used.
func FuzzAudience(f *testing.F) {
	for _, text := range []string{"", "5000", "2000-8000", " 2000 - 8000 ", "-5", "8000-2000", "1e3-1e6", "0x10", "1_000", "inf", "nan-1", "1e400", "--", "5000-", "-0", "1e308-1e308"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		low, high, err := parseAudience(text)
		if err != nil {
			if low != 0 || high != 0 {
				t.Errorf("%q is refused, but gives %g to %g", text, low, high)
			}
			return
		}
		if !(low >= 0 && high >= low) || math.IsInf(high, 0) || math.Signbit(low) || high > mostAudience {
			t.Errorf("%q gives %g to %g", text, low, high)
		}
	})
}

// FuzzSpikesFiles: any mentions and events beside a good series give an answer or an error, no
// picture that isn't well formed, and no end of output.
func FuzzSpikesFiles(f *testing.F) {
	f.Add("date,kind,name,show,audience\n2026-04-10,podcast,ep,Harbour Talk,2000-8000\n", "date,name,until\n2026-03-01,sale,2026-03-04\n")
	f.Add("2026-04-10,post,<b>&\n", "2026-04-10,holiday\n")
	f.Add("date,audience\n0001-01-01,1e300\n9999-12-31,0\n", "date,until,name\n2026-04-10,2026-01-01,backwards\n")
	f.Add("", "\xff\xfe\x00")
	f.Fuzz(func(t *testing.T, mentions, events string) {
		if len(mentions)+len(events) > 1<<14 {
			return
		}
		dir := t.TempDir()
		write := func(name, text string) string {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		svg := filepath.Join(dir, "out.svg")
		c := Spikes{Series: write("visits.csv", visits(130)), Mentions: write("mentions.csv", mentions), Events: write("events.csv", events), SVG: svg}
		var out bytes.Buffer
		if err := c.Run(context.Background(), Streams{In: strings.NewReader(""), Out: &out, Err: io.Discard}); err != nil {
			return
		}
		if strings.Contains(out.String(), "NaN") || strings.Contains(out.String(), "Inf") {
			t.Errorf("the answer holds no number: %q", out.String())
		}
	})
}
