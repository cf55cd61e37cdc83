package cli

import (
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"offhook/model"
)

// writeJSON writes a value as one line in which a terminal finds nothing to obey:
// the characters of [model.Unsafe] are escaped, without loss.
func writeJSON(w io.Writer, v any) error {
	line, err := json.Marshal(v, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return fmt.Errorf("encode a line: %w", err)
	}
	_, err = w.Write(append(escapeUnsafe(line), '\n'))
	return err
}

// escapeUnsafe escapes what JSON itself leaves as it is. Outside of strings JSON is
// plain ASCII, so whatever is found stands in a string.
func escapeUnsafe(line []byte) []byte {
	at := firstUnsafe(line)
	if at < 0 {
		return line
	}
	escaped := append(make([]byte, 0, len(line)+32), line[:at]...)
	for at < len(line) {
		r, size := utf8.DecodeRune(line[at:])
		if model.Unsafe(r) {
			escaped = appendEscape(escaped, r)
		} else {
			escaped = append(escaped, line[at:at+size]...)
		}
		at += size
	}
	return escaped
}

func firstUnsafe(line []byte) int {
	for i := 0; i < len(line); {
		if line[i] < 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRune(line[i:])
		if model.Unsafe(r) {
			return i
		}
		i += size
	}
	return -1
}

func appendEscape(b []byte, r rune) []byte {
	if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
		return fmt.Appendf(b, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(b, `\u%04x`, r)
}
