package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"offhook/model/capture"
	"offhook/model/platform"
	"offhook/ui/cli/config"
)

// oneCapture checks the arguments of a command on a capture.
func oneCapture(_ *cobra.Command, args []string) error {
	switch {
	case len(args) > 1:
		return usageError("name one capture, not %d", len(args))
	case len(args) == 0 || args[0] == "":
		return usageError("name a capture: the directory in which offhook keeps requests, such as %s", defaultCapture())
	}
	return nil
}

// lateAfter is what --late is without being given.
const lateAfter = config.Duration(time.Minute)

// lateFlag adds the flag of every command that tells what came late.
func lateFlag(cmd *cobra.Command, late *config.Duration) {
	cmd.Flags().Var(late, "late", "how much later than usual an event must come to be late")
}

// readCapture opens a capture for reading, without ever making one, and tells what
// is damaged.
func (p *Program) readCapture(dir string, late config.Duration) (*capture.File, error) {
	if err := isCapture(dir); err != nil {
		return nil, err
	}
	file, err := capture.Follow(dir, capture.Options{Parse: platform.Default().Parse, Schema: version(), LateAfter: time.Duration(late), Now: p.Now})
	if err != nil {
		return nil, unreadable(dir, err)
	}
	p.fitMemory(file.Status().Events)
	return file, nil
}

// isCapture tells a wrong directory from a capture that is empty: whoever writes one
// locks it and begins a segment before anything else.
func isCapture(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return unreadable(dir, err)
	}
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "lock" || strings.HasSuffix(e.Name(), ".seg") }) {
		return fmt.Errorf("%s holds no capture", dir)
	}
	return nil
}

func unreadable(dir string, err error) error {
	info, statErr := os.Stat(dir)
	bad, isPath := errors.AsType[*fs.PathError](err)
	switch {
	case errors.Is(statErr, fs.ErrNotExist):
		return fmt.Errorf("there is no capture in %s", dir)
	case statErr == nil && !info.IsDir():
		return fmt.Errorf("%s is a file; a capture is a directory", dir)
	case isPath:
		return fmt.Errorf("the capture %s cannot be read: %w", dir, bad.Err)
	}
	return fmt.Errorf("the capture %s cannot be read: %w", dir, err)
}

// unwritable says why a capture cannot be kept, and what to do.
func unwritable(dir string, err error) error {
	if locked, ok := errors.AsType[*capture.LockedError](err); ok {
		return fmt.Errorf("%w\n\"offhook open %s\" reads along; --capture DIR keeps this one elsewhere", locked, dir)
	}
	bad, ok := errors.AsType[*fs.PathError](err)
	if !ok {
		return err
	}
	return fmt.Errorf("requests cannot be kept in %s: %w\n--capture DIR keeps them elsewhere, --capture - leaves nothing behind", dir, bad.Err)
}

// tellDamage names what cannot be read of a capture, beside the output.
func (p *Program) tellDamage(status capture.Status) {
	for _, d := range status.Damage {
		p.say("the capture is damaged: %s", damage(d))
	}
}
