package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"offhook/ui/cli/config"
)

func TestSizes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"0": 0, "512": 512, "512k": 512 << 10, "10MB": 10_000_000, "8MiB": 8 << 20, "1GiB": 1 << 30, "1.5g": 3 << 29, "2 kb": 2000, "7B": 7, "1TiB": 1 << 40,
	} {
		var s config.Size
		if err := s.Set(text); err != nil || int64(s) != want {
			t.Errorf("%q is %d, %v; want %d", text, s, err, want)
		}
	}
	for _, text := range []string{"", "x", "8MiBs", "-1", "1e3", "inf", "NaN", "0x10", "k", "99999999TiB", "1_000"} {
		var s config.Size
		if err := s.Set(text); err == nil {
			t.Errorf("%q is taken as %d", text, s)
		}
	}
}

func TestSizeReadsWhatItWrites(t *testing.T) {
	t.Parallel()
	for _, n := range []config.Size{0, 1, 1000, 1024, 8 << 20, 1<<30 + 1, 3 << 40} {
		var back config.Size
		if err := back.Set(n.String()); err != nil || back != n {
			t.Errorf("%d writes %q, which is read as %d, %v", n, n.String(), back, err)
		}
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"0": 0, "5000": 5000, "5_000": 5000, "010": 10} {
		var c config.Count
		if err := c.Set(text); err != nil || int(c) != want {
			t.Errorf("%q is %d, %v; want %d", text, c, err, want)
		}
	}
}

func TestDurations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"2m": "2m", "90s": "1m30s", "1h": "1h", "1h0m5s": "1h0m5s", "120m": "2h", "500ms": "500ms", "10s": "10s"} {
		var d config.Duration
		if err := d.Set(text); err != nil || d.String() != want {
			t.Errorf("%q is %s, %v; want %s", text, d.String(), err, want)
		}
	}
	for _, text := range []string{"", "2", "0", "-1m", "soon"} {
		var d config.Duration
		if err := d.Set(text); err == nil {
			t.Errorf("%q is %s", text, d.String())
		}
	}
}

var known = []string{"addr", "keep", "max-body", "filter"}

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

type flags struct {
	*pflag.FlagSet
	addr, filter string
	keep         config.Count
	maxBody      config.Size
}

func newFlags() *flags {
	f := &flags{FlagSet: pflag.NewFlagSet("test", pflag.ContinueOnError), maxBody: 8 << 20}
	f.StringVar(&f.addr, "addr", "127.0.0.1:4000", "")
	f.StringVar(&f.filter, "filter", "", "")
	f.keep = 100_000
	f.Var(&f.keep, "keep", "")
	f.Var(&f.maxBody, "max-body", "")
	return f
}

func TestFlagBeatsEnvironmentBeatsFile(t *testing.T) {
	t.Parallel()
	path := write(t, "# mine\naddr: 127.0.0.1:1\nkeep: 10\nmax-body: 1MiB\nfilter: \"has:problem or kind:message\"\n")
	settings, err := config.Read(path, known)
	if err != nil {
		t.Fatal(err)
	}
	f := newFlags()
	if err := f.Parse([]string{"--addr", "127.0.0.1:3"}); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"OFFHOOK_ADDR": "127.0.0.1:2", "OFFHOOK_MAX_BODY": "2MiB", "OFFHOOK_FILTER": ""}
	places, err := config.Apply(f.FlagSet, known, func(k string) string { return env[k] }, settings)
	if err != nil {
		t.Fatal(err)
	}
	for flag, want := range map[string]string{"addr": "wrong", "max-body": "environment variable OFFHOOK_MAX_BODY: wrong", "keep": path + ":3:7: wrong"} {
		if got := places.Explain(flag, errors.New("wrong")); got.Error() != want {
			t.Errorf("%s: %q, want %q", flag, got, want)
		}
	}
	if f.addr != "127.0.0.1:3" || f.maxBody != 2<<20 || f.keep != 10 || f.filter != "has:problem or kind:message" {
		t.Errorf("addr %s, max-body %s, keep %d, filter %s", f.addr, f.maxBody.String(), f.keep, f.filter)
	}
	if f.Changed("keep") {
		t.Error("keep looks as if the command line gave it")
	}
}

func TestWhatIsWrongInTheFileHasAPlace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ content, want string }{
		"unknown key":  {"addr: x\nadr: y\n", "config.yaml:2:1: unknown key \"adr\""},
		"list":         {"addr: [1, 2]\n", "config.yaml:1:7: addr takes one value"},
		"no mapping":   {"- addr\n", "config.yaml:1:1: expected lines"},
		"just a word":  {"addr\n", "config.yaml:1:1: expected lines"},
		"twice":        {"addr: x\nkeep: 1\naddr: y\n", "addr"},
		"not YAML":     {"addr: \"x\n", "line 1, column"},
		"wrong number": {"addr: x\nkeep: many\n", "config.yaml:2:7: keep: \"many\""},
		"no digits":    {"keep: 0x10\n", "config.yaml:1:7: keep: \"0x10\": expected a number such as 5000"},
		"below zero":   {"keep: -5\n", "expected a number such as 5000"},
		"anchor":       {"keep: &many 5\n", "config.yaml:1:7: keep takes one plain value"},
		"alias":        {"keep: *many\n", "config.yaml:1:7: keep takes one plain value"},
		"tag":          {"addr: !!str x\n", "config.yaml:1:7: addr takes one plain value"},
		"bare dash":    {"addr: -\n", "put - in quotes"},
		"wrong size":   {"max-body: 8MiBB\n", "config.yaml:1:11: max-body: \"8MiBB\": expected a size"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings, err := config.Read(write(t, test.content), known)
			if err == nil {
				_, err = config.Apply(newFlags().FlagSet, known, func(string) string { return "" }, settings)
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("the error has several lines: %v", err)
			}
		})
	}
}

func TestEmptyFilesSetNothing(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "# nothing\n", "---\n", "addr:\n"} {
		settings, err := config.Read(write(t, content), known)
		f := newFlags()
		if err == nil {
			_, err = config.Apply(f.FlagSet, known, func(string) string { return "" }, settings)
		}
		if err != nil || f.addr != "127.0.0.1:4000" {
			t.Errorf("%q: addr %q, %v", content, f.addr, err)
		}
	}
}

func TestMissingFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "none.yaml")
	if _, err := config.Read(path, known); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Read gives %v", err)
	}
	if settings, err := config.ReadOptional(path, known); err != nil || settings != nil {
		t.Errorf("ReadOptional gives %v, %v", settings, err)
	}
}

func TestWrongEnvironmentVariable(t *testing.T) {
	t.Parallel()
	_, err := config.Apply(newFlags().FlagSet, known, func(k string) string { return map[string]string{"OFFHOOK_KEEP": "x"}[k] }, nil)
	if err == nil || !strings.Contains(err.Error(), "OFFHOOK_KEEP") {
		t.Errorf("got %v", err)
	}
}
