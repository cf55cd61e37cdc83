// Package simulate writes chats as the four platforms send them: the bodies of
// their webhooks, in order, with the pauses between them.
//
// A [Scene] is a chat as it truly happened; [Tell] writes it as its platform does and
// says which webhook tells what of it. [Chat] and [Demo] draw lifelike scenes and
// tell them; tests make scenes of their own.
//
// What one chat sends is consistent: its ids and times agree from the first event
// to the transcript at its end. The same random source and start give the same
// steps, and the same scene the same tellings, to the byte. The package reads no
// clock and starts nothing: whoever sends the steps keeps their pace. Names, texts
// and ids are made up.
package simulate
