package store

import (
	"strings"

	"github.com/confab/confab/shared/wire"
)

// File is a file of somebody, from when its upload is announced. Times are UTC
// milliseconds.
type File struct {
	wire.File // what is told of it; until it is Done as it was announced

	User     string // whose it is
	CID      string // which User's client gave it
	Bytes    int64  // its size as it was announced, for which it counts
	Received int64  // how much of it is there
	Sum      []byte // the state of the SHA-256 of what is there
	Done     bool
	Room     string // the message with which it was sent; "": it was not
	Seq      int64  // 0: it is the picture of Room, which is a room or a person
	Created  int64
	Expires  int64 // when it is removed if it was not sent by then
}

// FileBlob says that a file uses a blob (package files): for what, and as which
// content type it is handed out. A file uses one blob for each Role and Place.
type FileBlob struct {
	File  string
	Role  string
	Place int64
	Name  string // of the blob
	Size  int64
	Type  string
}

// The roles of blobs. The pictures of a smaller size have that for a role.
const (
	RoleWhole = "whole"
	RolePart  = "part" // Place is where in the file it belongs
)

// Files are the files that people upload, and what they use of the storage for
// blobs. Several files may use one blob. Before a blob is stored the use of it is
// noted, and before a blob is deleted it is doomed, which only an unused one can
// be: so nobody uses what is about to be deleted.
type Files interface {
	// Create adds a file and counts its Bytes. ErrExists if its User has one with
	// its CID.
	Create(f File) error
	// ByID and ByCID return ErrNotFound. In an Update, others who read the file
	// wait until its end.
	ByID(id string) (File, error)
	ByCID(user, cid string) (File, error)
	// Among returns those of user's files that are among ids, in no order, as ByID does.
	Among(user string, ids []string) ([]File, error)
	// Of returns up to limit of user's files, their CIDs rising, beyond the CID after.
	Of(user, after string, limit int) ([]File, error)
	// Put overwrites a file, except User, CID, Bytes and Created. ErrNotFound.
	Put(f File) error
	// Attach notes the message with which files were sent, or with a seq of 0 the room or person whose picture one is.
	Attach(ids []string, room string, seq int64) error
	// Remove removes a file, counts it no more, and returns the names of the blobs
	// that it used. ErrNotFound.
	Remove(id string) (blobs []string, err error)
	// Expired returns the ids of up to limit files that were not sent and expire
	// before the time at.
	Expired(at int64, limit int) ([]string, error)

	// Use notes that a file uses a blob. before is the name of the one that it used in
	// the same place until then. ErrExists if the blob is doomed: once it is gone,
	// all is well.
	Use(b FileBlob) (before string, err error)
	// Blob returns what a file uses in one place. ErrNotFound.
	Blob(file, role string, place int64) (FileBlob, error)
	// Blobs returns the blobs that a file uses for a role, by place.
	Blobs(file, role string) ([]FileBlob, error)
	// Drop removes the blobs of a role from a file, and returns their names.
	Drop(file, role string) (blobs []string, err error)
	// Used returns those of blobs that files use.
	Used(blobs []string) ([]string, error)
	// Doom reports whether a blob may be deleted because no file uses it. If so
	// none can until Gone.
	Doom(blob string) (unused bool, err error)
	// Gone notes that a doomed blob was deleted.
	Gone(blob string) error

	// Counted returns the Bytes of user's files, and of everybody's.
	Counted(user string) (own, all int64, err error)
}

// JobDeleteBlobs is the kind of the jobs that delete blobs, if no file uses them.
const JobDeleteBlobs = "delete blobs"

// DeletionOf returns the job that deletes blobs, with a key of its own.
func DeletionOf(blobs []string, key string, now int64) Job {
	return Job{Key: JobDeleteBlobs + " " + key, Kind: JobDeleteBlobs, Payload: strings.Join(blobs, " "), Due: now}
}
