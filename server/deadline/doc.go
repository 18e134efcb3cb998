// Package deadline limits how long a request may take. Body and Answer are the
// server's default deadlines, made for requests of a few kilobytes. A route that
// receives or sends more extends them with Extend as it proceeds, so that a slow
// network is waited for and a client that has stopped is not.
package deadline
