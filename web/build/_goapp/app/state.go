package app

import "github.com/maxence-charriere/go-app/v10/pkg/errors"

// Observed and stored states, values in the browser's storage, and notifications: Context speaks of
// them, nothing of Confab does.
type (
	State               struct{}
	Observer            struct{}
	NotificationService struct{}
)

const errLeftOut = "states, storage and notifications are left out of this build, see web/build/module.go"

type stateManager struct{}

func (stateManager) Observe(Context, string, any) Observer { panic(errLeftOut) }
func (stateManager) Get(Context, string, any)              { panic(errLeftOut) }
func (stateManager) Set(Context, string, any) State        { panic(errLeftOut) }
func (stateManager) Delete(Context, string)                { panic(errLeftOut) }

func (stateManager) Cleanup()                              {}
func (stateManager) CleanupExpiredPersistedStates(Context) {}

// BrowserStorage holds nothing.
type BrowserStorage struct{}

func newMemoryStorage() BrowserStorage   { return BrowserStorage{} }
func newJSStorage(string) BrowserStorage { return BrowserStorage{} }

func (BrowserStorage) Get(string, any) error { return errors.New(errLeftOut) }
func (BrowserStorage) Set(string, any) error { return errors.New(errLeftOut) }
