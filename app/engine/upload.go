package engine

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Content is what a file on the device contains.
type Content interface {
	// Put sends the bytes [from, to) to the server as the part of an upload at from, and calls
	// moved whenever some of them have gone. It ends soon after ctx. It
	// returns the server's *wire.Error if that refuses them, and another error if the
	// answer was lost or the content cannot be read.
	Put(ctx context.Context, file string, from, to int64, moved func()) (*wire.FileInfo, error)
}

// FileServer is what the server does for uploads, apart from Content.Put. Its methods
// wait for a connection, and return the server's *wire.Error if that refuses.
type FileServer interface {
	Begin(ctx context.Context, q *wire.FileBegin) (*wire.FileInfo, error)
	Get(ctx context.Context, file string) (*wire.FileInfo, error)
	Cancel(ctx context.Context, file string) error
}

// Picked is a file that the person has picked.
type Picked struct {
	Name, Type string
	Size       int64
	Duration   int64  // of a recording, in milliseconds
	Wave       string // of a voice note, as wire.File has it
	Content    Content
	// CID is the name by which the server knows the upload. With that of an earlier one
	// the upload goes on there. "": a new one.
	CID string
}

// Upload is how far the upload of a file is.
type Upload struct {
	ID   string // on this device
	Sent int64  // how many bytes the server has
	Fail *wire.Error
	// Done is set when the file can be sent with a message. File is what the server
	// says of it then.
	Done bool
	File wire.File
	// InMessage is set when Done is and a message has the file already, which can only be
	// if the upload was begun before. A file is sent once.
	InMessage bool
}

// uploadsAtOnce is how many files are uploaded at the same time; the others wait.
const uploadsAtOnce = 2

// The size of parts: the first is small, so that something is seen of it soon, and each is
// twice as large as the one before until one takes longer than partTime. So little
// is lost with a slow connection, and little time with a fast one.
const (
	partFirst = 4 * limits.FilePartMin
	partTime  = 2 * time.Second
)

// uploadTries is how often in a row a part is sent without the server having more than
// before, until the person is asked.
const uploadTries = 6

// uploadPause is how long an upload waits at most because the server asks for it. What takes
// longer, such as a quota of the day, the person is told.
const uploadPause = time.Minute

// How long a part may take without any of its bytes moving, the answer included, before its
// connection is given up: it may be half open, and then nobody tells. The end of a file takes the server longer,
// because it makes its pictures, or copies what is large.
const (
	partStill = time.Minute
	endStill  = 5 * time.Minute
)

// fullPause is after how long an upload is tried again that found no space on the server. The person
// is told at once: space does not come back by itself in seconds.
const fullPause = time.Minute

var errUpload = wire.Refused(wire.CodeUnavailable, text.FileNotUploaded)

// Uploads sends files to the server, in parts, a few at a time. After a lost connection
// an upload goes on where the server is. Each upload has a goroutine; Stop ends them. Methods may
// be called from any goroutine.
type Uploads struct {
	server  FileServer
	changed func()
	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup

	mu      sync.Mutex
	all     map[string]*upload
	waiting []*upload
	running int
}

// upload is one file. Uploads.mu protects what is known of it.
type upload struct {
	Picked
	known Upload
	file  string // its id on the server; "": it was not announced
	cid   string
	going bool               // it runs or waits for that
	stop  context.CancelFunc // while it runs
	gone  bool               // it was removed
	part  int64              // the size of the next one
	later *time.Timer        // when it is tried again by itself
}

// NewUploads returns uploads to a server. changed is called by their goroutines after
// each change; it must not block.
func NewUploads(server FileServer, changed func()) *Uploads {
	u := &Uploads{server: server, changed: changed, all: map[string]*upload{}}
	u.ctx, u.stop = context.WithCancel(context.Background())
	return u
}

// FileServer is the server that the engine is connected to.
func (e *Engine) FileServer() FileServer { return fileServer{e} }

type fileServer struct{ e *Engine }

func (s fileServer) Begin(ctx context.Context, q *wire.FileBegin) (*wire.FileInfo, error) {
	return Do(ctx, s.e, wire.BeginFile, q)
}

