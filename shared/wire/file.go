package wire

import "github.com/confab/confab/shared/limits"

// File is a file of a message. Its content is what GetFile answers: over HTTP only, with
// ranges, and only to those who may read the message.
//
// To send it, a client announces it (FileBegin), uploads its content in parts
// (FilePart) until it is done, and names it in Send.Files.
type File struct {
	ID   string `json:"id"`
	Name string `json:"name"`         // as it was called where it came from, without path and invisible characters
	Type string `json:"content_type"` // found out from the content; application/octet-stream: unknown
	Size int64  `json:"size"`         // in bytes

	// Of pictures and videos, in pixels; absent if the server cannot tell.
	Width  int `json:"width,omitempty"`
	Height int `json:"height,omitempty"`

	Duration    int64  `json:"duration,omitempty"`    // of sound and videos, in milliseconds
	Placeholder string `json:"placeholder,omitempty"` // of pictures, to show until it is there: a ThumbHash in base64, or a colour as #rrggbb
	Lines       int    `json:"lines,omitempty"`       // of texts that are not too long, which can be shown
	Wave        string `json:"wave,omitempty"`        // of voice notes: how loud its parts are, each a digit of 0 to 9 and a to v
	Animated    bool   `json:"animated,omitempty"`    // it is a picture that moves; in smaller sizes it stands still
	Caption     string `json:"caption,omitempty"`     // what its sender says of it; of a picture also for those who do not see it
}

// FileSize is a size in which a picture can be got.
type FileSize string

// The sizes of pictures. A picture that is smaller than a size is got as it is.
const (
	SizeWhole  FileSize = "" // the file itself
	SizeSmall  FileSize = "small"
	SizeMedium FileSize = "medium"
	SizeLarge  FileSize = "large"
)

// FileBegin announces an upload. CID is an id that the client makes once for the
// file: who announces it again is told how far it is.
type FileBegin struct {
	Head
	CID  string `json:"cid" is:"id"`
	Name string `json:"name" is:"filename"`
	Size int64  `json:"size" is:"seq"` // in bytes
	// ContentType is what the client believes it is; what the content says decides.
	ContentType string `json:"content_type,omitempty" is:"contenttype"`
	// Duration of a sound or video in milliseconds, for when the content does not say it, as that of
	// browsers' recordings; Wave as in File: with it, a sound is a voice note.
	Duration int64  `json:"duration,omitempty" is:"duration"`
	Wave     string `json:"wave,omitempty" is:"wave"`
}

// FileRef names a file.
type FileRef struct {
	Head
	File string `json:"file" path:"file" is:"id"`
}

// FilePart is the request of an upload's part, whose content is the body: the bytes
// from Offset on, which must be how far the upload is. A part has at most
// limits.FilePart bytes, and at least limits.FilePartMin if it is not the last. After
// the last one the file is finished; if that failed, an empty part at the end of the
// file tries again.
type FilePart struct {
	Head
	File   string `json:"file" path:"file" is:"id"`
	Offset int64  `json:"offset" query:"offset" is:"position"`
}

// FileGet asks for the content of a file, or for a smaller picture of it.
type FileGet struct {
	Head
	File string   `json:"file" path:"file" is:"id"`
	Size FileSize `json:"size,omitempty" query:"size" is:"filesize"`
}

// FileInfo answers what is asked of an upload. Until it is Done, File has what was
// announced.
type FileInfo struct {
	Head
	File     File  `json:"file"`
	Received int64 `json:"received"`          // how many bytes the server has: where the next part begins
	Done     bool  `json:"done,omitempty"`    // it can be sent with a message
	Sent     bool  `json:"sent,omitempty"`    // it was
	Expires  int64 `json:"expires,omitempty"` // when it is removed unless it is continued or sent, UTC milliseconds
}

// FileUse asks how much the files of the caller take up.
type FileUse struct{ Head }

// FileUsage answers FileUse, in bytes.
type FileUsage struct {
	Head
	Used  int64 `json:"used"`  // by the caller's files
	Quota int64 `json:"quota"` // of each person
	Limit int64 `json:"limit"` // of one file
	// For admins only: what the files of everybody take up, and may.
	All      int64 `json:"all,omitempty"`
	AllQuota int64 `json:"all_quota,omitempty"`
}

// Files.
var (
	BeginFile = Command[*FileBegin, *FileInfo]{
		Type: "file.begin", Answer: TypeOK, Method: "POST", Path: "/files",
		Doc: "Announce a file that is to be uploaded.", Repeat: RepeatByCID,
	}
	GetUpload = Command[*FileRef, *FileInfo]{
		Type: "file.get", Answer: TypeOK, Method: "GET", Path: "/files/{file}",
		Doc: "Ask how far your upload is.", Repeat: RepeatReads,
	}
	CancelFile = Command[*FileRef, *OK]{
		Type: "file.cancel", Answer: TypeOK, Method: "DELETE", Path: "/files/{file}",
		Doc: "Remove a file of yours that was not sent.", Repeat: RepeatNumbered,
	}
	GetFileUsage = Command[*FileUse, *FileUsage]{
		Type: "file.usage", Answer: TypeOK, Method: "GET", Path: "/files",
		Doc: "Ask how much space your files take up.", Repeat: RepeatReads,
	}
)

// FileTypes are the content types in which files are handed out: those that a browser
// can show without running what is in them. Every other file is application/octet-stream.
var FileTypes = []string{
	"application/octet-stream",
	"image/png", "image/jpeg", "image/gif", "image/webp",
	"video/mp4", "video/webm", "video/ogg", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/wav", "audio/flac",
}

// The content of files. The limit of a file is the server's.
var (
	PutFilePart = Upload[*FilePart, *FileInfo]{
		Type: "file.part", Method: "PUT", Path: "/files/{file}/content",
		Doc: "Upload the next part of a file.", Types: []string{"application/octet-stream"}, Limit: limits.FilePart,
	}
	GetFile = Download[*FileGet]{
		Type: "file.content", Method: "GET", Path: "/files/{file}/content",
		Doc: "Get a file that you may see, or a part of it.", Types: FileTypes, Limit: limits.FileMax,
	}
)
