// Package e2e tells stories of people using Confab: the built program, real
// Chromium, nothing replaced. A story fails on what its people see, and on any
// console error or failed request in their pages that it did not cause.
//
// The tests of this package need bin/confab (make build) and Chromium. They
// leave pictures of what people see in bin/shots.
package e2e
