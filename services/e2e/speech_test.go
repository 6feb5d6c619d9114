package e2e

import (
	bytesof "encoding/binary"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/feedstest"
)

const sampleRate = 16000

// say returns what espeak-ng makes of a text, as samples of 16 kHz.
func say(t *testing.T, text string) []int16 {
	t.Helper()
	name := filepath.Join(t.TempDir(), "said.wav")
	if out, err := exec.Command("espeak-ng", "-v", "en-us", "-s", "145", "-g", "4", "-w", name, text).CombinedOutput(); err != nil {
		t.Fatalf("espeak-ng: %v: %s", err, out)
	}
	b, err := os.ReadFile(name)
	if err != nil || len(b) < 44 {
		t.Fatal(err, len(b))
	}
	rate, in := int(bytesof.LittleEndian.Uint32(b[24:])), b[44:]
	out := make([]int16, len(in)/2*sampleRate/rate-1)
	for i := range out {
		at := float64(i) * float64(rate) / sampleRate
		j := int(at)
		x, y := int16(bytesof.LittleEndian.Uint16(in[2*j:])), int16(bytesof.LittleEndian.Uint16(in[min(2*j+2, len(in)-2):]))
		out[i] = x + int16(float64(int(y)-int(x))*(at-float64(j)))
	}
	return out
}

func wavOf(samples []int16) []byte {
	b := bytesof.LittleEndian.AppendUint32([]byte("RIFF"), uint32(36+2*len(samples)))
	b = append(b, "WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"...)
	b = bytesof.LittleEndian.AppendUint32(b, sampleRate)
	b = bytesof.LittleEndian.AppendUint32(b, 2*sampleRate)
	b = append(b, "\x02\x00\x10\x00data"...)
	b = bytesof.LittleEndian.AppendUint32(b, uint32(2*len(samples)))
	for _, s := range samples {
		b = bytesof.LittleEndian.AppendUint16(b, uint16(s))
	}
	return b
}

// Speech that espeak-ng makes is served as an episode and recognised by pocketsphinx: the brand is found in a
// cue that covers the moment at which it is said.
func TestSpeechIsRecognised(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"espeak-ng", "pocketsphinx_continuous"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed; tools/setup.sh speech installs it", program)
		}
	}
	first := say(t, "welcome back. today we talk about software. we moved our invoices to")
	brand := say(t, "silver harbor")
	samples := append(append(first[:len(first):len(first)], brand...), say(t, "last spring. it saved us a week")...)
	from, to := float64(len(first))/sampleRate, float64(len(first)+len(brand))/sampleRate

	script, err := filepath.Abs("testdata/recognise.sh")
	if err != nil {
		t.Fatal(err)
	}
	w := feedstest.NewServer(t)
	body := wavOf(samples)
	w.Handle("/1.wav", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "audio/wav")
		http.ServeContent(rw, r, "", time.Time{}, strings.NewReader(string(body)))
	}))
	w.Page("/feed.xml", "application/rss+xml", fmt.Sprintf(`<rss version="2.0"><channel><title>Spoken</title><language>en</language>
		<item><guid>1</guid><title>A talk</title><pubDate>%s</pubDate><enclosure url="%s" type="audio/wav"/></item></channel></rss>`, time.Now().Format(time.RFC1123Z), w.At("/1.wav")))

	s := serve(t, quick+fmt.Sprintf("speech: {backfill: true, command: [%q, \"{input}\", \"{output_dir}\", \"{language}\", \"{names}\"]}\n", script))
	s.addBrand("Silver Harbor", nil)
	s.waitRead(s.addSource(w.At("/feed.xml")).ID)
	var id string
	eventually(t, func() string {
		found := s.mentions("")
		if len(found) != 1 {
			return fmt.Sprintf("%d mentions", len(found))
		}
		id = found[0].Document.ID
		return ""
	})
	var doc struct {
		Origin string
		Cues   []struct {
			Start, End float64
			Text       string
		}
	}
	s.must("GET", "/documents/"+id, nil, &doc)
	if doc.Origin != "speech" {
		t.Errorf("the words come from %q", doc.Origin)
	}
	for _, c := range doc.Cues {
		if strings.Contains(c.Text, "silver harbor") {
			if c.End-c.Start > 10 || c.Start > from+0.5 || c.End < to-0.5 {
				t.Errorf("the cue from %.1f to %.1f, said from %.1f to %.1f", c.Start, c.End, from, to)
			}
			return
		}
	}
	t.Errorf("no cue has the brand: %+v", doc.Cues)
}
