package detectcmd_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/cli/detectcmd"
)

var update = flag.Bool("update", false, "write the output of this run as the golden one")

// inputs are what the command may be given, good and bad. Standard output, standard error
// and the error of each are in testdata.
var inputs = []struct {
	name  string
	cmd   detectcmd.Cmd
	input string
}{
	{name: "empty", input: ""},
	{name: "blank_lines", input: "\n\n   \n\t\n"},
	{name: "no_newline_at_the_end", input: `{"id":"a","text":"We like HubPeak"}`},
	{name: "byte_order_mark", input: "\ufeff{\"id\":\"a\",\"text\":\"We like HubPeak\"}\n"},
	{name: "carriage_returns", input: "{\"id\":\"a\",\"text\":\"We like HubPeak\"}\r\n\r\n{\"id\":\"b\",\"text\":\"HubPeak\\r\\nagain\"}\r\n"},
	{name: "unknown_fields", input: `{"id":"a","text":"We like HubPeak","score":{"x":[1,2]},"hits":"none"}`},
	{name: "ids_of_each_type", input: `{"id":"a","text":"x"}
{"id":7,"text":"x"}
{"id":1.5e300,"text":"x"}
{"id":null,"text":"x"}
{"id":{"x":1},"text":"x"}
{"text":"x"}`},
	{name: "bad_lines", input: `{"id":"a","text":"HubPeak"}
not json
{"id":"c","text":7}
{"id":"d","text":
[]
{"id":"f","cues":"x"}
{"id":"g","text":"HubPeak"}`},
	{name: "text_and_cues", input: `{"id":"a","text":"HubPeak here","cues":[{"start":1,"end":2,"text":"and HubPeak there"}]}`},
	{name: "neither_text_nor_cues", input: `{"id":"a"}
{"id":"b","cues":[]}
{"id":"c","title":"HubPeak"}`},
	{name: "cues", input: `{"id":"a","cues":[{"start":0,"end":4,"speaker":"Ada","text":"we use hub"},{"start":4,"end":8,"speaker":"Bo","text":"peak a lot"},{"start":8,"text":"HubPeak"}]}`},
	{name: "astral_characters", input: `{"id":"a","text":"\ud835\udcb3 👩‍👧 HubPeak"}
{"id":"b","text":"\ud835 HubPeak"}`},
	{name: "markup_is_text", input: `{"id":"a","text":"<b>HubPeak</b> & \"more\""}`},
	{name: "unsure_left_out", input: `{"id":"a","text":"a plume rose. So The Team left"}`},
	{name: "unsure", cmd: detectcmd.Cmd{Unsure: true}, input: `{"id":"a","text":"a plume rose. So The Team left"}`},
	{name: "all_fields", cmd: detectcmd.Cmd{AllFields: true}, input: `{"id":"a","title":"HubPeak","notes":"By HubPeak.","text":"We like HubPeak","people":["Ada (HubPeak)"]}`},
	{name: "text_only", input: `{"id":"a","title":"HubPeak","notes":"By HubPeak.","text":"We like it","people":["Ada (HubPeak)"]}`},
	{name: "languages", input: `{"id":"en","language":"en","text":"De Stroomloketkoppeling werkt"}
{"id":"nl","language":"nl","text":"De Stroomloketkoppeling werkt"}`},
	{name: "misheard", input: `{"id":"a","origin":"speech","title":"HubPeak","cues":[{"start":0,"end":4,"text":"we use hup peek a lot"}]}
{"id":"b","origin":"none","title":"HubPeak","cues":[{"start":0,"end":4,"text":"we use hup peek a lot"}]}`},
}

var badLine = regexp.MustCompile(`(line \d+): [^"\n]+`)

const goldenBrands = `brands:
  - {id: hubpeak, name: HubPeak, aliases: [Hub Peak CRM]}
  - {id: plume, name: Plume, context: [invoice]}
  - {id: loket, name: Stroomloket, language: nl}
`

// call runs the command with a brands file of that content.
func call(t *testing.T, cmd detectcmd.Cmd, brands string, in io.Reader) (out, errs string, err error) {
	t.Helper()
	cmd.Brands = filepath.Join(t.TempDir(), "brands.yaml")
	if err := os.WriteFile(cmd.Brands, []byte(brands), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	err = cmd.Run(context.Background(), detectcmd.Streams{In: in, Out: &stdout, Err: &stderr})
	return stdout.String(), strings.ReplaceAll(stderr.String(), cmd.Brands, "brands.yaml"), err
}

func TestGolden(t *testing.T) {
	for _, in := range inputs {
		t.Run(in.name, func(t *testing.T) {
			out, errs, err := call(t, in.cmd, goldenBrands, strings.NewReader(in.input))
			got := fmt.Sprintf("-- stdout --\n%s-- stderr --\n%s-- error --\n%v\n", out, errs, err)
			got = badLine.ReplaceAllString(got, "$1: …") // what is wrong with a line is up to feeds/jsonl
			path := filepath.Join("testdata", in.name+".golden")
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-committed +now), run with -update if it is intended:\n%s", diff)
			}
		})
	}
}

