package platform

import (
	"fmt"
	"net/http"

	"offhook/model"
	"offhook/model/laxjson"
)

// transport notes what is odd about the request before its body is read.
func (rd *reading) transport() {
	r := rd.request
	if r.Method != http.MethodPost {
		rd.add(model.WrongMethod, fmt.Sprintf("sent with %s: webhooks come with POST", r.Method))
	}
	switch r.Cut {
	case model.CutAtBound:
		rd.add(model.Oversized, fmt.Sprintf("%d bytes were sent, the first %d were kept", r.Size, len(r.Body)))
	case model.CutBySender:
		rd.add(model.Truncated, fmt.Sprintf("the sender left after %d bytes%s", len(r.Body), announced(r)))
	}
}

func announced(r *model.Request) string {
	if r.Size > int64(len(r.Body)) {
		return fmt.Sprintf(" of %d", r.Size)
	}
	return ""
}

// faults turns the faults of a document into problems, one a code: the place and
// name of the first, and how many more there are.
func (rd *reading) faults(doc *laxjson.Doc) {
	if doc.Valid() {
		return
	}
	var first [3]*laxjson.Fault // by the codes below
	codes := [3]model.Code{model.NotJSON, model.MalformedJSON, model.InvalidUTF8}
	count, alternatives := doc.FaultCount(), (*laxjson.Fault)(nil)
	for i := range doc.Faults {
		f := &doc.Faults[i]
		at := 1
		switch f.Code {
		case laxjson.FaultNotJSON, laxjson.FaultTooLarge:
			at = 0
		case laxjson.FaultUTF8:
			at = 2
			count--
		case laxjson.FaultAlternatives:
			if alternatives == nil {
				alternatives = f
			}
		}
		if first[at] == nil {
			first[at] = f
		}
	}
	for i, f := range first {
		if f != nil {
			rd.add(codes[i], faultDetail(f, codes[i], count))
		}
	}
	if alternatives != nil {
		rd.add(model.Alternatives, faultPlace(alternatives)+": several values where one belongs; the first was taken")
	}
}

func faultDetail(f *laxjson.Fault, code model.Code, count int) string {
	detail := faultPlace(f) + ": " + f.Message
	if code == model.MalformedJSON && count > 1 {
		detail += fmt.Sprintf(", and %d more", count-1)
	}
	return detail
}

func faultPlace(f *laxjson.Fault) string {
	return fmt.Sprintf("line %d, column %d", f.Line, f.Column)
}