func (s fileServer) Get(ctx context.Context, file string) (*wire.FileInfo, error) {
	return Do(ctx, s.e, wire.GetUpload, &wire.FileRef{File: file})
}

func (s fileServer) Cancel(ctx context.Context, file string) error {
	_, err := Do(ctx, s.e, wire.CancelFile, &wire.FileRef{File: file})
	return err
}

// Add begins the upload of a file, and returns its ID.
func (u *Uploads) Add(p Picked) string {
	l := &upload{Picked: p, known: Upload{ID: id.New()}, cid: cmp.Or(p.CID, id.New()), part: partFirst}
	u.mu.Lock()
	u.all[l.known.ID] = l
	u.start(l)
	u.mu.Unlock()
	return l.known.ID
}

// start has an upload run in its turn, unless it does already. mu is held.
func (u *Uploads) start(l *upload) {
	if !l.going && !l.gone {
		l.going = true
		u.waiting = append(u.waiting, l)
		u.next()
	}
}

// Get returns how far an upload is; ok is false if there is none.
func (u *Uploads) Get(upload string) (known Upload, ok bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	l := u.all[upload]
	if l == nil {
		return Upload{}, false
	}
	return l.known, true
}

// Retry goes on with an upload that has failed. If the server does not have it any more,
// it begins again.
func (u *Uploads) Retry(upload string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	l := u.all[upload]
	if l == nil || l.known.Fail == nil {
		return
	}
	if l.known.Fail.Code == wire.CodeNotFound {
		l.cid, l.file, l.known.Sent = id.New(), "", 0
	}
	l.known.Fail = nil
	u.start(l)
}

// again tries an upload once more for which there was no space. That it has failed is shown until
// the server takes more of it.
func (u *Uploads) again(l *upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if l.known.Fail != nil {
		u.start(l)
	}
}

// Remove ends an upload. What the server has of it is deleted there.
func (u *Uploads) Remove(upload string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	l := u.all[upload]
	if l == nil {
		return
	}
	delete(u.all, upload)
	l.gone = true
	l.rest()
	if l.stop != nil {
		l.stop() // whose goroutine cancels it
		return
	}
	u.work.Go(func() { u.cancel(l.file) })
}

// Sent forgets an upload whose file is in a message.
func (u *Uploads) Sent(upload string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.all, upload)
}

// Stop ends all uploads and waits until they have ended. The server deletes what is left
// of them after a while.
func (u *Uploads) Stop() {
	u.mu.Lock()
	u.stop()
	for _, l := range u.all {
		l.rest()
	}
	u.mu.Unlock()
	u.work.Wait()
}

// next starts uploads that wait. mu is held.
func (u *Uploads) next() {
	for u.running < uploadsAtOnce && len(u.waiting) > 0 && u.ctx.Err() == nil {
		l := u.waiting[0]
		u.waiting = u.waiting[1:]
		if l.gone {
			continue
		}
		ctx, stop := context.WithCancel(u.ctx)
		l.stop = stop
		u.running++
		u.work.Go(func() { u.run(ctx, l) })
	}
}

// run uploads a file.
func (u *Uploads) run(ctx context.Context, l *upload) {
	info, err := u.send(ctx, l)
	u.mu.Lock()
	l.stop()
	l.stop, l.going = nil, false
	gone, file := l.gone, l.file
	switch {
	case gone || u.ctx.Err() != nil:
	case err == nil:
		l.known.Done, l.known.Sent, l.known.File, l.known.InMessage, l.known.Fail = true, l.Size, info.File, info.Sent, nil
	default:
		l.known.Fail = cmp.Or(refusal(err), errUpload)
		if l.known.Fail.Code == wire.CodeStorageFull {
			l.rest()
			l.later = time.AfterFunc(fullPause, func() { u.again(l) })
		}
	}
	u.running--
	u.next()
	u.mu.Unlock()
	u.changed()
	if gone {
		u.cancel(file)
	}
}

// cancel deletes what the server has of an upload. If it cannot be told, it deletes it
// after a while by itself.
func (u *Uploads) cancel(file string) {
	if file != "" {
		_ = u.server.Cancel(u.ctx, file)
	}
}

