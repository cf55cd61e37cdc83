package receiver

import (
	"net/http"
	"slices"
	"strings"

	"offhook/model"
)

// requestOf describes a call whose body was read.
func (s *Server) requestOf(r *http.Request, in *intake) *model.Request {
	return &model.Request{
		Received: s.o.Now().UTC(),
		Method:   r.Method,
		Target:   r.RequestURI,
		Proto:    r.Proto,
		Host:     r.Host,
		Remote:   r.RemoteAddr,
		Header:   fieldsOf(r),
		Body:     in.bytes,
		Size:     in.size,
		Cut:      in.cut,
	}
}

// fieldsOf lists every header value: the values of a name in their order, the
// names sorted. net/http takes Transfer-Encoding and Trailer out of the header;
// they are put back, with the trailers that came behind the body.
func fieldsOf(r *http.Request) []model.Field {
	fields := make([]model.Field, 0, len(r.Header)+2)
	for name, values := range r.Header {
		fields = appendFields(fields, name, values)
	}
	fields = appendFields(fields, "Transfer-Encoding", r.TransferEncoding)
	for name, values := range r.Trailer {
		fields = append(fields, model.Field{Name: "Trailer", Value: name})
		fields = appendFields(fields, name, values)
	}
	slices.SortStableFunc(fields, func(a, b model.Field) int { return strings.Compare(a.Name, b.Name) })
	return fields
}

func appendFields(fields []model.Field, name string, values []string) []model.Field {
	for _, v := range values {
		fields = append(fields, model.Field{Name: name, Value: v})
	}
	return fields
}
