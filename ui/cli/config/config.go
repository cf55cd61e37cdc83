// Package config finds the values of a command's flags that were not given: in the
// environment (OFFHOOK_MAX_BODY for --max-body), else in the config file, which
// knows the same names. What is wrong there is told with its place, line and
// column; nothing is ignored.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/spf13/pflag"
)

// Setting is one line of a config file.
type Setting struct {
	Key, Value string
	Place      string // "config.yaml:3:7"
}

// Read returns the settings of a config file. Keys other than known are an error.
// A file that does not exist is an error that is [fs.ErrNotExist].
func Read(path string, known []string) ([]Setting, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	file, err := parser.ParseBytes(content, 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, plain(err))
	}
	var settings []Setting
	for _, doc := range file.Docs {
		found, err := members(path, doc.Body, known)
		if err != nil {
			return nil, err
		}
		settings = append(settings, found...)
	}
	return settings, nil
}

func unreadable(path string, err error) error {
	if bad, ok := errors.AsType[*fs.PathError](err); ok {
		err = bad.Err
	}
	return fmt.Errorf("the config file %s cannot be read: %w", path, err)
}

// plain makes one line of the parser's error, which draws the source as well.
func plain(err error) error {
	if bad, ok := errors.AsType[*yaml.SyntaxError](err); ok {
		token := bad.GetToken()
		at := token.Position
		hint := ""
		if token.Value == "-" {
			hint = "; put - in quotes where it is a value"
		}
		return fmt.Errorf("line %d, column %d: %s%s", at.Line, at.Column, bad.GetMessage(), hint)
	}
	return err
}

func members(path string, body ast.Node, known []string) ([]Setting, error) {
	var settings []Setting
	switch n := body.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return nil, nil
	case *ast.MappingNode:
		for _, member := range n.Values {
			setting, err := read(path, member, known)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(settings, func(s Setting) bool { return s.Key == setting.Key }) {
				return nil, fmt.Errorf("%s: %q is set twice", setting.Place, setting.Key)
			}
			settings = append(settings, setting)
		}
		return settings, nil
	}
	return nil, fmt.Errorf("%s: expected lines of the form \"addr: 127.0.0.1:4000\"", place(path, body))
}

func read(path string, member *ast.MappingValueNode, known []string) (Setting, error) {
	key := member.Key.GetToken().Value
	if !slices.Contains(known, key) {
		return Setting{}, fmt.Errorf("%s: unknown key %q; known are %s", place(path, member.Key), key, strings.Join(known, ", "))
	}
	value := Setting{Key: key, Place: place(path, member.Value)}
	switch n := member.Value.(type) {
	case *ast.NullNode:
	case *ast.LiteralNode:
		value.Value = n.Value.Value
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		return Setting{}, fmt.Errorf("%s: %s takes one plain value", value.Place, key)
	case ast.ScalarNode:
		value.Value = n.GetToken().Value
	default:
		return Setting{}, fmt.Errorf("%s: %s takes one value", value.Place, key)
	}
	return value, nil
}

func place(path string, n ast.Node) string {
	at := n.GetToken().Position
	return fmt.Sprintf("%s:%d:%d", path, at.Line, at.Column)
}

// Variable is the environment variable of a flag.
func Variable(flag string) string {
	return "OFFHOOK_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Apply gives the flags of names that were not given on the command line their
// values from the environment, else from the settings, and says for each of these
// where its value stood. An empty variable counts as not set. [pflag.Flag.Changed]
// tells afterwards what the command line gave.
func Apply(flags *pflag.FlagSet, names []string, getenv func(string) string, settings []Setting) (Places, error) {
	places := Places{}
	for _, name := range names {
		flag := flags.Lookup(name)
		if flag == nil || flag.Changed {
			continue
		}
		if value := getenv(Variable(name)); value != "" {
			places[name] = "environment variable " + Variable(name)
			if err := set(flag, value); err != nil {
				return nil, fmt.Errorf("%s: %q: %w", places[name], value, err)
			}
			continue
		}
		i := slices.IndexFunc(settings, func(s Setting) bool { return s.Key == name })
		if i < 0 || settings[i].Value == "" {
			continue
		}
		places[name] = settings[i].Place
		if err := set(flag, settings[i].Value); err != nil {
			return nil, fmt.Errorf("%s: %s: %q: %w", settings[i].Place, name, settings[i].Value, err)
		}
	}
	return places, nil
}

// Places says where the value of a flag stood, by the flag's name.
type Places map[string]string

// Explain puts the place of a flag's value in front of what is wrong with it.
func (p Places) Explain(flag string, err error) error {
	if place := p[flag]; place != "" && err != nil {
		return fmt.Errorf("%s: %w", place, err)
	}
	return err
}

var errBool = errors.New("expected true or false")

func set(flag *pflag.Flag, value string) error {
	err := flag.Value.Set(value)
	if err != nil && flag.Value.Type() == "bool" {
		return errBool
	}
	return err
}

// ReadOptional is [Read] for a file that need not exist.
func ReadOptional(path string, known []string) ([]Setting, error) {
	settings, err := Read(path, known)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return settings, err
}
