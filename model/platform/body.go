package platform

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"offhook/model"
)

// What a body may become when its content encoding is undone.
const (
	maxDecoded   = 64 << 20 // bytes
	maxRatio     = 1000     // decoded bytes for one sent; flate itself reaches 1032
	minBound     = 64 << 10 // a small body may always become this large
	maxEncodings = 3
)

var (
	// ErrEncoding: the content encoding is none that offhook undoes.
	ErrEncoding = errors.New("unknown content encoding")
	// ErrEncodings: there are too many content encodings around each other.
	ErrEncodings = errors.New("too many content encodings")
	// ErrCorrupt: the body is not what its content encoding says.
	ErrCorrupt = errors.New("the body does not fit its content encoding")
	// ErrGrowth: the decoded body is larger than the bound.
	ErrGrowth = errors.New("the body grows past the bound when it is decoded")
)

// Body returns the body with its content encodings undone: gzip, and deflate with
// or without a zlib wrapper, up to three around each other. What it returns is at
// most 64 MiB and at most 1000 times what was sent (64 KiB are always allowed).
//
// A body without content encoding is returned as it is, without a copy. With an
// error comes what could be read: the decoded part of a body that was cut, the body
// as sent where that is not what the header says.
func Body(r *model.Request) ([]byte, error) {
	codings := contentEncodings(r)
	if len(codings) == 0 {
		return r.Body, nil
	}
	if len(codings) > maxEncodings {
		return r.Body, fmt.Errorf("decode body: %w: %d", ErrEncodings, len(codings))
	}
	bound := min(maxDecoded, max(minBound, len(r.Body)*maxRatio))
	body := r.Body
	for i := len(codings) - 1; i >= 0; i-- {
		decoded, err := decode(codings[i], body, bound)
		if err != nil {
			if len(decoded) == 0 {
				decoded = body
			}
			return decoded, fmt.Errorf("decode body: %s: %w", codings[i], err)
		}
		body = decoded
	}
	return body, nil
}

// contentEncodings lists the encodings in the order in which they were applied.
func contentEncodings(r *model.Request) []string {
	var codings []string
	for _, f := range r.Header {
		if !strings.EqualFold(f.Name, "Content-Encoding") {
			continue
		}
		for name := range strings.SplitSeq(f.Value, ",") {
			name = strings.ToLower(strings.TrimSpace(name))
			if name != "" && name != "identity" {
				codings = append(codings, name)
			}
		}
	}
	return codings
}

// decode undoes one encoding; with an error it returns what was read before it.
func decode(coding string, body []byte, bound int) ([]byte, error) {
	source := bytes.NewReader(body)
	var decoder io.ReadCloser
	var err error
	switch coding {
	case "gzip", "x-gzip":
		decoder, err = gzip.NewReader(source)
	case "deflate":
		decoder, err = inflate(source)
	default:
		return nil, ErrEncoding
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	defer func() { _ = decoder.Close() }() // reads memory: there is nothing to lose
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(decoder, int64(bound)+1))
	switch {
	case n > int64(bound):
		return out.Bytes()[:bound], fmt.Errorf("%w of %d bytes", ErrGrowth, bound)
	case err != nil:
		return out.Bytes(), fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return out.Bytes(), nil
}

// inflate opens what HTTP calls deflate: a zlib stream by the standard, a bare
// flate stream from senders that misread it. A zlib header is a multiple of 31.
func inflate(source *bytes.Reader) (io.ReadCloser, error) {
	buffered := bufio.NewReader(source)
	head, err := buffered.Peek(2)
	if err == nil && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(buffered)
	}
	return flate.NewReader(buffered), nil
}

// sentence is an error of Body for people.
func sentence(err error) string {
	switch {
	case errors.Is(err, ErrEncoding):
		return "the content encoding is none that offhook undoes (gzip, deflate): the body is read as it was sent"
	case errors.Is(err, ErrEncodings):
		return fmt.Sprintf("more than %d content encodings around each other: the body is read as it was sent", maxEncodings)
	case errors.Is(err, ErrGrowth):
		return "the body grows past the bound when its content encoding is undone: only its beginning was read"
	}
	return "the body is not what its content encoding says"
}
