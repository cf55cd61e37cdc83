package platform

import (
	"net/http"

	"offhook/model"
	"offhook/model/laxjson"
)

type blinger struct{ events []EventType }

func newBlinger() blinger { return blinger{} }

func (blinger) Name() string                                     { return "blinger" }
func (blinger) Recognise(laxjson.Value) Confidence               { return None }
func (blinger) Read(*model.Request, laxjson.Value) []model.Event { return nil }
func (blinger) Answer() model.Reply                              { return model.Reply{Status: http.StatusOK} }
func (p blinger) Events() []EventType                            { return p.events }
