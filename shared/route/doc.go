// Package route is the addresses of the program's pages. The program reads them, and the
// server answers them with the shell, so that each can be opened, reloaded and sent to others.
package route
