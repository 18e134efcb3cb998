package chat

import (
	"cmp"
	"context"
	"errors"
	"io"
	"mime"
	"path"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/confab/confab/server/media"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// The errors of Blobs that people are told of.
var (
	ErrFilesFull = errors.New("chat: no space for files")
	ErrFilesAway = errors.New("chat: the storage for files cannot be reached")
)

// Blobs keep the content of files under names made from it, as package files does.
// They return ErrFilesFull and ErrFilesAway.
type Blobs interface {
	Put(ctx context.Context, name string, size int64, content io.Reader) error
	Open(ctx context.Context, name string, offset, length int64) (io.ReadCloser, error)
}

// FileSpace is where files are kept, and how much of it there is. Sizes are in bytes.
type FileSpace struct {
	Blobs    Blobs    // nil: there are no files
	Pictures Pictures // nil: pictures are only handed out to be saved
	// TypeOf returns the content type of what begins with head, as picture.TypeOf does.
	TypeOf func(head []byte) string
	// Media returns what is known of a sound or film, as media.Read does.
	Media    func(kind string, content io.ReaderAt, size int64) (media.Facts, error)
	Temp     string // a directory for what is on its way; "": the system's
	Limit    int64  // of one file
	Quota    int64  // of one person's files
	AllQuota int64  // of all files
}

// begin announces a file.
func (s files) begin(ctx context.Context, who Actor, q *wire.FileBegin) (*wire.FileInfo, error) {
	switch {
	case s.space.Blobs == nil:
		return nil, forbidden(text.NoFiles)
	case q.Size > s.space.Limit:
		return nil, wire.Refused(wire.CodeTooLarge, text.FileTooLarge(int(s.space.Limit)))
	}
	var f store.File
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) (err error) {
		f, err = tx.Files().ByCID(p.me.ID, q.CID)
		if err == nil && (f.Bytes != q.Size || f.Name != q.Name) {
			return errCIDConflict
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		now := s.records.now()
		f = store.File{
			File: wire.File{
				ID: s.records.newID(), Name: q.Name, Type: cmp.Or(q.ContentType, unknownType), Size: q.Size,
				Duration: q.Duration, Wave: q.Wave,
			},
			User: p.me.ID, CID: q.CID, Bytes: q.Size, Created: now, Expires: now + limits.FileIdle.Milliseconds(),
		}
		if err := tx.Files().Create(f); err != nil {
			return err
		}
		return s.fits(tx, p.me.ID)
	})
	if err != nil {
		return nil, err
	}
	return infoOf(f), nil
}

// fits refuses files that exceed what their owner, or everybody, may have.
func (s files) fits(tx store.Tx, user string) error {
	own, all, err := tx.Files().Counted(user)
	switch {
	case err != nil:
		return err
	case own > s.space.Quota:
		return forbidden(text.FileQuota)
	case all > s.space.AllQuota:
		return wire.Refused(wire.CodeStorageFull, text.FilesQuota)
	}
	return nil
}

// infoOf is what the owner of a file is told.
func infoOf(f store.File) *wire.FileInfo {
	i := &wire.FileInfo{File: f.File, Received: f.Received, Done: f.Done, Sent: f.Room != ""}
	if !i.Sent && f.Expires != untilPlanned {
		i.Expires = f.Expires
	}
	return i
}

// own loads a file for its owner. To others it does not exist.
func own(tx store.Tx, user, file string) (store.File, error) {
	f, err := tx.Files().ByID(file)
	if errors.Is(err, store.ErrNotFound) || err == nil && f.User != user {
		return store.File{}, errNoFile
	}
	return f, err
}

