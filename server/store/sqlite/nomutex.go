package sqlite

import (
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// dropMutex puts the connection db into SQLite's multi-thread mode, as opening it
// with SQLITE_OPEN_NOMUTEX would: its mutex pointer is NULL, so that the calls
// that would lock it do nothing. The driver always opens with
// SQLITE_OPEN_FULLMUTEX, and then each value that is bound or read locks and
// unlocks the mutex: a sixth of the time that it takes to connect with 100 rooms.
// Here a connection belongs to one goroutine at a time; only sqlite3_interrupt is
// called from another, and takes no mutex.
func dropMutex(db uintptr) {
	c := (*sqlite3.Tsqlite3)(*(*unsafe.Pointer)(unsafe.Pointer(&db)))
	mutex := c.Fmutex
	c.Fmutex = 0
	tls := libc.NewTLS()
	defer tls.Close()
	sqlite3.Xsqlite3_mutex_free(tls, mutex)
}
