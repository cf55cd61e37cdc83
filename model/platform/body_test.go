package platform_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"offhook/model"
	"offhook/model/platform"
)

// pack encodes a body the way a content encoding names; "raw" is deflate without
// its zlib wrapper.
func pack(tb testing.TB, coding string, body []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	default:
		f, err := flate.NewWriter(&b, flate.BestSpeed)
		if err != nil {
			tb.Fatal(err)
		}
		w = f
	}
	if _, err := w.Write(body); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func encoded(body []byte, codings ...string) *model.Request {
	r := post(string(body))
	for _, c := range codings {
		r.Header = append(r.Header, model.Field{Name: "content-encoding", Value: c})
	}
	return r
}

func TestBody(t *testing.T) {
	t.Parallel()
	plain := []byte(`{"event_name":"chat_accepted","chat_id":9107}`)
	zipped := pack(t, "gzip", plain)
	tests := []struct {
		name    string
		request *model.Request
		want    string
		err     error
	}{
		{"none", encoded(plain), string(plain), nil},
		{"identity", encoded(plain, "identity"), string(plain), nil},
		{"gzip", encoded(zipped, "gzip"), string(plain), nil},
		{"gzip in capitals, by its old name", encoded(zipped, " X-GZip "), string(plain), nil},
		{"deflate with zlib", encoded(pack(t, "deflate", plain), "deflate"), string(plain), nil},
		{"deflate without", encoded(pack(t, "raw", plain), "deflate"), string(plain), nil},
		{"a list", encoded(pack(t, "gzip", pack(t, "deflate", plain)), "deflate, gzip"), string(plain), nil},
		{"several headers", encoded(pack(t, "gzip", pack(t, "deflate", zipped)), "gzip", "deflate", "gzip"), string(plain), nil},
		{"four around each other", encoded(zipped, "gzip, gzip, gzip, gzip"), string(zipped), platform.ErrEncodings},
		{"one that nobody knows", encoded(plain, "br"), string(plain), platform.ErrEncoding},
		{"not what the header says", encoded(plain, "gzip"), string(plain), platform.ErrCorrupt},
		{"empty", encoded(nil, "gzip"), "", platform.ErrCorrupt},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := platform.Body(tt.request)
			if !errors.Is(err, tt.err) || string(got) != tt.want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestBodyIsBounded(t *testing.T) {
	t.Parallel()
	bomb := pack(t, "gzip", make([]byte, 80<<20))
	got, err := platform.Body(encoded(bomb, "gzip"))
	if !errors.Is(err, platform.ErrGrowth) || len(got) != 64<<20 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	nested := pack(t, "gzip", bomb)
	got, err = platform.Body(encoded(nested, "gzip, gzip"))
	if !errors.Is(err, platform.ErrGrowth) || len(got) > 1000*len(nested) {
		t.Errorf("%d bytes of %d, %v", len(got), len(nested), err)
	}
	e := parse(t, encoded(nested, "gzip, gzip"))
	if !strings.HasPrefix(codes(e), "undecodable") {
		t.Errorf("problems %v", e.Problems)
	}
}

func TestEncodedRequests(t *testing.T) {
	t.Parallel()
	accepted := []byte(fixture(t, "jivo/chat_accepted"))
	zipped := pack(t, "gzip", accepted)
	cut := encoded(zipped[:len(zipped)/2], "gzip")
	cut.Cut, cut.Size = model.CutAtBound, int64(len(zipped))
	tests := []struct {
		name     string
		request  *model.Request
		problems string
	}{
		{"gzip", encoded(zipped, "gzip"), ""},
		{"a header without its encoding", encoded(accepted, "gzip"), "undecodable"},
		{"an encoding without its header", encoded(zipped), "not-json"},
		{"cut inside", cut, "oversized malformed-json no-conversation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := parse(t, tt.request)
			if codes(e) != tt.problems {
				t.Errorf("problems %v", e.Problems)
			}
			if e.Name != "chat_accepted" && tt.problems != "not-json" {
				t.Errorf("read as %q", e.Name)
			}
		})
	}
}
