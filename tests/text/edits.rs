//! Edits of a campaign's text: before, intent, after. Every example is also undone and redone, byte for byte.

use chrono::DateTime;
use codriver::text::{Document, History, Intent};

use super::examples::{add, append, becomes, layout, path, read, refused, remove, set, text, unset};

mod set {
    use super::*;

    #[test]
    fn a_value_is_replaced_and_its_comment_stays() {
        becomes(
            "[deal.x]\nvalue = 180_000   # so far\nstage = 'a'\n",
            &set("deal.x", "value", "200000"),
            "[deal.x]\nvalue = 200000   # so far\nstage = 'a'\n",
        );
    }

    #[test]
    fn the_same_value_keeps_its_spelling() {
        becomes("[deal.x]\nvalue = 180_000\n", &set("deal.x", "value", "180000"), "[deal.x]\nvalue = 180_000\n");
    }

    #[test]
    fn a_new_key_goes_behind_the_plain_keys_in_their_manner() {
        becomes(
            "[deal.x]\n  account=\"A\" # a\n  contact.ines.name=\"I\"\n\n[deal.x.note.y]\n",
            &set("deal.x", "stage", "\"proof\""),
            "[deal.x]\n  account=\"A\" # a\n  stage=\"proof\"\n  contact.ines.name=\"I\"\n\n[deal.x.note.y]\n",
        );
    }

    #[test]
    fn a_new_key_of_an_empty_record_goes_below_its_header() {
        becomes("[deal.x] # head", &set("deal.x", "stage", "\"a\""), "[deal.x] # head\nstage = \"a\"");
        becomes("[deal.x]\r\n[deal.y]\r\n", &set("deal.x", "n", "1"), "[deal.x]\r\nn = 1\r\n[deal.y]\r\n");
    }

    #[test]
    fn a_dotted_key_is_set_where_it_stands() {
        becomes(
            "[deal.x]\ncontact.ines.name = 'I'\ncontact.ines.role = 'CISO'\nstage = 'a'\n",
            &set("deal.x.contact.ines", "name", "\"Ines\""),
            "[deal.x]\ncontact.ines.name = \"Ines\"\ncontact.ines.role = 'CISO'\nstage = 'a'\n",
        );
        becomes(
            "[deal.x]\ncontact.ines.name = 'I'\nstage = 'a'\n",
            &set("deal.x.contact.ines", "email", "\"e\""),
            "[deal.x]\ncontact.ines.name = 'I'\ncontact.ines.email = \"e\"\nstage = 'a'\n",
        );
    }

    #[test]
    fn a_key_of_an_inline_table_is_set_inside_it() {
        let before = "[deal.x]\nnext = { what = \"Ring, { } # Ines\", on = 2026-11-24 } # soon\n";
        becomes(
            before,
            &set("deal.x", "next.on", "2026-11-25"),
            "[deal.x]\nnext = { what = \"Ring, { } # Ines\", on = 2026-11-25 } # soon\n",
        );
        becomes(
            before,
            &set("deal.x.next", "by", "\"sam\""),
            "[deal.x]\nnext = { what = \"Ring, { } # Ines\", on = 2026-11-24, by = \"sam\" } # soon\n",
        );
        becomes("[deal.x]\nnext = {}\n", &set("deal.x", "next.by", "\"s\""), "[deal.x]\nnext = { by = \"s\" }\n");
    }

    #[test]
    fn a_record_written_as_an_inline_table_takes_a_new_key() {
        becomes(
            "[deal.x]\nnote.a = { say = 'x' }\n",
            &set("deal.x.note.a", "at", "\"proof\""),
            "[deal.x]\nnote.a = { say = 'x', at = \"proof\" }\n",
        );
        becomes(
            "deal = { x = { account = 'A' } }\n",
            &set("deal.x", "stage", "\"a\""),
            "deal = { x = { account = 'A', stage = \"a\" } }\n",
        );
    }

