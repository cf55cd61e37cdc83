package capture

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// ErrLocked is returned when another process writes the capture; the error is a
// [LockedError].
var ErrLocked = errors.New("another offhook is writing this capture")

// LockedError says who writes the capture.
type LockedError struct {
	Dir     string
	PID     int    // 0 when it is not known
	Address string // "" when it is not known
}

func (e *LockedError) Error() string {
	who := ""
	if e.PID != 0 {
		who = fmt.Sprintf(" (process %d", e.PID)
		if e.Address != "" {
			who += " at " + e.Address
		}
		who += ")"
	}
	return fmt.Sprintf("%v%s: %s", ErrLocked, who, e.Dir)
}

func (e *LockedError) Unwrap() error { return ErrLocked }

// lockText is where the text of the lock file begins. Windows locks the first byte
// against reading, so that one is left out.
const lockText = 1

// lock takes the directory for writing. Whatever a lock file says that nobody holds
// is stale.
func lock(dir, address string) (*flock.Flock, error) {
	path := filepath.Join(dir, "lock")
	l := flock.New(path)
	taken, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock capture: %w", err)
	}
	if !taken {
		return nil, readLock(dir, path)
	}
	if err := writeLock(path, fmt.Sprintf("%d\n%s\n", os.Getpid(), address)); err != nil {
		return nil, errors.Join(fmt.Errorf("lock capture: %w", err), l.Unlock())
	}
	return l, nil
}

func writeLock(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt([]byte(text), lockText)
	if err == nil {
		err = f.Truncate(int64(lockText + len(text)))
	}
	return errors.Join(err, f.Close())
}

// readLock makes the error of whom the lock file names.
func readLock(dir, path string) error {
	e := &LockedError{Dir: dir}
	f, err := os.Open(path)
	if err != nil {
		return e
	}
	defer func() { _ = f.Close() }()
	b := make([]byte, 512)
	n, _ := f.ReadAt(b, lockText) // short by design
	pid, address, _ := strings.Cut(string(b[:n]), "\n")
	e.PID, _ = strconv.Atoi(pid)
	e.Address, _, _ = strings.Cut(address, "\n")
	return e
}
