package laxjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"offhook/model/laxjson"
)

// webhookBody is a body of about 1 KB as chat platforms send them.
func webhookBody() []byte {
	return []byte(`{"event":"message_created","account":{"id":4711,"name":"Harbour Bikes"},"conversation":{"id":90210,"channel":"telegram",` +
		`"status":"open","created":1764528723,"tags":["repair","priority"],"assignee":{"id":17,"name":"Ines Falk","email":"ines@bikes.example"}},` +
		`"message":{"id":"b7d1f2c0-55aa-4c1e-9a51-000000000042","type":"text","text":"Guten Tag, die Kette ist \"gerissen\" \u2013 was nun?\n",` +
		`"at":1764528799.25,"outgoing":false,"attachments":[],"reply_to":null},"customer":{"id":5523,"name":"Олег Петренко",` +
		`"phone":"+491520000000","locale":"de-DE","geo":{"city":"Bremen","latitude":53.0793,"longitude":8.8017},"visits":12,"banned":false,` +
		`"page":{"url":"https://bikes.example/shop/chains?from=newsletter&utm=spring","title":"Chains and more"},"fields":{"vip":1,"note":""}}}`)
}

func largeBody(size int) []byte {
	var b bytes.Buffer
	b.WriteString("[\n")
	for b.Len() < size {
		if b.Len() > 2 {
			b.WriteString(",\n")
		}
		b.Write(webhookBody())
	}
	b.WriteString("\n]")
	return b.Bytes()
}

func BenchmarkRead(b *testing.B) {
	indented := &bytes.Buffer{}
	if err := json.Indent(indented, largeBody(1<<20), "", "    "); err != nil {
		b.Fatal(err)
	}
	for _, body := range []struct {
		name string
		src  []byte
	}{{"1KB", webhookBody()}, {"1MB", largeBody(1 << 20)}, {"indented", indented.Bytes()}} {
		run := func(name string, read func() bool) {
			b.Run(fmt.Sprintf("%s/%s", body.name, name), func(b *testing.B) {
				b.SetBytes(int64(len(body.src)))
				b.ReportAllocs()
				for b.Loop() {
					if !read() {
						b.Fatal("not read")
					}
				}
			})
		}
		run("laxjson.Parse", func() bool { return laxjson.Parse(body.src).Valid() })
		run("json.Valid", func() bool { return json.Valid(body.src) })
		run("jsontext.ReadToken", func() bool { return readTokens(body.src) })
	}
}

func readTokens(src []byte) bool {
	d := jsontext.NewDecoder(bytes.NewBuffer(src), jsontext.AllowDuplicateNames(true))
	for {
		if _, err := d.ReadToken(); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

func BenchmarkRepair(b *testing.B) {
	src := []byte("{\n" + strings.Repeat(`  'id': 12, // note
  "list" => ['a' => True, "b": [1 2 3,],], name: some text
`, 10000) + "}")
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if laxjson.Parse(src).Valid() {
			b.Fatal("valid")
		}
	}
}