    #[test]
    fn an_inline_table_over_several_lines_keeps_its_comments() {
        becomes(
            "[deal.x]\nnext = {\n  what = 'a', # what\n  by = 'b' # who\n} # end\n",
            &set("deal.x", "next.on", "2026-01-02"),
            "[deal.x]\nnext = {\n  what = 'a', # what\n  by = 'b', # who\n  on = 2026-01-02\n} # end\n",
        );
        becomes(
            "[deal.x]\nnext = {\n  what = 'a', # what\n  by = 'b', # who\n}\n",
            &set("deal.x", "next.on", "2026-01-02"),
            "[deal.x]\nnext = {\n  what = 'a', # what\n  by = 'b', # who\n  on = 2026-01-02,\n}\n",
        );
    }

    #[test]
    fn a_key_before_the_first_header_stays_before_it() {
        becomes(
            "\u{feff}# private\n\n[deal.x]\n",
            &set("", "format", "1"),
            "\u{feff}# private\nformat = 1\n\n[deal.x]\n",
        );
        becomes("", &set("", "format", "1"), "format = 1\n");
        becomes(
            "crew.sam.seat = 'driver'\n",
            &set("crew.sam", "name", "\"S\""),
            "crew.sam.seat = 'driver'\ncrew.sam.name = \"S\"\n",
        );
    }

    #[test]
    fn a_record_that_only_has_sections_below_it_gets_a_header() {
        becomes(
            "# about y\n[deal.x.note.y]\nsay = 'a'\n",
            &set("deal.x", "account", "\"A\""),
            "[deal.x]\naccount = \"A\"\n# about y\n[deal.x.note.y]\nsay = 'a'\n",
        );
    }

    #[test]
    fn a_row_is_found_by_its_values() {
        let before = "[deal.x]\n[[deal.x.call_log]]\nnote = 'a'\nplace = 2026-11-26T15:00:00+01:00\n[[deal.x.call_log]]\nnote = 'a'\nrung = '4wd'\nplace = 2026-11-26T14:00:00Z\n";
        let after = before.replace("+01:00\n", "+01:00\nacked = 2026-11-20T14:01:12Z\n");
        becomes(
            before,
            &set("deal.x.call_log[note=\"a\",rung=\"\",place=2026-11-26T14:00:00Z]", "acked", "2026-11-20T14:01:12Z"),
            &after,
        );
    }

    #[test]
    fn a_multi_line_value_is_replaced_as_a_whole() {
        becomes(
            "[deal.x]\nmarket = [\n  'GB', # home\n  'DE',\n] # where\nstage = '''\n[deal.y]\n'''\n",
            &set("deal.x", "stage", "\"a\""),
            "[deal.x]\nmarket = [\n  'GB', # home\n  'DE',\n] # where\nstage = \"a\"\n",
        );
    }

    #[test]
    fn sections_of_one_record_may_stand_apart() {
        becomes(
            "[deal.x]\na = 1\n[deal.y]\nb = 2\n[deal.x.note.z]\nc = 3",
            &set("deal.x.note.z", "d", "4"),
            "[deal.x]\na = 1\n[deal.y]\nb = 2\n[deal.x.note.z]\nc = 3\nd = 4",
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        refused("[deal.x]\n", &set("deal.y", "a", "1"), "there is no `deal.y`");
        refused("[deal.x]\nnext = 'a'\n", &set("deal.x", "next.on", "2026-01-01"), "`deal.x.next` is a plain value");
        refused("[deal.x]\n[deal.x.service]\na = 1\n", &set("deal.x", "service", "1"), "is a table");
        refused("[deal.x]\na = \n", &set("deal.x", "b", "1"), "expected a value in line 2");
    }

    #[test]
    fn a_file_that_is_not_text_is_not_edited() {
        let bytes = b"[deal.x]\na = \"\xff\"\n".to_vec();
        let (mut document, told) = Document::read(bytes.clone(), &layout());
        assert_eq!(told[0].code, "encoding");
        assert_eq!(document.line_column(&told[0].place).line, 2);
        assert!(document.apply(&set("deal.x", "b", "1")).is_err());
        assert_eq!(document.bytes(), bytes);
    }
}

mod unset {
    use super::*;

    #[test]
    fn a_key_goes_with_its_line() {
        becomes("[deal.x]\n# above\na = 1 # one\nb = 2\n", &unset("deal.x", "a"), "[deal.x]\n# above\nb = 2\n");
        becomes("[deal.x]\r\na = 1\r\nb = 2", &unset("deal.x", "b"), "[deal.x]\r\na = 1");
    }

