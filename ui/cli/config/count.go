package config

import (
	"errors"
	"strconv"
	"strings"
)

// Count is a number of things, none or more: 5000, 5_000. It is a [pflag.Value].
type Count int

var errCount = errors.New("expected a number such as 5000")

// Set parses a number of decimal digits.
func (c *Count) Set(text string) error {
	n, err := strconv.ParseUint(strings.ReplaceAll(text, "_", ""), 10, 31)
	if err != nil {
		return errCount
	}
	*c = Count(n)
	return nil
}

// String writes the digits.
func (c *Count) String() string { return strconv.Itoa(int(*c)) }

// Type names the kind of value in the help.
func (c *Count) Type() string { return "number" }
