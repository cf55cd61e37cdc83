package cli

import (
	"cmp"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"offhook/receiver"
	"offhook/ui/cli/config"
)

// defaultCapture is "" when there is no place for one: the root of the file system,
// where XDG's rules lead without a home, is none.
func defaultCapture() string {
	if _, err := os.UserHomeDir(); err != nil && os.Getenv("XDG_STATE_HOME") == "" {
		return ""
	}
	return filepath.Join(xdg.StateHome, "offhook", "capture")
}

func defaultConfig() string { return filepath.Join(xdg.ConfigHome, "offhook", "config.yaml") }

// complete fills in what was not given, and checks everything.
func (o *listenOptions) complete(cmd *cobra.Command, p *Program) error {
	places, err := o.gather(cmd, p)
	if err != nil {
		return usageError("%w", err)
	}
	if o.demo && !cmd.Flags().Changed("capture") {
		o.capture = "-"
	}
	o.maxBody = cmp.Or(o.maxBody, largestBody)
	for _, check := range []struct {
		flag string
		run  func(*Program) error
	}{
		{"addr", o.checkAddr}, {"capture", o.checkCapture}, {"output", o.checkOutput}, {"max-body", o.checkMaxBody}, {"filter", o.checkFilter},
	} {
		if err := check.run(p); err != nil {
			return usageError("%w", places.Explain(check.flag, err))
		}
	}
	return nil
}

// gather reads the environment and the config file.
func (o *listenOptions) gather(cmd *cobra.Command, p *Program) (config.Places, error) {
	path, read := cmp.Or(o.config, p.Getenv(config.Variable("config"))), config.Read
	if path == "" {
		path, read = defaultConfig(), config.ReadOptional
	}
	settings, err := read(path, settable)
	if err != nil {
		return nil, err
	}
	return config.Apply(cmd.Flags(), settable, p.Getenv, settings)
}

func (o *listenOptions) checkAddr(*Program) error {
	_, port, err := net.SplitHostPort(o.addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return usageError("--addr is host:port, as in %s, not %q", receiver.DefaultAddress, o.addr)
	}
	return nil
}

// checkCapture also finds the home directory, as no shell does that in a file.
func (o *listenOptions) checkCapture(*Program) error {
	if below, ok := strings.CutPrefix(o.capture, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return usageError("--capture %s: there is no home directory", o.capture)
		}
		o.capture = filepath.Join(home, below)
	}
	switch {
	case o.capture != "":
		return nil
	case defaultCapture() == "":
		return usageError("there is no home directory: name a place with --capture DIR, or leave nothing behind with --capture -")
	}
	return usageError("--capture is a directory, or - to leave nothing behind")
}

func (o *listenOptions) checkOutput(*Program) error { return oneOf("output", o.output, "text", "json") }

func (o *listenOptions) checkMaxBody(*Program) error {
	if largest := config.Size(largestBody); o.maxBody > largest {
		return usageError("--max-body is at most %s: the capture holds no larger request", largest.String())
	}
	return nil
}

func (o *listenOptions) checkFilter(p *Program) (err error) {
	o.expr, err = p.parseFilter(o.filter)
	return err
}
