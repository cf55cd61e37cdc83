package platform

import (
	"net/http"

	"offhook/model"
	"offhook/model/laxjson"
)

type acquire struct{ events []EventType }

func newAcquire() acquire { return acquire{} }

func (acquire) Name() string                                     { return "acquire" }
func (acquire) Recognise(laxjson.Value) Confidence               { return None }
func (acquire) Read(*model.Request, laxjson.Value) []model.Event { return nil }
func (acquire) Answer() model.Reply                              { return model.Reply{Status: http.StatusOK} }
func (p acquire) Events() []EventType                            { return p.events }
