package capture

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncFile brings a file's bytes and its length to the disk; times may stay behind.
func syncFile(f *os.File) error {
	for {
		if err := unix.Fdatasync(int(f.Fd())); err != unix.EINTR {
			return err
		}
	}
}
