package platform

import (
	"strings"

	"offhook/model"
	"offhook/model/laxjson"
)

// jivoCall reads call_event. A call has states of its own: a chat's events decide
// where both tell of one chat_id.
func jivoCall(e *model.Event, call laxjson.Value) {
	e.Call = &model.Call{
		Type: call.Get("type").Text(), Phone: call.Get("phone").ID(), Status: call.Get("status").Text(),
		Reason: call.Get("reason").Text(), Record: call.Get("record_url").Text(),
	}
	e.PlatformStatus = e.Call.Status
	state := strings.ReplaceAll(e.Call.Status, "_", " ")
	switch e.Call.Status {
	case "start":
		e.Step, e.Status, state = model.StepOpens, model.StatusOpen, "started"
	case "agent_connected":
		e.Step, e.Status = model.StepAccepts, model.StatusAssigned
		e.Actor = model.Person{Role: model.RoleAgent, ID: e.Agent.ID, Name: e.Agent.Name}
	case "client_connected":
		e.Step, e.Status = model.StepMoves, model.StatusAssigned
		e.Actor = model.Person{Role: model.RoleCustomer, ID: e.Customer.ID, Name: e.Customer.Name}
	case "end":
		e.Step, e.Status, state = model.StepCloses, model.StatusClosed, "ended"
	case "error":
		e.Step, e.Status, state = model.StepCloses, model.StatusClosed, "failed"
	}
	e.Detail = sequence(jivoCallWords(e.Call.Type)+prefixed(" ", e.Call.Phone), state, strings.ReplaceAll(e.Call.Reason, "_", " "))
	if e.Call.Record != "" {
		e.Detail = sequence(e.Detail, "recorded")
	}
}

func jivoCallWords(callType string) string {
	switch callType {
	case "callback":
		return "callback to"
	case "incoming":
		return "call from"
	case "outgoing":
		return "call to"
	}
	return "call"
}
