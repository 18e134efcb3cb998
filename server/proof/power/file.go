package power

import (
	"bytes"
	"context"
	"syscall"

	fusefs "github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// fileNode answers the kernel's requests about a file.
type fileNode struct {
	fusefs.Inode
	disk *Disk
	file *file
}

var (
	_ fusefs.NodeOpener    = (*fileNode)(nil)
	_ fusefs.NodeReader    = (*fileNode)(nil)
	_ fusefs.NodeWriter    = (*fileNode)(nil)
	_ fusefs.NodeGetattrer = (*fileNode)(nil)
	_ fusefs.NodeSetattrer = (*fileNode)(nil)
	_ fusefs.NodeFsyncer   = (*fileNode)(nil)
)

func (f *file) attr(out *fuse.Attr) {
	out.Mode, out.Nlink, out.Size = f.kind|f.mode, 1, uint64(len(f.now))
	out.Blksize, out.Blocks = page, (out.Size+sector-1)/sector
}

// Open implements fusefs.NodeOpener. The kernel keeps the pages it has: that
// is what makes files that are mapped into memory work.
func (n *fileNode) Open(context.Context, uint32) (fusefs.FileHandle, uint32, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	return nil, fuse.FOPEN_KEEP_CACHE, n.disk.power()
}

// Read implements fusefs.NodeReader.
func (n *fileNode) Read(_ context.Context, _ fusefs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if errno := n.disk.power(); errno != 0 {
		return nil, errno
	}
	read := copy(dest, n.file.now[min(off, int64(len(n.file.now))):])
	return fuse.ReadResultData(dest[:read]), 0
}

// Write implements fusefs.NodeWriter.
func (n *fileNode) Write(_ context.Context, _ fusefs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if errno := n.disk.begin(Write, n.file.name); errno != 0 {
		return 0, errno
	}
	if n.disk.full && off+int64(len(data)) > int64(len(n.file.now)) {
		return 0, syscall.ENOSPC
	}
	n.file.put(change{off, bytes.Clone(data)})
	return uint32(len(data)), 0
}

// Getattr implements fusefs.NodeGetattrer.
func (n *fileNode) Getattr(_ context.Context, _ fusefs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	n.file.attr(&out.Attr)
	return n.disk.power()
}

// Setattr implements fusefs.NodeSetattrer: of length and mode.
func (n *fileNode) Setattr(_ context.Context, _ fusefs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if mode, ok := in.GetMode(); ok {
		n.file.mode = mode & 0o7777
	}
	if size, ok := in.GetSize(); ok {
		if errno := n.disk.begin(Truncate, n.file.name); errno != 0 {
			return errno
		}
		if n.disk.full && size > uint64(len(n.file.now)) {
			return syscall.ENOSPC
		}
		n.file.put(change{at: int64(size)})
	}
	n.file.attr(&out.Attr)
	return n.disk.power()
}

// Fsync implements fusefs.NodeFsyncer.
func (n *fileNode) Fsync(context.Context, fusefs.FileHandle, uint32) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if errno := n.disk.begin(Sync, n.file.name); errno != 0 {
		return errno
	}
	if !n.disk.Lies {
		n.file.sync()
	}
	return 0
}
