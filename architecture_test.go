package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rule says what the code of a directory may import of offhook; a name that ends
// in /... stands for everything below it as well.
type rule struct {
	imports []string
	tests   []string // what its tests may import beside that
	std     bool     // nothing but the standard library
	pure    bool     // no files, no network
}

// rules is the architecture: arrows point one way, from main over ui/cli to
// everything else, and never between ui/tui, receiver and tunnel. A directory that
// is not listed has the rule of the nearest one above it.
var rules = map[string]rule{
	".":              {imports: []string{"ui/cli"}},
	"ui/cli":         {imports: []string{"ui/cli/...", "ui/tui", "ui/tui/theme", "receiver/...", "tunnel", "model/..."}},
	"ui/cli/config":  {},
	"ui/tui":         {imports: []string{"ui/tui/...", "model", "model/filter", "model/laxjson", "model/platform", "model/archive"}, tests: []string{"model/simulate", "model/capture"}},
	"ui/tui/theme":   {imports: []string{"model"}},
	"receiver":       {imports: []string{"receiver/...", "model", "model/laxjson"}, tests: []string{"model/platform", "model/capture", "model/simulate"}},
	"tunnel":         {},
	"model":          {std: true, pure: true, tests: []string{"model/..."}},
	"model/laxjson":  {pure: true},
	"model/filter":   {imports: []string{"model", "model/laxjson"}, tests: []string{"model/platform", "model/simulate"}, pure: true},
	"model/platform": {imports: []string{"model", "model/laxjson"}, tests: []string{"model/simulate"}},
	"model/simulate": {imports: []string{"model"}, tests: []string{"model/platform"}, std: true, pure: true},
	"model/archive":  {imports: []string{"model", "model/laxjson"}, tests: []string{"model/platform", "model/simulate"}},
	"model/capture":  {imports: []string{"model"}, tests: []string{"model/platform", "model/simulate"}},
}

// impure are the packages that reach out of the process.
var impure = []string{"os", "os/exec", "os/signal", "net", "net/http", "syscall", "path/filepath", "log", "log/slog"}

// vague are names that say nothing of what a package is for.
var vague = []string{"util", "utils", "common", "types", "helper", "helpers", "misc", "shared", "base", "lib"}

func TestImportsFollowTheArchitecture(t *testing.T) {
	t.Parallel()
	files := 0
	for file := range sources(t) {
		files++
		dir := path.Dir(filepath.ToSlash(file))
		if slices.Contains(vague, path.Base(dir)) {
			t.Errorf("%s: the package's name says nothing", dir)
		}
		r := ruleOf(dir)
		for _, imported := range importsOf(t, file) {
			if complaint := r.check(dir, imported, strings.HasSuffix(file, "_test.go")); complaint != "" {
				t.Errorf("%s imports %s: %s", file, imported, complaint)
			}
		}
	}
	if files < 20 {
		t.Errorf("only %d files were found", files)
	}
}

// check says what is wrong with an import, "" when nothing is.
func (r rule) check(dir, imported string, test bool) string {
	own, ours := strings.CutPrefix(imported, "offhook/")
	switch {
	case ours && (own == dir || matches(r.imports, own) || test && matches(r.tests, own)):
		return ""
	case ours:
		return "the architecture has no such arrow"
	case test:
		return ""
	case r.std && strings.Contains(strings.Split(imported, "/")[0], "."):
		return "it uses the standard library only"
	case r.pure && slices.Contains(impure, imported):
		return "it has no files and no network"
	}
	return ""
}

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		root, below := strings.CutSuffix(p, "/...")
		return name == root || below && strings.HasPrefix(name, root+"/")
	})
}

func ruleOf(dir string) rule {
	for {
		if r, ok := rules[dir]; ok {
			return r
		}
		dir = path.Dir(dir)
	}
}

// sources visits every Go file of the program.
func sources(t *testing.T) func(func(string) bool) {
	return func(yield func(string) bool) {
		err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && name != "." && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
				return fs.SkipDir
			case filepath.Ext(name) == ".go" && !yield(name):
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func importsOf(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return nil
	}
	var names []string
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Error(err)
		}
		names = append(names, name)
	}
	return names
}
