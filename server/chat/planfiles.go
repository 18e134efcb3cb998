package chat

import (
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// untilPlanned is when the files of a plan expire, in UTC milliseconds: not in our time. What ends the plan
// sends them or removes them.
const untilPlanned = 253402300799999

// own makes the files of a plan, which are finished uploads of its person, stay until it is carried out or
// cancelled, and notes them in it. A file that waits in another plan is taken.
func (p planFiles) own(tx store.Tx, plan *store.Plan) error {
	if len(p.ids) == 0 {
		return nil
	}
	found, err := tx.Files().Among(plan.User, p.ids)
	if err != nil {
		return err
	}
	all, err := unsentOf(found, p.ids, p.captions)
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.Expires == untilPlanned {
			return errFileUsed
		}
		f.Expires = untilPlanned
		if err := tx.Files().Put(f); err != nil {
			return err
		}
	}
	plan.Files = string(wire.Marshal(&all))
	return nil
}

// planFiles are the files that are to be sent with a plan.
type planFiles struct{ ids, captions []string }

// check refuses what no message can have.
func (p planFiles) check() error {
	if err := checkFiles(p.ids); err != nil {
		return err
	}
	if len(p.captions) > len(p.ids) {
		return invalid(text.CaptionWithoutFile)
	}
	return nil
}

// plannedFiles are the files of a plan as they were when it was made.
func plannedFiles(p store.Plan) ([]wire.File, error) {
	if p.Files == "" {
		return nil, nil
	}
	var all []wire.File
	err := wire.Unmarshal([]byte(p.Files), &all)
	return all, err
}

// showPlan puts a plan into an answer.
func showPlan(in *wire.Later, p store.Plan) (err error) {
	*in, err = laterOf(p)
	return err
}

// namesOf are the ids of files, and their captions.
func namesOf(all []wire.File) (n planFiles) {
	for _, f := range all {
		n.ids, n.captions = append(n.ids, f.ID), append(n.captions, f.Caption)
	}
	return n
}

// dropPlan removes a plan that is not to be carried out, with its files and its job.
func dropPlan(r *records, tx store.Tx, p store.Plan) error {
	if err := r.discardPlanned(tx, p); err != nil {
		return err
	}
	if err := tx.Plans().Remove(p.User, p.ID); err != nil {
		return err
	}
	return tx.Jobs().Drop(jobOf(p).Key)
}

// discardPlanned removes the files of a plan that is given up, unless they were sent meanwhile.
func (r *records) discardPlanned(tx store.Tx, p store.Plan) error {
	all, err := plannedFiles(p)
	if err != nil || len(all) == 0 {
		return err
	}
	found, err := tx.Files().Among(p.User, namesOf(all).ids)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(f store.File) bool { return f.Room != "" })
	var gone []wire.File
	for _, f := range found {
		gone = append(gone, f.File)
	}
	return r.removeFiles(tx, gone)
}