    #[test]
    fn a_key_of_an_inline_table_goes_with_its_comma() {
        let before = "[deal.x]\nn = { a = 1, b = [1, 2], c = '#' }\n";
        becomes(before, &unset("deal.x.n", "a"), "[deal.x]\nn = { b = [1, 2], c = '#' }\n");
        becomes(before, &unset("deal.x.n", "b"), "[deal.x]\nn = { a = 1, c = '#' }\n");
        becomes(before, &unset("deal.x", "n.c"), "[deal.x]\nn = { a = 1, b = [1, 2] }\n");
        becomes("[deal.x]\nn = { a = 1 }\n", &unset("deal.x", "n.a"), "[deal.x]\nn = {}\n");
    }

    #[test]
    fn a_table_goes_in_every_spelling() {
        becomes("[deal.x]\nnext.a = 1\nb = 2\nnext.c = 3\n", &unset("deal.x", "next"), "[deal.x]\nb = 2\n");
        becomes("[deal.x]\nb = 2\n[deal.x.next]\na = 1\n", &unset("deal.x", "next"), "[deal.x]\nb = 2\n");
        becomes("[deal.x]\nn = { a.b = 1, a.c = 2, d = 3 }\n", &unset("deal.x.n", "a"), "[deal.x]\nn = { d = 3 }\n");
    }

    #[test]
    fn comments_between_items_stay() {
        becomes(
            "[deal.x]\nn = {\n  a = 1, # one\n  b = 2, # two\n}\n",
            &unset("deal.x.n", "b"),
            "[deal.x]\nn = {\n  a = 1, # one\n   # two\n}\n",
        );
    }

    #[test]
    fn what_is_not_there_is_refused() {
        refused("[deal.x]\n", &unset("deal.x", "a"), "there is no `deal.x.a`");
    }
}

mod add {
    use super::*;

    #[test]
    fn a_record_goes_behind_its_siblings() {
        becomes(
            "[deal.x]\na = 1\n[deal.x.note.n]\nsay = 's'\n# more = 1\n\n[[deal.x.log]]\nb = 1\n[deal.y]\n",
            &add("deal.x.note.m", "say = \"t\"\nnext.on = 2026-01-01"),
            "[deal.x]\na = 1\n[deal.x.note.n]\nsay = 's'\n# more = 1\n[deal.x.note.m]\nsay = \"t\"\nnext.on = 2026-01-01\n\n[[deal.x.log]]\nb = 1\n[deal.y]\n",
        );
    }

    #[test]
    fn the_first_of_its_kind_goes_to_the_end_of_its_record() {
        becomes(
            "[deal.x]\na = 1\n\n# about y\n[deal.y]\n",
            &add("deal.x.note.m", "say = \"t\""),
            "[deal.x]\na = 1\n\n[deal.x.note.m]\nsay = \"t\"\n\n# about y\n[deal.y]\n",
        );
    }

    #[test]
    fn blank_lines_indentation_and_line_endings_are_those_of_the_siblings() {
        becomes(
            "[deal.x]\r\na = 1\r\n\r\n  [deal.x.note.n]\r\n    say='s'\r\n\r\n[deal.y]\r\n",
            &add("deal.x.note.m", "say = \"t\""),
            "[deal.x]\r\na = 1\r\n\r\n  [deal.x.note.n]\r\n    say='s'\r\n\r\n  [deal.x.note.m]\r\n    say=\"t\"\r\n\r\n[deal.y]\r\n",
        );
    }

    #[test]
    fn inline_siblings_get_an_inline_sibling() {
        becomes(
            "[deal.x]\ncontact.ines = { name = 'I' } # who\nstage = 'a'\n",
            &add("deal.x.contact.tom", "name = \"T\""),
            "[deal.x]\ncontact.ines = { name = 'I' } # who\ncontact.tom = { name = \"T\" }\nstage = 'a'\n",
        );
        becomes(
            "[deal.x]\ncontact = { ines = { name = 'I' } }\n",
            &add("deal.x.contact.tom", "name = \"T\""),
            "[deal.x]\ncontact = { ines = { name = 'I' }, tom = { name = \"T\" } }\n",
        );
        becomes(
            "[deal]\nx = { account = 'X' }\n",
            &add("deal.y", "account = \"Y\""),
            "[deal]\nx = { account = 'X' }\ny = { account = \"Y\" }\n",
        );
    }