// refusal is what the server has refused; nil if the answer was lost.
func refusal(err error) *wire.Error {
	var refused *wire.Error
	if errors.As(err, &refused) {
		return refused
	}
	return nil
}

// send announces a file and sends its parts until it is done.
func (u *Uploads) send(ctx context.Context, l *upload) (*wire.FileInfo, error) {
	var info *wire.FileInfo
	err := u.patient(ctx, func() (err error) {
		info, err = u.server.Begin(ctx, &wire.FileBegin{
			CID: l.cid, Name: l.Name, Size: l.Size, ContentType: l.Type, Duration: l.Duration, Wave: l.Wave,
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	for tries := 0; !info.Done; {
		u.note(l, info)
		began, from := time.Now(), info.Received
		answer, err := l.put(ctx, info.File.ID, from)
		if err == nil {
			info, tries = answer, 0
			l.resize(time.Since(began))
			continue
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		l.part = partFirst
		if errors.Is(err, errStill) {
			l.part = limits.FilePartMin
		}
		refused := refusal(err)
		if refused == nil || passing(refused) {
			if err := u.pause(ctx, tries, refused); err != nil {
				return nil, err
			}
		}
		// The part may be there although its answer was lost.
		where, lost := u.server.Get(ctx, info.File.ID)
		switch {
		case lost != nil && (refusal(lost) == nil || !passing(refusal(lost))):
			return nil, lost
		case lost != nil:
		case where.Received != from || where.Done:
			info, tries = where, 0
			continue
		case refused != nil && !passing(refused):
			return nil, err
		}
		if tries++; tries >= uploadTries {
			return nil, err
		}
	}
	return info, nil
}

var errStill = errors.New("engine: nothing of a part has moved for too long")

// put sends the next part of a file, and gives up if it does not get on.
func (l *upload) put(ctx context.Context, file string, from int64) (*wire.FileInfo, error) {
	to, still := min(l.Size, from+l.part), partStill
	if from == to {
		still = endStill
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	patience := time.AfterFunc(still, func() { stop(errStill) })
	defer patience.Stop()
	info, err := l.Content.Put(ctx, file, from, to, func() { patience.Reset(still) })
	if err != nil && errors.Is(context.Cause(ctx), errStill) {
		return nil, errStill
	}
	return info, err
}

// passing reports whether another try may soon succeed by itself: the access is renewed meanwhile, too.
func passing(refused *wire.Error) bool {
	return refused.Code.Temporary() && refused.Code != wire.CodeStorageFull || refused.Code == wire.CodeUnauthorized
}

// patient tries until the server does not ask to try again later.
func (u *Uploads) patient(ctx context.Context, try func() error) error {
	for tries := 0; ; tries++ {
		err := try()
		refused := refusal(err)
		if err == nil || refused == nil || !passing(refused) || tries >= uploadTries {
			return err
		}
		if err := u.pause(ctx, tries, refused); err != nil {
			return err
		}
	}
}

// pause waits for as long as the server asked, or a time that doubles. It returns ctx's
// error if that ends first, and refused if the server asked for more than uploadPause.
func (u *Uploads) pause(ctx context.Context, tries int, refused *wire.Error) error {
	pause := backoff(tries, 1)
	if refused != nil {
		pause = max(pause, time.Duration(refused.RetryMS)*time.Millisecond)
		if pause > uploadPause {
			return refused
		}
	}
	later := time.NewTimer(pause)
	defer later.Stop()
	select {
	case <-later.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// note says how far an upload is.
func (u *Uploads) note(l *upload, info *wire.FileInfo) {
	u.mu.Lock()
	if info.Received > l.known.Sent {
		l.known.Fail = nil
	}
	l.file, l.known.Sent = info.File.ID, info.Received
	u.mu.Unlock()
	u.changed()
}

// resize fits the size of the next part to the time that one took.
func (l *upload) resize(took time.Duration) {
	switch {
	case took < partTime/2:
		l.part = min(2*l.part, limits.FilePart)
	case took > partTime:
		l.part = max(l.part/2, limits.FilePartMin)
	}
}

// rest has the upload not be tried again by itself. Uploads.mu is held.
func (l *upload) rest() {
	if l.later != nil {
		l.later.Stop()
	}
}
