package platform

import (
	"context"
	"errors"
	"syscall/js"

	"github.com/confab/confab/app/engine"
)

const records = "records" // the one object store of each database

// Store stores records in a database of this browser (IndexedDB). It implements
// engine.Store.
type Store struct{ db js.Value }

// OpenStore opens the named database, or creates it. It fails if the browser stores
// nothing, as in some private windows.
func OpenStore(name string) (*Store, error) {
	factory := global("indexedDB")
	if !factory.Truthy() {
		return nil, ErrNoBrowser
	}
	var request js.Value
	if err := try(func() { request = factory.Call("open", name, 1) }); err != nil {
		return nil, err
	}
	upgrade := listen(request, "upgradeneeded", nil, func(Event) {
		request.Get("result").Call("createObjectStore", records)
	})
	defer upgrade()
	if err := settled(request, "success"); err != nil {
		return nil, err
	}
	s := &Store{request.Get("result")}
	// If another tab deletes the database, it must not have to wait for this one.
	listen(s.db, "versionchange", nil, func(Event) { s.db.Call("close") })
	return s, nil
}

// settled waits for a request or transaction of the database.
func settled(target js.Value, good string) error {
	result := make(chan error, 1)
	answer := func(err error) {
		select {
		case result <- err:
		default:
		}
	}
	failed := func(e Event) {
		cause := target.Get("error")
		if !cause.Truthy() {
			cause = e.v.Get("target").Get("error")
		}
		answer(jsError(cause))
	}
	defer listen(target, good, nil, func(Event) { answer(nil) })()
	defer listen(target, "error", nil, failed)()
	defer listen(target, "abort", nil, failed)()
	return <-result
}

func (s *Store) begin(mode, durability string) (tx, store js.Value, err error) {
	err = try(func() {
		tx = s.db.Call("transaction", records, mode, map[string]any{"durability": durability})
		store = tx.Call("objectStore", records)
	})
	return tx, store, err
}

// All returns the records whose key begins with prefix, sorted by key.
func (s *Store) All(_ context.Context, prefix string) ([]engine.Record, error) {
	tx, store, err := s.begin("readonly", "relaxed")
	if err != nil {
		return nil, err
	}
	var keys, values js.Value
	err = try(func() {
		span := global("IDBKeyRange").Call("bound", prefix, prefix+"\uffff")
		keys, values = store.Call("getAllKeys", span), store.Call("getAll", span)
	})
	if err != nil {
		return nil, err
	}
	if err := settled(tx, "complete"); err != nil {
		return nil, err
	}
	keys, values = keys.Get("result"), values.Get("result")
	all := make([]engine.Record, keys.Length())
	for i := range all {
		all[i] = engine.Record{Key: keys.Index(i).String(), Value: values.Index(i).String()}
	}
	return all, nil
}

// Get returns the value of a key, or "" if there is none.
func (s *Store) Get(_ context.Context, key string) (string, error) {
	_, store, err := s.begin("readonly", "relaxed")
	if err != nil {
		return "", err
	}
	request := store.Call("get", key)
	if err := settled(request, "success"); err != nil {
		return "", err
	}
	if v := request.Get("result"); v.Type() == js.TypeString {
		return v.String(), nil
	}
	return "", nil
}

// Keys returns the keys that begin with prefix.
func (s *Store) Keys(_ context.Context, prefix string) ([]string, error) {
	_, store, err := s.begin("readonly", "relaxed")
	if err != nil {
		return nil, err
	}
	var request js.Value
	err = try(func() {
		request = store.Call("getAllKeys", global("IDBKeyRange").Call("bound", prefix, prefix+"\uffff"))
	})
	if err != nil {
		return nil, err
	}
	if err := settled(request, "success"); err != nil {
		return nil, err
	}
	list := request.Get("result")
	keys := make([]string, list.Length())
	for i := range keys {
		keys[i] = list.Index(i).String()
	}
	return keys, nil
}

// PutFile keeps a file. It fails if the browser has no room for it.
func (s *Store) PutFile(_ context.Context, key string, f File) error {
	tx, store, err := s.begin("readwrite", "strict")
	if err != nil {
		return err
	}
	if err := try(func() { store.Call("put", f.v, key) }); err != nil {
		return err
	}
	return settled(tx, "complete")
}

// GetFile returns a file; ok is false if there is none.
func (s *Store) GetFile(_ context.Context, key string) (f File, ok bool, err error) {
	_, store, err := s.begin("readonly", "relaxed")
	if err != nil {
		return f, false, err
	}
	request := store.Call("get", key)
	if err := settled(request, "success"); err != nil {
		return f, false, err
	}
	v := request.Get("result")
	return File{v}, v.InstanceOf(global("Blob")), nil
}

// Write puts some records and deletes others, all or nothing.
func (s *Store) Write(_ context.Context, put []engine.Record, remove []string) error {
	tx, store, err := s.begin("readwrite", "strict")
	if err != nil {
		return err
	}
	err = try(func() {
		for _, key := range remove {
			store.Call("delete", key)
		}
		for _, r := range put {
			store.Call("put", r.Value, r.Key)
		}
		if commit := tx.Get("commit"); commit.Truthy() {
			tx.Call("commit")
		}
	})
	if err != nil {
		return errors.Join(err, try(func() { tx.Call("abort") }))
	}
	return settled(tx, "complete")
}

// Clear deletes everything.
func (s *Store) Clear(context.Context) error {
	tx, store, err := s.begin("readwrite", "strict")
	if err != nil {
		return err
	}
	store.Call("clear")
	return settled(tx, "complete")
}