    #[test]
    fn a_new_deal_goes_behind_the_last_one() {
        becomes(
            "[crew.sam]\n[deal.x]\na = 1\n[deal.x.note.n]\n[[review]]\n",
            &add("deal.y", "account = \"Y\""),
            "[crew.sam]\n[deal.x]\na = 1\n[deal.x.note.n]\n[deal.y]\naccount = \"Y\"\n[[review]]\n",
        );
        becomes(
            "[crew.sam]\n\n[deal.x]\na = 1",
            &add("deal.y", "account = \"Y\""),
            "[crew.sam]\n\n[deal.x]\na = 1\n\n[deal.y]\naccount = \"Y\"",
        );
        becomes("", &add("deal.\"y z\"", "account = \"Y\""), "[deal.\"y z\"]\naccount = \"Y\"\n");
        becomes("\u{feff}", &add("deal.y", "a = 1"), "\u{feff}[deal.y]\na = 1\n");
    }

    #[test]
    fn a_group_that_is_one_table_is_added_as_a_section() {
        becomes(
            "[campaign]\nname = 'a'\n[deal.x]\n",
            &add("campaign.calls", "prep = { 1 = \"40wh\" }"),
            "[campaign]\nname = 'a'\n[campaign.calls]\nprep = { 1 = \"40wh\" }\n[deal.x]\n",
        );
        becomes("[deal.x]\n", &add("destination", "target = 1"), "[deal.x]\n\n[destination]\ntarget = 1\n");
    }

    #[test]
    fn keys_before_the_first_header_stay_before_it() {
        becomes(
            "crew.sam.seat = 'driver'\nformat = 1\n[deal.x]\n",
            &add("crew.sam.owes.visits", "count = 2"),
            "crew.sam.seat = 'driver'\ncrew.sam.owes.visits = { count = 2 }\nformat = 1\n[deal.x]\n",
        );
        becomes(
            "crew.sam.seat = 'driver'\nformat = 1\n",
            &append("crew.sam.away", "from = 1"),
            "crew.sam.seat = 'driver'\ncrew.sam.away = [{ from = 1 }]\nformat = 1\n",
        );
        refused("[deal.x]\n[campaign]\n", &set("", "campaign", "1"), "is a table");
    }

    #[test]
    fn what_exists_or_has_no_owner_is_refused() {
        refused("[deal.x]\nn.a = {}\n", &add("deal.x.n.a", "b = 1"), "is in the file already");
        refused("[deal.x]\n", &add("deal.y.note.a", "b = 1"), "there is no `deal.y`");
        refused("[deal.x]\n", &add("deal.x.note.a", "b = 1\nb = 2"), "given twice");
        refused("[deal.x]\nnote = 'a'\n", &add("deal.x.note.a", "b = 1"), "is a plain value");
    }
}

mod append {
    use super::*;

    #[test]
    fn a_row_goes_behind_the_last_row() {
        becomes(
            "[deal.x]\n[[deal.x.log]]\na = 1\n[deal.x.log.sub]\nb = 1\n[deal.x.note.n]\n",
            &append("deal.x.log", "a = 2"),
            "[deal.x]\n[[deal.x.log]]\na = 1\n[deal.x.log.sub]\nb = 1\n[[deal.x.log]]\na = 2\n[deal.x.note.n]\n",
        );
    }

    #[test]
    fn a_first_row_goes_to_the_end_of_the_record() {
        becomes(
            "[deal.x]\na = 1\n[deal.x.note.n]\nb = 1\n[deal.y]\n",
            &append("deal.x.log", "a = 2"),
            "[deal.x]\na = 1\n[deal.x.note.n]\nb = 1\n[[deal.x.log]]\na = 2\n[deal.y]\n",
        );
        becomes("[deal.x]\n\n[deal.y]", &append("review", "a = 2"), "[deal.x]\n\n[deal.y]\n\n[[review]]\na = 2");
    }

