package power

import (
	"context"
	"maps"
	"slices"
	"syscall"

	fusefs "github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// folderNode answers the kernel's requests about a directory.
type folderNode struct {
	fusefs.Inode
	disk   *Disk
	folder *folder
}

var (
	_ fusefs.NodeLookuper  = (*folderNode)(nil)
	_ fusefs.NodeReaddirer = (*folderNode)(nil)
	_ fusefs.NodeGetattrer = (*folderNode)(nil)
	_ fusefs.NodeSetattrer = (*folderNode)(nil)
	_ fusefs.NodeCreater   = (*folderNode)(nil)
	_ fusefs.NodeMknoder   = (*folderNode)(nil)
	_ fusefs.NodeMkdirer   = (*folderNode)(nil)
	_ fusefs.NodeUnlinker  = (*folderNode)(nil)
	_ fusefs.NodeRmdirer   = (*folderNode)(nil)
	_ fusefs.NodeRenamer   = (*folderNode)(nil)
	_ fusefs.NodeFsyncer   = (*folderNode)(nil)
	_ fusefs.NodeStatfser  = (*folderNode)(nil)
)

// node makes the node of an entry, or finds the one there is.
func (n *folderNode) node(ctx context.Context, e entry, out *fuse.Attr) *fusefs.Inode {
	if f, ok := e.(*file); ok {
		f.attr(out)
		return n.NewInode(ctx, &fileNode{disk: n.disk, file: f}, fusefs.StableAttr{Mode: f.kind, Ino: f.ino})
	}
	f := e.(*folder)
	f.attr(out)
	return n.NewInode(ctx, &folderNode{disk: n.disk, folder: f}, fusefs.StableAttr{Mode: fuse.S_IFDIR, Ino: f.ino})
}

func (f *folder) attr(out *fuse.Attr) { out.Mode, out.Nlink = fuse.S_IFDIR|f.mode, 2 }

// Lookup implements fusefs.NodeLookuper.
func (n *folderNode) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fusefs.Inode, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if errno := n.disk.power(); errno != 0 {
		return nil, errno
	}
	e := n.folder.now[name]
	if e == nil {
		return nil, syscall.ENOENT
	}
	return n.node(ctx, e, &out.Attr), 0
}

// Readdir implements fusefs.NodeReaddirer.
func (n *folderNode) Readdir(context.Context) (fusefs.DirStream, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	var list []fuse.DirEntry
	for _, name := range slices.Sorted(maps.Keys(n.folder.now)) {
		e := n.folder.now[name]
		mode := uint32(fuse.S_IFDIR)
		if f, ok := e.(*file); ok {
			mode = f.kind
		}
		list = append(list, fuse.DirEntry{Name: name, Ino: e.number(), Mode: mode})
	}
	return fusefs.NewListDirStream(list), n.disk.power()
}

// Getattr implements fusefs.NodeGetattrer.
func (n *folderNode) Getattr(_ context.Context, _ fusefs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	n.folder.attr(&out.Attr)
	return n.disk.power()
}

// Setattr implements fusefs.NodeSetattrer: of the mode only.
func (n *folderNode) Setattr(_ context.Context, _ fusefs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if mode, ok := in.GetMode(); ok {
		n.folder.mode = mode & 0o7777
	}
	n.folder.attr(&out.Attr)
	return n.disk.power()
}

// Create implements fusefs.NodeCreater.
func (n *folderNode) Create(
	ctx context.Context, name string, _, mode uint32, out *fuse.EntryOut,
) (*fusefs.Inode, fusefs.FileHandle, uint32, syscall.Errno) {
	node, errno := n.make(ctx, name, &file{kind: fuse.S_IFREG, mode: mode & 0o7777, name: name}, out)
	return node, nil, fuse.FOPEN_KEEP_CACHE, errno
}

// Mknod implements fusefs.NodeMknoder: for the sockets of programs.
func (n *folderNode) Mknod(ctx context.Context, name string, mode, _ uint32, out *fuse.EntryOut) (*fusefs.Inode, syscall.Errno) {
	return n.make(ctx, name, &file{kind: mode & syscall.S_IFMT, mode: mode & 0o7777, name: name}, out)
}

// Mkdir implements fusefs.NodeMkdirer.
func (n *folderNode) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fusefs.Inode, syscall.Errno) {
	return n.make(ctx, name, newFolder(0, mode&0o7777), out)
}

func (n *folderNode) make(ctx context.Context, name string, e entry, out *fuse.EntryOut) (*fusefs.Inode, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if errno := n.disk.begin(Make, name); errno != 0 {
		return nil, errno
	}
	if n.disk.full {
		return nil, syscall.ENOSPC
	}
	switch e := e.(type) {
	case *file:
		e.ino = n.disk.next()
	case *folder:
		e.ino = n.disk.next()
	}
	n.folder.put(move{name: e})
	return n.node(ctx, e, &out.Attr), 0
}

// Unlink implements fusefs.NodeUnlinker.
func (n *folderNode) Unlink(_ context.Context, name string) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if errno := n.disk.begin(Remove, name); errno != 0 {
		return errno
	}
	n.folder.put(move{name: nil})
	return 0
}

// Rmdir implements fusefs.NodeRmdirer.
func (n *folderNode) Rmdir(ctx context.Context, name string) syscall.Errno {
	n.disk.mu.Lock()
	f, ok := n.folder.now[name].(*folder)
	empty := ok && len(f.now) == 0
	n.disk.mu.Unlock()
	if !empty {
		return syscall.ENOTEMPTY
	}
	return n.Unlink(ctx, name)
}

// Rename implements fusefs.NodeRenamer: within one directory as a whole. Between two it is as strict
// as POSIX allows: each of them has its own change, which its own sync makes durable.
func (n *folderNode) Rename(_ context.Context, name string, parent fusefs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	into, ok := parent.(*folderNode)
	if !ok || flags != 0 {
		return syscall.EXDEV
	}
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if errno := n.disk.begin(Rename, name); errno != 0 {
		return errno
	}
	what := n.folder.now[name]
	if into.folder == n.folder {
		n.folder.put(move{name: nil, newName: what})
		return 0
	}
	into.folder.put(move{newName: what})
	n.folder.put(move{name: nil})
	return 0
}

// Fsync implements fusefs.NodeFsyncer.
func (n *folderNode) Fsync(context.Context, fusefs.FileHandle, uint32) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if errno := n.disk.begin(Sync, ""); errno != 0 {
		return errno
	}
	if !n.disk.Lies {
		n.folder.sync()
	}
	return 0
}

// Statfs implements fusefs.NodeStatfser: a gigabyte, all of it free or none.
func (n *folderNode) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	out.Bsize, out.Frsize, out.NameLen, out.Blocks = page, page, 255, 1<<30/page
	if !n.disk.full {
		out.Bfree, out.Bavail = out.Blocks, out.Blocks
	}
	return 0
}
