// Package plain has those nouns of a store that are written once for both
// databases, in statements that SQLite and PostgreSQL understand alike: most
// nouns, and most of users and rooms. Nobody measures them. What is fast because
// each database does it in its own way (events, history, the rights of members,
// inboxes, the lists of people) is in the packages sqlite and postgres.
//
// A noun is type Tx under another name, so that handing one out allocates
// nothing. It talks to its database through Conn alone.
//
// # Statements
//
// Placeholders are $1, $2 and so on; one may stand in a statement more than
// once. Columns have one name in both databases. What differs in their language
// is asked of Conn (ForUpdate, In, List), and of the rest the common part is
// used:
//
//   - A row that may be there already is inserted with ON CONFLICT DO NOTHING;
//     no row is then store.ErrExists. A statement that fails would end the
//     transaction in PostgreSQL.
//   - Truth values are tested as such (NOT gone), never compared with 0 or 1,
//     and written as true and false.
//   - A parameter is never cast to a type: its type is that of the column it is
//     compared with or written to. SQLite would make a number of a bytea.
//   - OFFSET comes after a LIMIT.
package plain
