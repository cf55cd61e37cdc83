package receiver

import "sync"

// handlers counts the requests that are being handled.
type handlers struct {
	mu     sync.Mutex
	count  int
	waiter chan struct{} // closed when there are none; nil while nobody waits
}

func (h *handlers) enter() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.count++
}

func (h *handlers) leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.count--
	if h.count == 0 && h.waiter != nil {
		close(h.waiter)
		h.waiter = nil
	}
}

// idle returns a channel that is closed as soon as no request is handled. One
// waits at a time.
func (h *handlers) idle() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	waiter := make(chan struct{})
	if h.count == 0 {
		close(waiter)
	} else {
		h.waiter = waiter
	}
	return waiter
}
