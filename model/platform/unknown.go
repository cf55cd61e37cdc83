package platform

import (
	"net/http"

	"offhook/model"
	"offhook/model/laxjson"
)

// unknown stands for whoever sent what nobody recognises. It is never detected.
type unknown struct{}

func (unknown) Name() string                       { return Unknown }
func (unknown) Recognise(laxjson.Value) Confidence { return None }
func (unknown) Answer() model.Reply                { return model.Reply{Status: http.StatusOK} }
func (unknown) Events() []EventType                { return nil }

// Read names the event by its request line: "POST /hook".
func (unknown) Read(r *model.Request, _ laxjson.Value) []model.Event {
	return []model.Event{{Name: r.Method + " " + r.Path(), Kind: model.KindUnknown}}
}
