package platform

import (
	"net/http"

	"offhook/model"
	"offhook/model/laxjson"
)

type jivo struct{ events []EventType }

func newJivo() jivo { return jivo{} }

func (jivo) Name() string                                     { return "jivo" }
func (jivo) Recognise(laxjson.Value) Confidence               { return None }
func (jivo) Read(*model.Request, laxjson.Value) []model.Event { return nil }
func (jivo) Answer() model.Reply                              { return model.Reply{Status: http.StatusOK} }
func (p jivo) Events() []EventType                            { return p.events }