    #[test]
    fn an_inline_list_gets_an_inline_row() {
        becomes(
            "[crew.s]\naway = [{ from = 1 }]\n",
            &append("crew.s.away", "from = 2"),
            "[crew.s]\naway = [{ from = 1 }, { from = 2 }]\n",
        );
        becomes("[crew.s]\naway = []\n", &append("crew.s.away", "from = 2"), "[crew.s]\naway = [{ from = 2 }]\n");
        becomes(
            "[crew.s]\naway = [\n  { from = 1 }, # a\n]\n",
            &append("crew.s.away", "from = 2"),
            "[crew.s]\naway = [\n  { from = 1 }, # a\n  { from = 2 },\n]\n",
        );
    }

    #[test]
    fn what_is_no_list_is_refused() {
        refused("[deal.x]\n[deal.x.log]\na = 1\n", &append("deal.x.log", "a = 2"), "is no list of rows");
    }
}

mod remove {
    use super::*;

    #[test]
    fn a_record_goes_with_all_below_it_and_the_comments_that_touch_it() {
        becomes(
            "[deal.x]\na = 1\n\n# touches\n[deal.x.note.n]\nb = 1\n# also\n\n# far\n\n[[deal.x.note.n.log]]\nc = 1\n\n[deal.x.z]\n",
            &remove("deal.x.note.n"),
            "[deal.x]\na = 1\n\n# far\n\n[deal.x.z]\n",
        );
    }

    #[test]
    fn a_deal_goes_wherever_its_sections_stand() {
        becomes(
            "[deal.x]\na = 1\n\n[deal.y]\n\n[deal.x.n]\nb = 1\n\n[deal.z]\n",
            &remove("deal.x"),
            "[deal.y]\n\n[deal.z]\n",
        );
    }

    #[test]
    fn a_record_goes_in_every_spelling() {
        becomes("[deal.x]\nn.a = { b = 1 }\nc = 1\n", &remove("deal.x.n.a"), "[deal.x]\nc = 1\n");
        becomes("[deal.x]\nn.a.b = 1\nc = 1\nn.a.d = 1\n", &remove("deal.x.n.a"), "[deal.x]\nc = 1\n");
        becomes("deal = { x = { a = 1 }, y = {} }\n", &remove("deal.x"), "deal = { y = {} }\n");
    }

    #[test]
    fn a_row_goes_alone() {
        becomes(
            "[deal.x]\n[[deal.x.log]]\nn = 'a'\n[[deal.x.log]]\nn = 'b'\n[[deal.x.log]]\nn = 'b'\n",
            &remove("deal.x.log[n=\"b\"#1]"),
            "[deal.x]\n[[deal.x.log]]\nn = 'a'\n[[deal.x.log]]\nn = 'b'\n",
        );
        becomes(
            "[crew.s]\naway = [{ from = 1 }, { from = 2 }]\n",
            &remove("crew.s.away[from=1]"),
            "[crew.s]\naway = [{ from = 2 }]\n",
        );
    }

    #[test]
    fn a_removed_deal_may_be_added_again() {
        let mut document = read("[deal.x]\na = 1\n[deal.y]\n");
        document.apply(&remove("deal.x")).unwrap();
        assert_eq!(document.units().count(), 2);
        document.apply(&add("deal.x", "b = 2")).unwrap();
        assert_eq!(text(&document), "[deal.x]\nb = 2\n[deal.y]\n");
    }
}

mod undo {
    use super::*;

    #[test]
    fn a_step_is_taken_back_after_changes_elsewhere() {
        let mut document = read("[deal.x]\na = 1\n[deal.y]\nb = 1\n");
        let step = document.apply(&set("deal.x", "a", "2")).unwrap();
        document.apply(&set("deal.y", "b", "2")).unwrap();
        document.apply(&set("deal.x", "c", "3")).unwrap();
        document.undo(&step).unwrap();
        assert_eq!(text(&document), "[deal.x]\na = 1\nc = 3\n[deal.y]\nb = 2\n");
    }

