// Package removal deletes the content of files that nobody has any more: of messages that
// were deleted, of uploads that were given up, and what a crash has left behind.
//
// What uses a blob is in the database (store.Files). A blob is doomed before it is
// deleted, which succeeds only while no file uses it, and until it is gone no file
// can begin to use it. After a crash in between, the job is carried out again, so
// that no file ever lacks its content, and no blob is left for ever.
package removal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/jobs"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
)

// Grace is how long a blob is left alone that no file uses and nobody has asked to
// delete: much longer than an upload takes.
const Grace = 24 * time.Hour

// The amounts that are done in one transaction.
const (
	filesAtOnce = 50
	blobsAtOnce = 500
)

// remover removes files.
type remover struct {
	store store.Store
	blobs files.Store
	now   func() time.Time
}

// Jobs returns the kinds of jobs that remove files. now is the time.
func Jobs(st store.Store, blobs files.Store, now func() time.Time) []jobs.Kind {
	r := remover{st, blobs, now}
	return []jobs.Kind{
		{Name: store.JobDeleteBlobs, Do: func(ctx context.Context, j store.Job) error {
			return r.delete(ctx, strings.Fields(j.Payload))
		}},
		{Name: "remove unsent files", Every: time.Hour, Do: r.unsent},
		{Name: "delete unused blobs", Every: 24 * time.Hour, Lasts: 10 * time.Minute, Do: r.unused},
	}
}

// delete deletes those of blobs that no file uses.
func (r remover) delete(ctx context.Context, blobs []string) error {
	for _, name := range blobs {
		var unused bool
		err := r.store.Update(ctx, func(tx store.Tx) (err error) {
			unused, err = tx.Files().Doom(name)
			return err
		})
		if err == nil && unused {
			err = r.blobs.Delete(ctx, name)
		}
		if errors.Is(err, files.ErrUnavailable) {
			err = fmt.Errorf("%w: %w", jobs.ErrAway, err)
		}
		if err == nil && unused {
			err = r.store.Update(ctx, func(tx store.Tx) error { return tx.Files().Gone(name) })
		}
		if err != nil {
			return fmt.Errorf("delete the blob %s: %w", name, err)
		}
	}
	return nil
}

// unsent removes the files that were not sent in time.
func (r remover) unsent(ctx context.Context, _ store.Job) error {
	return jobs.Sweep(ctx, r.store, func(tx store.Tx) (more bool, err error) {
		now := r.now().UnixMilli()
		ids, err := tx.Files().Expired(now, filesAtOnce)
		if err != nil {
			return false, err
		}
		for _, file := range ids {
			f, err := tx.Files().ByID(file)
			if errors.Is(err, store.ErrNotFound) || err == nil && (f.Room != "" || f.Expires >= now) {
				continue // meanwhile it was removed, sent or continued
			}
			if err != nil {
				return false, err
			}
			blobs, err := tx.Files().Remove(file)
			if err == nil && len(blobs) > 0 {
				err = tx.Jobs().Create(store.DeletionOf(blobs, id.New(), now))
			}
			if err != nil {
				return false, err
			}
		}
		return len(ids) == filesAtOnce, nil
	})
}

// unused deletes the blobs that have been there for long and that no file uses.
func (r remover) unused(ctx context.Context, _ store.Job) error {
	var some []string
	look := func() error {
		unused, err := Unused(ctx, r.store, some)
		some = some[:0]
		if err != nil {
			return err
		}
		return r.delete(ctx, unused)
	}
	before := r.now().Add(-Grace)
	err := r.blobs.Walk(ctx, func(b files.Blob) error {
		if b.At.After(before) {
			return nil
		}
		if some = append(some, b.Name); len(some) < blobsAtOnce {
			return nil
		}
		return look()
	})
	if err == nil {
		err = look()
	}
	if errors.Is(err, files.ErrUnavailable) {
		err = fmt.Errorf("%w: %w", jobs.ErrAway, err)
	}
	return err
}

// Unused returns those of blobs that no file uses.
func Unused(ctx context.Context, st store.Store, blobs []string) (unused []string, err error) {
	if len(blobs) == 0 {
		return nil, nil
	}
	var used []string
	err = st.View(ctx, func(tx store.Tx) error {
		used, err = tx.Files().Used(blobs)
		return err
	})
	for _, name := range blobs {
		if !slices.Contains(used, name) {
			unused = append(unused, name)
		}
	}
	return unused, err
}
