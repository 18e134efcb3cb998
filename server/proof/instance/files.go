package instance

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// As is somebody of the server who has an access token, such as one of a workspace that was prepared.
func (s *Server) As(user, token string) *Person { return &Person{User: user, Token: token, server: s} }

// Upload sends a file to the server in parts of the full size, one after another.
func (p *Person) Upload(ctx context.Context, name string, content io.ReaderAt, size int64) (wire.File, error) {
	info, err := p.Begin(ctx, name, size)
	for err == nil && !info.Done {
		from := info.Received
		part := min(limits.FilePart, size-from)
		info, err = p.Part(ctx, info.File.ID, from, io.NewSectionReader(content, from, part), part)
	}
	return info.File, err
}

// Begin announces a file.
func (p *Person) Begin(ctx context.Context, name string, size int64) (info wire.FileInfo, err error) {
	err = p.Do(ctx, http.MethodPost, "/files", wire.FileBegin{CID: id.New(), Name: name, Size: size}, &info)
	return info, err
}

// Part sends a part of a file.
func (p *Person) Part(ctx context.Context, file string, from int64, part io.Reader, size int64) (info wire.FileInfo, err error) {
	at := fmt.Sprintf("%s/api/v1/files/%s/content?offset=%d", p.server.URL, file, from)
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, at, part)
	if err != nil {
		return info, err
	}
	r.ContentLength = size
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Authorization", "Bearer "+p.Token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return info, err
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("instance: a part of a file: %s\n%s", res.Status, said)
	}
	if err != nil {
		return info, err
	}
	return info, json.Unmarshal(said, &info)
}

// Download reads a file to its end, and returns how many bytes it has.
func (p *Person) Download(ctx context.Context, file string) (int64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.server.URL+"/api/v1/files/"+file+"/content", nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Authorization", "Bearer "+p.Token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("instance: get a file: %s", res.Status)
	}
	return io.Copy(io.Discard, res.Body)
}

// Peak is the most resident memory that the process ever had, in bytes; Linux only.
func (s *Server) Peak() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.PID()))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) < 2 {
		return 0, fmt.Errorf("instance: cannot read /proc/%d/status", s.PID())
	}
	kilobytes, err := strconv.ParseInt(fields[0], 10, 64)
	return kilobytes << 10, err
}
