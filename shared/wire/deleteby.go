package wire

// DeleteBy erases the messages of User in a room that were sent at From or later; 0: all of them. It goes through a
// part of the room's log, and the answer says where to go on. One's own anybody may erase, those of others who may
// erase each of them. To repeat it does no harm.
type DeleteBy struct {
	Head
	Room  string `json:"room" path:"room" is:"id"`
	User  string `json:"user" path:"user" is:"id"`
	From  int64  `json:"from,omitempty" is:"position"` // UTC milliseconds
	After int64  `json:"after,omitempty" is:"position"`
}

// DeletedBy answers DeleteBy.
type DeletedBy struct {
	Head
	Deleted int   `json:"deleted"`        // how many were erased this time
	Next    int64 `json:"next,omitempty"` // the After of the next part; 0: this was the last
}

// DeleteByPerson erases what a person has written in a room.
var DeleteByPerson = Command[*DeleteBy, *DeletedBy]{
	Type: "delete.by", Answer: TypeOK, Method: "POST", Path: "/rooms/{room}/members/{user}/delete",
	Doc: "Erase a person's messages in a room, a part of the log at a time.", Lane: LaneRoom,
}
