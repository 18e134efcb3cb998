package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// s3Tries is how often a request is made before it has failed.
const s3Tries = 3

// How long a Put may take: so long, and as long as its content takes at a rate that is slow, in bytes a second.
const (
	putTime = time.Minute
	putRate = 64 << 10
)

// S3 is a Store in a bucket of a server that speaks S3. It keeps nothing here and hides nothing there: each
// blob is an object, called by its name behind the prefix of the address.
type S3 struct {
	core   minio.Core
	bucket string
	prefix string
	idle   func() // closes connections that nobody uses
}

// OpenS3 opens the bucket at an address, see Open. It makes sure that the bucket is there and opens
// for the keys.
func OpenS3(ctx context.Context, address string, o Options) (*S3, error) {
	a, err := parseS3(address)
	if err != nil {
		return nil, err
	}
	keys, err := o.keys()
	if err != nil {
		return nil, err
	}
	transport, err := minio.DefaultTransport(a.secure)
	if err != nil {
		return nil, fmt.Errorf("files: prepare connections to %s: %w", a.host, err)
	}
	lookup := minio.BucketLookupAuto
	if a.own { // few others have a name for each bucket
		lookup = minio.BucketLookupPath
	}
	core, err := minio.NewCore(a.host, &minio.Options{Creds: credentials.New(keys), Secure: a.secure, Region: a.region,
		BucketLookup: lookup, Transport: transport, MaxRetries: s3Tries})
	if err != nil {
		return nil, fmt.Errorf("files: %s: %w", a.host, err)
	}
	s := &S3{core: *core, bucket: a.bucket, prefix: a.prefix, idle: transport.CloseIdleConnections}
	there, err := s.core.BucketExists(ctx, s.bucket)
	if err != nil {
		return nil, fmt.Errorf("files: open bucket %s of %s: %w", a.bucket, a.host, failure(ctx, err))
	}
	if !there {
		return nil, fmt.Errorf("files: %s has no bucket %s; make it first", a.host, a.bucket)
	}
	return s, nil
}

// Close implements Store.
func (s *S3) Close() error {
	s.idle()
	return nil
}

// Put implements Store. The server is told the SHA-256 beforehand, and refuses what is not that. If
// its answer is lost, and content is an io.Seeker, it is put again.
func (s *S3) Put(ctx context.Context, name string, size int64, content io.Reader) error {
	seeker, again := content.(io.Seeker)
	var begin int64
	if again {
		var err error
		if begin, err = seeker.Seek(0, io.SeekCurrent); err != nil {
			again = false // a pipe, say
		}
	}
	for try := 1; ; try++ {
		err := s.put(ctx, name, size, content)
		if !again || try == s3Tries || !errors.Is(err, ErrUnavailable) {
			return err
		}
		if _, failed := seeker.Seek(begin, io.SeekStart); failed != nil {
			return errors.Join(err, failed)
		}
	}
}

func (s *S3) put(ctx context.Context, name string, size int64, content io.Reader) error {
	timed, cancel := context.WithTimeout(ctx, putTime+time.Duration(size/putRate)*time.Second)
	defer cancel()
	from, err := check(ctx, name, size, content)
	if err != nil {
		return err
	}
	if size == 0 { // nobody reads what is nothing
		if _, err := io.Copy(io.Discard, from); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	// Without a signature for each chunk, because the name is that of the whole.
	options := minio.PutObjectOptions{ContentType: "application/octet-stream", DisableContentSha256: true}
	_, err = s.core.PutObject(timed, s.bucket, s.prefix+name, from, size, "", name, options)
	if failed := from.failed(); failed != nil {
		return failed
	}
	if err != nil {
		return fmt.Errorf("files: put a blob: %w", failure(ctx, err))
	}
	return nil
}

// Open implements Store.
func (s *S3) Open(ctx context.Context, name string, offset, length int64) (io.ReadCloser, error) {
	if !IsName(name) {
		return nil, ErrName
	}
	offset = max(0, offset)
	var options minio.GetObjectOptions
	var err error
	switch {
	case length == 0: // there is no range of nothing; it must be there all the same
		_, err = s.core.StatObject(ctx, s.bucket, s.prefix+name, minio.StatObjectOptions{})
		if err == nil {
			return http.NoBody, nil
		}
	case length > 0:
		err = options.SetRange(offset, offset+length-1)
	case offset > 0:
		err = options.SetRange(offset, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("files: open a blob: %w", failure(ctx, err))
	}
	body, _, head, err := s.core.GetObject(ctx, s.bucket, s.prefix+name, options)
	if minio.ToErrorResponse(err).Code == "InvalidRange" { // behind its end
		return http.NoBody, nil
	}
	if err != nil {
		return nil, fmt.Errorf("files: open a blob: %w", failure(ctx, err))
	}
	if options.Header().Get("Range") != "" && head.Get("Content-Range") == "" {
		return nil, errors.Join(errors.New("files: the storage cannot read a part of a blob"), body.Close())
	}
	return body, nil
}

// Delete implements Store. Where the bucket keeps old versions, it keeps this one too.
func (s *S3) Delete(ctx context.Context, name string) error {
	if !IsName(name) {
		return ErrName
	}
	err := s.core.RemoveObject(ctx, s.bucket, s.prefix+name, minio.RemoveObjectOptions{})
	if err == nil {
		return nil
	}
	if err = failure(ctx, err); errors.Is(err, ErrNotFound) {
		return nil
	}
	return fmt.Errorf("files: delete a blob: %w", err)
}

// Walk implements Store. What is no blob is passed over.
func (s *S3) Walk(ctx context.Context, each func(Blob) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for object := range s.core.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true}) {
		if object.Err != nil {
			return fmt.Errorf("files: list blobs: %w", failure(ctx, object.Err))
		}
		name := object.Key[min(len(s.prefix), len(object.Key)):]
		if !IsName(name) {
			continue
		}
		if err := each(Blob{Name: name, Size: object.Size, At: object.LastModified}); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// s3Full are the codes of servers that have no space: MinIO's, and those of quotas elsewhere.
var s3Full = map[string]bool{"XMinioStorageFull": true, "QuotaExceeded": true, "XMinioAdminBucketQuotaExceeded": true}

// failure returns the error that a client's error is.
func failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var said minio.ErrorResponse
	if !errors.As(err, &said) { // nobody has answered
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	switch {
	case said.Code == "NoSuchKey":
		return ErrNotFound
	case s3Full[said.Code], said.StatusCode == http.StatusInsufficientStorage:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case said.Code == "XAmzContentSHA256Mismatch", said.Code == "BadDigest":
		return fmt.Errorf("%w: %w", ErrContent, err)
	case said.StatusCode >= http.StatusInternalServerError, said.StatusCode == http.StatusTooManyRequests:
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}