func TestBadBrandsFiles(t *testing.T) {
	for name, c := range map[string]struct{ brands, want string }{
		"empty":         {"", "the file is empty"},
		"no brands":     {"brands: []\n", "the file has no brands"},
		"words":         {"just words\n", "reading brands from"},
		"broken JSON":   {`{"brands":[`, "brand 1: "},
		"neither":       {`{"own":true}`, "brand 1 has neither an id nor a name"},
		"wrong type":    {"brands: [{id: a, name: [x]}]\n", "reading brands from"},
		"an empty list": {"[]", "the file has no brands"},
	} {
		_, _, err := call(t, detectcmd.Cmd{}, c.brands, strings.NewReader(`{"id":"a","text":"x"}`))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	cmd := detectcmd.Cmd{Brands: filepath.Join(t.TempDir(), "none.yaml")}
	if err := cmd.Run(context.Background(), detectcmd.Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// A brand that can't be looked for is left out with a message; the others are found.
func TestOneBadBrandIsLeftOut(t *testing.T) {
	out, errs, err := call(t, detectcmd.Cmd{}, "brands: [{id: x, name: x}, {id: hub, name: HubPeak}, {id: hub, name: Twice}]\n", strings.NewReader(`{"id":"a","text":"HubPeak"}`))
	if err != nil || !strings.Contains(out, `"brand":"hub"`) {
		t.Errorf("%v, %s", err, out)
	}
	for _, want := range []string{`brand "x"`, "single letter", `brand "hub": id: is used by more than one brand`} {
		if !strings.Contains(errs, want) {
			t.Errorf("stderr %q lacks %q", errs, want)
		}
	}
}

func TestAHugeLineIsRead(t *testing.T) {
	text := strings.Repeat("so we went on and on ", 200_000) + "to HubPeak"
	out, errs, err := call(t, detectcmd.Cmd{}, goldenBrands, io.MultiReader(strings.NewReader(`{"id":"a","text":"`), strings.NewReader(text), strings.NewReader("\"}\n{\"id\":\"b\",\"text\":\"HubPeak\"}")))
	if err != nil || errs != "" || strings.Count(out, `"brand":"hubpeak"`) != 2 {
		t.Errorf("%v, %s, %.200s", err, errs, out)
	}
	if !strings.Contains(out, fmt.Sprintf(`"start":%d`, len(text)-len("HubPeak"))) {
		t.Errorf("the offset is wrong: %.300s", out)
	}
}

// filler is an endless line.
type filler struct{ left int }

func (f *filler) Read(p []byte) (int, error) {
	if f.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), f.left)
	for i := range p[:n] {
		p[i] = 'x'
	}
	f.left -= n
	return n, nil
}

func TestALineBeyondTheLimitIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 256 MB")
	}
	out, errs, err := call(t, detectcmd.Cmd{}, goldenBrands, io.MultiReader(&filler{left: 257 << 20}, strings.NewReader("\n{\"id\":\"b\",\"text\":\"HubPeak\"}\n")))
	if err == nil || !strings.Contains(err.Error(), "1 of 2 lines") || !strings.Contains(errs, "line 1: the document is longer than 256 MB") {
		t.Errorf("%v, %s", err, errs)
	}
	if !strings.Contains(out, `"error":"line 1`) || !strings.Contains(out, `"brand":"hubpeak"`) {
		t.Errorf("%s", out)
	}
}

// failing is a reader or writer that breaks.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestBrokenPipes(t *testing.T) {
	broken := errors.New("broken pipe")
	_, _, err := call(t, detectcmd.Cmd{}, goldenBrands, io.MultiReader(strings.NewReader("{\"id\":\"a\",\"text\":\"x\"}\n"), failing{broken}))
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "reading line 2") {
		t.Errorf("reading: %v", err)
	}
	cmd := detectcmd.Cmd{Brands: filepath.Join(t.TempDir(), "brands.yaml")}
	if err := os.WriteFile(cmd.Brands, []byte(goldenBrands), 0o600); err != nil {
		t.Fatal(err)
	}
	err = cmd.Run(context.Background(), detectcmd.Streams{In: strings.NewReader(`{"id":"a","text":"x"}`), Out: failing{broken}, Err: io.Discard})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "writing hits") {
		t.Errorf("writing: %v", err)
	}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if err := cmd.Run(done, detectcmd.Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// A program that writes a line and waits gets its answer.
func TestAnswersComeLineByLine(t *testing.T) {
	in, lines := io.Pipe()
	answers, out := io.Pipe()
	cmd := detectcmd.Cmd{Brands: filepath.Join(t.TempDir(), "brands.yaml")}
	if err := os.WriteFile(cmd.Brands, []byte(goldenBrands), 0o600); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- cmd.Run(context.Background(), detectcmd.Streams{In: in, Out: out, Err: io.Discard})
	}()
	buf := make([]byte, 4096)
	for _, id := range []string{"a", "b"} {
		if _, err := fmt.Fprintf(lines, "{\"id\":%q,\"text\":\"HubPeak\"}\n", id); err != nil {
			t.Fatal(err)
		}
		n, err := answers.Read(buf)
		if err != nil || !strings.Contains(string(buf[:n]), fmt.Sprintf(`"id":%q`, id)) {
			t.Fatalf("%s: %v %q", id, err, buf[:n])
		}
	}
	_ = lines.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
