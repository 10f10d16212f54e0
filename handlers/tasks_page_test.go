package handlers

import (
	"strconv"
	"testing"
)

// The queue is read page by page; a group that is settled meanwhile sends back to the first page, and no page is empty.
func TestPagesOfTheQueue(t *testing.T) {
	all := make([]taskGroup, 2*taskGroups+3)
	for i := range all {
		all[i].Row = "personne-" + strconv.Itoa(i)
	}
	last := len(all) - 1
	for _, c := range []struct {
		after, first string
		shown        int
		next         string
	}{
		{"", all[0].Row, taskGroups, "/a-completer?apres=" + all[taskGroups-1].Row},
		{all[taskGroups-1].Row, all[taskGroups].Row, taskGroups, "/a-completer?apres=" + all[2*taskGroups-1].Row},
		{all[2*taskGroups-1].Row, all[2*taskGroups].Row, 3, ""},
		{"personne-partie", all[0].Row, taskGroups, "/a-completer?apres=" + all[taskGroups-1].Row},
		{all[last].Row, all[0].Row, taskGroups, "/a-completer?apres=" + all[taskGroups-1].Row},
	} {
		page := tasksPage{Groups: all, More: true}
		page.turn(c.after, "/a-completer")
		if page.Groups[0].Row != c.first || len(page.Groups) != c.shown || page.Pager.Next != c.next || page.More != (c.next == "") {
			t.Errorf("after %q: %d from %s, then %q, more %v", c.after, len(page.Groups), page.Groups[0].Row, page.Pager.Next, page.More)
		}
	}
	if got := tasksAfter("/a-completer?type=exits", "personne-1"); got != "/a-completer?type=exits&apres=personne-1" {
		t.Error(got)
	}
}
