//go:build !js

package platform

import "context"

// Lock waits until this program alone holds the named lock; natively it is
// always alone.
func Lock(context.Context, string, bool) (lost <-chan struct{}, release func(), err error) {
	return make(chan struct{}), func() {}, nil
}
