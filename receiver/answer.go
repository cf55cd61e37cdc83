package receiver

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"

	"offhook/model"
)

// Sentences for whoever reads an answer that is not the platform's own.
const (
	textWrongMethod = "offhook receives webhooks of chat platforms at this address: send them with POST.\n"
	textTooLarge    = "The body is larger than offhook stores; its beginning was kept.\n"
	textTooSlow     = "The body did not arrive in time; its beginning was kept.\n"
	textBadBody     = "The body could not be read to its end; its beginning was kept.\n"
	textNoRoom      = "offhook is receiving as much as it can hold; this request was not stored, please send it again.\n"
	textNotStored   = "offhook could not store this request; please send it again.\n"
	textPanic       = "offhook failed on this request and did not store it.\n"
)

// plan decides the answer before the request is stored, so that both are stored
// together. It is nil when the sender has left: there is nobody to answer.
func (s *Server) plan(req *model.Request, events []model.Event, fault error) *model.Reply {
	switch {
	case left(fault):
		return nil
	case errors.Is(fault, os.ErrDeadlineExceeded):
		return textReply(http.StatusRequestTimeout, textTooSlow)
	case fault != nil:
		return textReply(http.StatusBadRequest, textBadBody)
	case req.Method != http.MethodPost:
		return textReply(http.StatusMethodNotAllowed, textWrongMethod, model.Field{Name: "Allow", Value: http.MethodPost})
	case req.Cut == model.CutAtBound:
		return textReply(http.StatusRequestEntityTooLarge, textTooLarge)
	}
	reply := s.answer.Answer(events)
	if reply.Status == 0 {
		reply.Status = http.StatusOK
	}
	return &reply
}

// left reports whether reading a body ended because the connection did.
func left(fault error) bool {
	if errors.Is(fault, os.ErrDeadlineExceeded) {
		return false
	}
	_, network := errors.AsType[*net.OpError](fault)
	return network || errors.Is(fault, io.ErrUnexpectedEOF) || errors.Is(fault, io.ErrClosedPipe)
}

func textReply(status int, text string, header ...model.Field) *model.Reply {
	header = append(header, model.Field{Name: "Content-Type", Value: "text/plain; charset=utf-8"})
	return &model.Reply{Status: status, Header: header, Body: []byte(text)}
}

// retryReply is a 503. One second is what a full queue needs, and more.
func retryReply(text string) *model.Reply {
	return textReply(http.StatusServiceUnavailable, text, model.Field{Name: "Retry-After", Value: "1"})
}

// write sends a reply as planned: no header is guessed.
func (s *Server) write(w http.ResponseWriter, reply *model.Reply) {
	h := w.Header()
	h["Content-Type"] = nil
	for _, f := range reply.Header {
		h.Add(f.Name, f.Value)
	}
	if bodyAllowed(reply.Status) && h.Get("Content-Length") == "" {
		h.Set("Content-Length", strconv.Itoa(len(reply.Body)))
	}
	w.WriteHeader(reply.Status)
	if len(reply.Body) == 0 || !bodyAllowed(reply.Status) {
		return
	}
	if _, err := w.Write(reply.Body); err != nil {
		s.log.Debug("the answer did not reach the sender", "error", err)
	}
}

func bodyAllowed(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified
}