    #[test]
    fn a_step_is_made_again_on_a_text_that_others_have_changed() {
        let mut ours = read("[deal.x]\na = 1\nb = 2\nc = 3\n");
        let step = ours.apply(&set("deal.x", "b", "5")).unwrap();
        let json = serde_json::to_string(&Intent::Replay { step }).unwrap();
        let mut theirs = read("# new\n[crew.sam]\n[deal.x]\nz = 0\na = 1\nb = 2\nc = 3\n");
        theirs.apply(&serde_json::from_str(&json).unwrap()).unwrap();
        assert_eq!(text(&theirs), "# new\n[crew.sam]\n[deal.x]\nz = 0\na = 1\nb = 5\nc = 3\n");
    }

    #[test]
    fn a_step_whose_bytes_are_gone_is_refused() {
        let mut ours = read("[deal.x]\na = 1\n");
        let step = ours.apply(&set("deal.x", "a", "5")).unwrap();
        let mut theirs = read("[deal.x]\na = 7\n");
        assert!(theirs.undo(&step).is_err());
        assert_eq!(text(&theirs), "[deal.x]\na = 7\n");
    }

    #[test]
    fn adding_what_others_have_added_is_refused() {
        let mut ours = read("[deal.x]\n");
        let step = ours.apply(&add("deal.y", "a = 1")).unwrap();
        let mut theirs = read("[deal.x]\n[deal.y]\na = 2\n");
        assert!(theirs.replay(&step).is_err());
    }

    #[test]
    fn steps_have_names_and_come_back_in_order() {
        let mut document = read("[deal.x]\na = 1\n");
        let mut history = History::default();
        for (name, value) in [("one", "2"), ("two", "3")] {
            let step = document.apply(&set("deal.x", "a", value)).unwrap();
            history.push(name, DateTime::UNIX_EPOCH, vec![step]);
        }
        assert_eq!(history.steps().map(|step| step.name).collect::<Vec<_>>(), ["two", "one"]);
        history.undo(&mut document).unwrap();
        assert_eq!((history.undo_name(), history.redo_name()), (Some("one"), Some("two")));
        history.undo(&mut document).unwrap();
        assert_eq!(text(&document), "[deal.x]\na = 1\n");
        assert_eq!(history.undo(&mut document).unwrap(), None);
    }
}

#[test]
fn a_record_and_a_key_have_a_place() {
    let text = "[crew.s]\n[deal.x]\nnext = { on = 2026-01-01 }\nc.ines.name = 'I'\n[deal.x.note.n]\n[[deal.x.log]]\na = 1\n[[deal.x.log]]\na = 2\n";
    let document = read(text);
    for (record, key, line, column) in [
        ("deal.x", None, 2, 1),
        ("deal.x", Some("next.on"), 3, 15),
        ("deal.x.next", None, 3, 1),
        ("deal.x.c.ines", None, 4, 1),
        ("deal.x.note", None, 5, 1),
        ("deal.x.log[a=2]", None, 8, 1),
        ("deal.x.log[a=2]", Some("a"), 9, 5),
    ] {
        let key = key.map(|key: &str| key.parse().unwrap());
        let place = document.locate(&path(record), key.as_ref()).unwrap_or_else(|| panic!("{record}"));
        let found = document.line_column(&place);
        assert_eq!((found.line, found.column), (line, column), "{record}");
    }
    assert_eq!(document.get(&path("deal.x"), &"next.on".parse().unwrap()).as_deref(), Some("2026-01-01"));
}

#[test]
fn a_record_that_was_added_and_removed_leaves_no_line_behind() {
    for before in [
        "[deal.x]\na = 1\n",
        "[deal.x]\r\na = 1\r\n",
        "[deal.x]",
        "# private\n",
        "[deal.x]\n\n[deal.y]\n",
        "\u{feff}",
        "",
    ] {
        for record in ["deal.z", "deal.x.note.n"] {
            let mut document = read(before);
            if document.apply(&add(record, "a = 1")).is_ok() {
                document.apply(&remove(record)).unwrap();
                assert_eq!(text(&document), before, "{record}");
                let mut saved = read(before);
                saved.apply(&add(record, "a = 1")).unwrap();
                let mut saved = read(&text(&saved));
                saved.apply(&remove(record)).unwrap();
                assert_eq!(text(&saved), before, "{record}, saved between the two");
            }
        }
    }
}
