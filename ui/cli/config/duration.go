package config

import (
	"errors"
	"time"
)

// Duration is a length of time, more than none: 90s, 2m, 1h30m. It is a [pflag.Value].
type Duration time.Duration

var errDuration = errors.New("expected a length of time such as 90s or 2m")

// Set parses a length of time as Go writes it.
func (d *Duration) Set(text string) error {
	n, err := time.ParseDuration(text)
	if err != nil || n <= 0 {
		return errDuration
	}
	*d = Duration(n)
	return nil
}

// String writes what Set reads: "2m", without what is nothing.
func (d *Duration) String() string {
	text := time.Duration(*d).String()
	for _, rest := range [...]struct{ from, to string }{{"m0s", "m"}, {"h0m", "h"}} {
		if n := len(text) - len(rest.from); n > 0 && text[n:] == rest.from {
			text = text[:n] + rest.to
		}
	}
	return text
}

// Type names the kind of value in the help.
func (d *Duration) Type() string { return "duration" }
