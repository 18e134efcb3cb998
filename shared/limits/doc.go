// Package limits is the one place for sizes, rates and timeouts that both the
// server and its clients keep to. A limit that an operator may change lives in
// server/config and starts from the default here.
package limits
