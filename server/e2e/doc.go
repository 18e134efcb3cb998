// Package e2e tests Confab as people use it: with the built program and a real
// Chromium, nothing replaced. A story fails if people do not see what they
// should, and on any console error or failed request in their pages that it did
// not cause.
//
// The tests of this package need bin/confab (make build) and Chromium. They save
// pictures of what people see in bin/shots.
package e2e