// get returns how far an upload is.
func (s files) get(ctx context.Context, who Actor, q *wire.FileRef) (answer *wire.FileInfo, err error) {
	err = s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		f, err := own(tx, p.me.ID, q.File)
		answer = infoOf(f)
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// cancel removes a file that was not sent, whether or not it is there as a whole.
func (s files) cancel(ctx context.Context, who Actor, q *wire.FileRef) (*wire.OK, error) {
	err := s.records.update(ctx, who, func(tx store.Tx, p standing) error {
		f, err := own(tx, p.me.ID, q.File)
		if err != nil {
			return err
		}
		if f.Room != "" {
			return wire.Refused(wire.CodeConflict, text.FileWasSent)
		}
		return s.records.removeFiles(tx, []wire.File{f.File})
	})
	if err != nil {
		return nil, err
	}
	return &wire.OK{}, nil
}

// removeFiles removes files and has their content deleted soon. Files that are
// gone already are no error.
func (r *records) removeFiles(tx store.Tx, files []wire.File) error {
	for _, f := range files {
		blobs, err := tx.Files().Remove(f.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err == nil {
			err = r.deleteBlobs(tx, blobs)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// deleteBlobs has those of blobs deleted that no file uses any more.
func (r *records) deleteBlobs(tx store.Tx, blobs []string) error {
	if len(blobs) == 0 {
		return nil
	}
	return tx.Jobs().Create(store.DeletionOf(blobs, r.newID(), r.now()))
}

// usage returns how much space files take up.
func (s files) usage(ctx context.Context, who Actor, _ *wire.FileUse) (*wire.FileUsage, error) {
	answer := &wire.FileUsage{Quota: s.space.Quota, Limit: s.space.Limit}
	err := s.records.view(ctx, who, func(tx store.Tx, p standing) error {
		own, all, err := tx.Files().Counted(p.me.ID)
		answer.Used = own
		if p.may(rights.Workspace) {
			answer.All, answer.AllQuota = all, s.space.AllQuota
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// checkFiles refuses a list of files that no message can have.
func checkFiles(ids []string) error {
	if len(ids) > limits.Files {
		return invalid(text.TooManyFiles(limits.Files))
	}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			return invalid(text.FileTwice)
		}
	}
	return nil
}

// isFileCaptions is the form of what is said of the files of a message.
func isFileCaptions(field string, v reflect.Value) error {
	if v.Len() > limits.Files {
		return invalid(text.TooManyFiles(limits.Files))
	}
	clean := make([]string, v.Len())
	for i := range clean {
		var err error
		if clean[i], err = checkLine(field, v.Index(i).String(), limits.CaptionRunes); err != nil {
			return err
		}
		if !strings.ContainsFunc(clean[i], fold.Visible) {
			clean[i] = ""
		}
	}
	v.Set(reflect.ValueOf(clean)) // a list of its own: the caller's must not change
	return nil
}

// appendWithFiles appends a message with files, which must be finished uploads of its
// author that were not sent yet.
func appendWithFiles(tx store.Tx, e *wire.Event, ids, captions []string) error {
	found, err := tx.Files().Among(e.Author, ids)
	if err == nil {
		e.Files, err = unsentOf(found, ids, captions)
	}
	if err != nil {
		return err
	}
	if err := tx.Events().Append(e); err != nil {
		return err
	}
	return tx.Files().Attach(ids, e.Room, e.Seq)
}

// unsentOf returns the files of ids, with their captions, of those that were found. It refuses one that is not
// finished or was sent.
func unsentOf(found []store.File, ids, captions []string) (all []wire.File, err error) {
	for at, id := range ids {
		i := slices.IndexFunc(found, func(f store.File) bool { return f.ID == id })
		switch {
		case i < 0:
			return nil, errNoFile
		case !found[i].Done:
			return nil, wire.Refused(wire.CodeConflict, text.FileNotReady)
		case found[i].Room != "":
			return nil, errFileUsed
		}
		f := found[i].File
		if at < len(captions) {
			f.Caption = captions[at]
		}
		all = append(all, f)
	}
	return all, nil
}

// visible loads a file that who may see: a finished one of their own that was not
// sent, or that of a message which they may read, or the picture of a person or of
// a room that they may see. Every other file does not exist.
func visible(tx store.Tx, who Actor, id string) (store.File, error) {
	f, err := tx.Files().ByID(id)
	if errors.Is(err, store.ErrNotFound) {
		return store.File{}, errNoFile
	}
	if err != nil || f.Room == "" {
		if err == nil && (f.User != who.User || !f.Done) {
			err = errNoFile
		}
		return f, err
	}
	if f.Seq == 0 {
		return f, seesPicture(tx, who, f)
	}
	_, m, err := roomMember(tx, who, f.Room, rights.Read)
	if err == nil {
		var e wire.Event
		e, err = message(tx, m, f.Seq)
		if err == nil && !slices.ContainsFunc(filesOf(&e), func(of wire.File) bool { return of.ID == id }) {
			err = errNoFile // deleted
		}
	}
	if errors.Is(err, errRoomGone) || errors.Is(err, errNoRight) || errors.Is(err, errNoMessage) {
		err = errNoFile
	}
	return f, err
}

// unnamed is what a file without a usable name is called.
const unnamed = "file"

// checkFileName returns the name of a file as it will be stored: without the path,
// and without characters that are invisible or turn the direction of text. A long name is cut
// before its ending.
func checkFileName(s string) (string, error) {
	if len(s) > limits.HTTPBody/2 {
		return "", wire.Refused(wire.CodeTooLarge, text.FieldTooLong("name"))
	}
	if !utf8.ValidString(s) {
		return "", invalid(text.FieldIsUTF8("name"))
	}
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = strings.Trim(markup.CleanName(s), " ")
	if strings.Trim(s, ". ") == "" {
		return unnamed, nil
	}
	name := []rune(s)
	if len(name) <= limits.FileNameRunes {
		return s, nil
	}
	end := []rune(path.Ext(s))
	if len(end) > limits.FileNameRunes/4 {
		end = nil
	}
	return string(name[:limits.FileNameRunes-len(end)]) + string(end), nil
}

// checkContentType returns a content type as it will be stored, without parameters;
// one that is malformed as unknownType.
func checkContentType(s string) (string, error) {
	if len(s) > limits.FileTypeBytes {
		return "", wire.Refused(wire.CodeTooLarge, text.FieldTooLong("content_type"))
	}
	kind, _, err := mime.ParseMediaType(s)
	if err != nil || !utf8.ValidString(kind) {
		return unknownType, nil
	}
	return kind, nil
}

// isDuration is the form of how long a sound or film is.
func isDuration(field string, v reflect.Value) error {
	if most := limits.FileLasts.Milliseconds(); v.Int() < 0 || v.Int() > most {
		return invalid(text.FileDurationIs(field, int(most)))
	}
	return nil
}

// isWave is the form of how loud a voice note is.
func isWave(field string, v reflect.Value) error {
	if len(v.String()) > limits.FileWave || strings.Trim(v.String(), "0123456789abcdefghijklmnopqrstuv") != "" {
		return invalid(text.WaveIs(field, limits.FileWave))
	}
	return nil
}

// isFileSize is the form of the size in which a picture is asked for.
func isFileSize(_ string, v reflect.Value) error {
	switch wire.FileSize(v.String()) {
	case wire.SizeWhole, wire.SizeSmall, wire.SizeMedium, wire.SizeLarge:
		return nil
	}
	return invalid(text.FileSizes)
}
