package platform

import (
	"net/http"

	"offhook/model"
	"offhook/model/laxjson"
)

type ebbot struct{ events []EventType }

func newEbbot() ebbot { return ebbot{} }

func (ebbot) Name() string                                     { return "ebbot" }
func (ebbot) Recognise(laxjson.Value) Confidence               { return None }
func (ebbot) Read(*model.Request, laxjson.Value) []model.Event { return nil }
func (ebbot) Answer() model.Reply                              { return model.Reply{Status: http.StatusOK} }
func (p ebbot) Events() []EventType                            { return p.events }
