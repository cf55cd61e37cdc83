package receiver

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
)

// ErrAddressInUse is the root of what [Server.Open] returns when somebody else
// listens on the address.
var ErrAddressInUse = errors.New("address in use")

// windowsAddressInUse is WSAEADDRINUSE, which package syscall does not name.
const windowsAddressInUse = syscall.Errno(10048)

// openError is a sentence for people over a cause for programs.
type openError struct {
	sentence string
	causes   []error
}

func (e *openError) Error() string   { return e.sentence }
func (e *openError) Unwrap() []error { return e.causes }

// explain says why nobody can listen on an address, and what to do about it.
func explain(address string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, windowsAddressInUse):
		return &openError{fmt.Sprintf("%s is already in use, perhaps by another offhook or by the program you are developing: "+
			"stop that one, or try --addr %s (port 0 takes any free one)", address, neighbour(address)), []error{ErrAddressInUse, err}}
	case errors.Is(err, os.ErrPermission):
		return &openError{fmt.Sprintf("listening on %s is not allowed (ports below 1024 often need privileges): "+
			"try --addr %s", address, DefaultAddress), []error{err}}
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return &openError{fmt.Sprintf("%s is not an address of this machine: try --addr %s", address, DefaultAddress), []error{err}}
	}
	return &openError{fmt.Sprintf("cannot listen on %s: %v; --addr takes host:port, for example %s", address, err, DefaultAddress), []error{err}}
}

// neighbour is the address with the next port.
func neighbour(address string) string {
	host, port, err := net.SplitHostPort(address)
	n, convErr := strconv.Atoi(port)
	if err != nil || convErr != nil || n >= 65535 {
		return DefaultAddress
	}
	return net.JoinHostPort(host, strconv.Itoa(n+1))
}

// Addr is where the server listens, nil before [Server.Open].
func (s *Server) Addr() net.Addr {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener == nil {
		return nil
	}
	return s.listener.Addr()
}

// URL is how a program on this machine reaches the server, without a slash at the
// end; "" before [Server.Open].
func (s *Server) URL() string {
	addr := s.Addr()
	if addr == nil {
		return ""
	}
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return "http://" + net.JoinHostPort("localhost", strconv.Itoa(tcp.Port))
	}
	return "http://" + addr.String()
}

// watch bounds the connections and knows those that never sent anything: net/http
// would wait 5 seconds for each of them when it shuts down.
func (s *Server) watch(c net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.unused.Store(c, nil)
		tooMany := s.counters.conns.Add(1) > int64(s.o.MaxConnections)
		if tooMany {
			s.counters.refusedConns.Add(1)
		}
		if tooMany || s.closing.Load() {
			s.hangUp(c)
		}
	case http.StateActive:
		s.unused.Delete(c)
	case http.StateClosed, http.StateHijacked:
		s.unused.Delete(c)
		s.counters.conns.Add(-1)
	}
}

func (s *Server) closeUnused() {
	s.unused.Range(func(c, _ any) bool {
		s.hangUp(c.(net.Conn))
		return true
	})
}

// hangUp closes a connection under net/http, which then finds it at its end.
func (s *Server) hangUp(c net.Conn) {
	if err := c.Close(); err != nil {
		s.log.Debug("closing a connection", "remote", c.RemoteAddr().String(), "error", err)
	}
}
