package config

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Size is a number of bytes as people write it: 512, 512k, 10MB, 8MiB. Letters
// with an i, and single ones, count in 1024s; KB, MB, GB, TB in 1000s. It is a
// [pflag.Value].
type Size int64

var errSize = errors.New("expected a size such as 512k, 10MB or 8MiB")

var units = []struct {
	suffix string
	bytes  float64
}{
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"tib", 1 << 40},
	{"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"tb", 1e12},
	{"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30}, {"t", 1 << 40},
	{"b", 1}, {"", 1},
}

// Set parses a size.
func (s *Size) Set(text string) error {
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	for _, u := range units {
		digits, ok := strings.CutSuffix(text, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(digits, 64)
		if err != nil || !(n >= 0 && n*u.bytes < math.MaxInt64) || strings.ContainsAny(digits, "einfx_+-p") {
			return errSize
		}
		*s = Size(n * u.bytes)
		return nil
	}
	return errSize
}

// String writes the size in the largest unit that divides it.
func (s *Size) String() string {
	n := int64(*s)
	for i := 3; i >= 0 && n > 0; i-- {
		if unit := int64(units[i].bytes); n%unit == 0 {
			return strconv.FormatInt(n/unit, 10) + []string{"KiB", "MiB", "GiB", "TiB"}[i]
		}
	}
	return strconv.FormatInt(n, 10)
}

// Type names the kind of value in the help.
func (s *Size) Type() string { return "size" }
