//! A record gets another path: in place, or cut and put behind those that it joins.

use codriver::text::Intent;

use super::examples::{add, becomes, edit, path, read, refused, relocate, remove, text};

mod in_place {
    use super::*;

    #[test]
    fn only_the_name_changes_in_every_header_of_a_deal() {
        becomes(
            "# about x\n[deal.x] # head\na = 'x'\n\n[deal.y]\n[deal.x.note.n]\n\n\t[[ deal . 'x' . log ]]\nn = 'deal.x'",
            &relocate("deal.x", "deal.\"z z\""),
            "# about x\n[deal.\"z z\"] # head\na = 'x'\n\n[deal.y]\n[deal.\"z z\".note.n]\n\n\t[[ deal . \"z z\" . log ]]\nn = 'deal.x'",
        );
        becomes(
            "\u{feff}[crew.sam]\r\nname = 'S'\r\n",
            &relocate("crew.sam", "crew.samuel"),
            "\u{feff}[crew.samuel]\r\nname = 'S'\r\n",
        );
    }

    #[test]
    fn a_name_is_written_anew_in_every_spelling() {
        becomes(
            "[deal.x]\nnote.n.say = 's' # why\nnote.m = {}\nnote.n.at = 'n'\n[deal.x.note.n.next]\non = 1\n[[deal.x.note.n.log]]\n",
            &relocate("deal.x.note.n", "deal.x.note.o"),
            "[deal.x]\nnote.o.say = 's' # why\nnote.m = {}\nnote.o.at = 'n'\n[deal.x.note.o.next]\non = 1\n[[deal.x.note.o.log]]\n",
        );
        becomes(
            "[deal]\nx = { note = { n = { say = 's' } } }\n",
            &relocate("deal.x", "deal.y"),
            "[deal]\ny = { note = { n = { say = 's' } } }\n",
        );
        becomes(
            "[deal.x]\nnote = { n.say = 's', 'n'.at = 'n' }\n",
            &relocate("deal.x.note.n", "deal.x.note.o"),
            "[deal.x]\nnote = { o.say = 's', o.at = 'n' }\n",
        );
        becomes(
            "crew.sam.name = 'S'\nformat = 1\ncrew.'sam'.seat = 'driver'\n",
            &relocate("crew.sam", "crew.tom"),
            "crew.tom.name = 'S'\nformat = 1\ncrew.tom.seat = 'driver'\n",
        );
    }

    #[test]
    fn a_log_is_renamed_with_all_its_rows() {
        becomes(
            "[deal.x]\n[[deal.x.log]]\na = 1\n[[deal.x.log]]\n[deal.x.log.sub]\n",
            &relocate("deal.x.log", "deal.x.old"),
            "[deal.x]\n[[deal.x.old]]\na = 1\n[[deal.x.old]]\n[deal.x.old.sub]\n",
        );
    }

    #[test]
    fn a_name_that_was_a_removed_records_is_free() {
        let mut document = read("[deal.x]\na = 1\n[deal.y]\nb = 2\n");
        document.apply(&remove("deal.x")).unwrap();
        let step = document.apply(&relocate("deal.y", "deal.x")).unwrap();
        assert_eq!(text(&document), "[deal.x]\nb = 2\n");
        document.apply(&add("deal.y", "c = 3")).unwrap();
        assert_eq!(document.get(&path("deal.x"), &"b".into()).as_deref(), Some("2"));
        document.apply(&remove("deal.y")).unwrap();
        document.undo(&step).unwrap();
        assert_eq!(text(&document), "[deal.y]\nb = 2\n");
    }

    #[test]
    fn a_renamed_deal_goes_through_the_journal() {
        let mut ours = read("[deal.x]\na = 1\n[deal.x.note.n]\n");
        let step = ours.apply(&relocate("deal.x", "deal.y")).unwrap();
        assert_eq!(step.units().map(ToString::to_string).collect::<Vec<_>>(), ["deal.x", "deal.y"]);
        let json = serde_json::to_string(&Intent::Replay { step }).unwrap();
        let mut theirs = read("[crew.s]\n[deal.x]\nz = 0\na = 1\n[deal.x.note.n]\nsay = 's'\n");
        theirs.apply(&serde_json::from_str(&json).unwrap()).unwrap();
        assert_eq!(text(&theirs), "[crew.s]\n[deal.y]\nz = 0\na = 1\n[deal.y.note.n]\nsay = 's'\n");
    }

    #[test]
    fn a_name_that_somebody_took_meanwhile_refuses_the_step() {
        let mut ours = read("[deal.x]\na = 1\n");
        let step = ours.apply(&relocate("deal.x", "deal.y")).unwrap();
        let mut theirs = read("[deal.x]\na = 1\n[deal.y]\n");
        assert!(theirs.replay(&step).is_err());
        assert_eq!(text(&theirs), "[deal.x]\na = 1\n[deal.y]\n");
    }
}

mod elsewhere {
    use super::*;

    #[test]
    fn a_note_joins_the_notes_of_another_deal_with_all_below_it() {
        becomes(
            "[deal.x]\na = 1\n\n# touches\n[deal.x.note.n] # n\nsay = 's' # why\n\n# and this\n  [[deal.x.note.n.log]]\n  b = 1\n\n[deal.x.z]\n\n[deal.y]\n[deal.y.note.m]\nsay = 't'\n\n[deal.y.run.r]\n",
            &relocate("deal.x.note.n", "deal.y.note.o"),
            "[deal.x]\na = 1\n\n[deal.x.z]\n\n[deal.y]\n[deal.y.note.m]\nsay = 't'\n# touches\n[deal.y.note.o] # n\nsay = 's' # why\n\n# and this\n  [[deal.y.note.o.log]]\n  b = 1\n\n[deal.y.run.r]\n",
        );
    }

    #[test]
    fn the_first_of_its_kind_goes_to_the_end_of_its_record() {
        becomes(
            "[deal.x]\r\n\r\n[deal.x.note.n]\r\nsay = 's'\r\n\r\n[deal.y]\r\na = 1\r\n\r\n[deal.z]\r\n",
            &relocate("deal.x.note.n", "deal.y.note.n"),
            "[deal.x]\r\n\r\n[deal.y]\r\na = 1\r\n\r\n[deal.y.note.n]\r\nsay = 's'\r\n\r\n[deal.z]\r\n",
        );
        becomes(
            "[deal.y]\na = 1\n[deal.x.note.n]\nsay = 's'\n[deal.x]\nb = 1",
            &relocate("deal.x.note.n", "deal.y.note.n"),
            "[deal.y]\na = 1\n[deal.y.note.n]\nsay = 's'\n[deal.x]\nb = 1",
        );
    }

    #[test]
    fn a_record_at_the_end_of_a_file_without_a_last_line_ending_moves_up_and_down() {
        let (up, down) = (
            "[deal.x]\na = 1\n\n[deal.y]\n\n[deal.y.note.n]\nsay = 's'",
            "[deal.x]\na = 1\n\n[deal.x.note.n]\nsay = 's'\n\n[deal.y]",
        );
        becomes(up, &relocate("deal.y.note.n", "deal.x.note.n"), down);
        becomes(
            down,
            &relocate("deal.x.note.n", "deal.y.note.n"),
            "[deal.x]\na = 1\n\n[deal.y]\n\n[deal.y.note.n]\nsay = 's'",
        );
    }

    #[test]
    fn a_line_stays_a_line() {
        becomes(
            "[deal.x]\nstage = 'a'\n# met at the fair\n\tcontact.ines = { name = 'I', role='R' } # who\nclose = 1\n[deal.y]\ncontact.tom = {}\nstage = 'b'\n",
            &relocate("deal.x.contact.ines", "deal.y.contact.ines"),
            "[deal.x]\nstage = 'a'\nclose = 1\n[deal.y]\ncontact.tom = {}\n# met at the fair\n\tcontact.ines = { name = 'I', role='R' } # who\nstage = 'b'\n",
        );
        becomes(
            "[deal.x]\ncontact.ines.name = 'I' # who\nstage = 'a'\ncontact.ines.role = 'R'\n[deal.y]\n",
            &relocate("deal.x.contact.ines", "deal.y.contact.\"i r\""),
            "[deal.x]\nstage = 'a'\n[deal.y]\ncontact.\"i r\".name = 'I' # who\ncontact.\"i r\".role = 'R'\n",
        );
    }

    #[test]
    fn an_item_of_an_inline_table_stays_one() {
        becomes(
            "[deal.x]\ncontact = { ines = { name = 'I' }, tom = {} }\n[deal.y]\ncontact = { max = {} }\n",
            &relocate("deal.x.contact.ines", "deal.y.contact.ines"),
            "[deal.x]\ncontact = { tom = {} }\n[deal.y]\ncontact = { max = {}, ines = { name = 'I' } }\n",
        );
        becomes(
            "[deal]\nx = { note.n.say = 's', note.n.at = 'p' }\ny = {}\n",
            &relocate("deal.x.note.n", "deal.y.note.n"),
            "[deal]\nx = {}\ny = { note.n = { say = 's', at = 'p' } }\n",
        );
    }

    #[test]
    fn a_record_takes_another_form_where_its_own_has_no_room() {
        becomes(
            "[deal.x]\ncontact.ines = { name = 'I' }\n[deal.y]\ncontact = { tom = {} }\n",
            &relocate("deal.x.contact.ines", "deal.y.contact.ines"),
            "[deal.x]\n[deal.y]\ncontact = { tom = {}, ines = { name = 'I' } }\n",
        );
        becomes(
            "[deal.x]\nobstacle = { p = { at = 'proof', next.on = 1 }, q = {} }\n",
            &relocate("deal.x.obstacle.p", "hazard.p"),
            "[deal.x]\nobstacle = { q = {} }\n\n[hazard.p]\nat = 'proof'\nnext.on = 1\n",
        );
        becomes(
            "[deal.x]\nobstacle.p.at = 'proof' # where\n# named\nobstacle.p.title = 'P'\n[hazard.o]\n",
            &relocate("deal.x.obstacle.p", "hazard.p"),
            "[deal.x]\n[hazard.o]\n[hazard.p]\nat = 'proof' # where\n# named\ntitle = 'P'\n",
        );
        becomes(
            "deal = { y = {} }\n[hazard.p]\nat = 'proof'\n[hazard.p.only]\nmarket = ['GB']\n",
            &relocate("hazard.p", "deal.y.obstacle.p"),
            "deal = { y = { obstacle.p = { at = 'proof', only.market = ['GB'] } } }\n",
        );
    }

    #[test]
    fn a_note_becomes_a_hazards_and_a_record_a_unit() {
        becomes(
            "[hazard.h]\nat = 'proof'\n\n[deal.x]\n\n# why\n[deal.x.note.n]\nsay = 's'\n",
            &relocate("deal.x.note.n", "hazard.h.note.n"),
            "[hazard.h]\nat = 'proof'\n\n# why\n[hazard.h.note.n]\nsay = 's'\n\n[deal.x]\n",
        );
        becomes(
            "[hazard.h]\n\n[deal.x]\n\n# why\n[deal.x.obstacle.o]\nat = 's'\n\n[deal.x.obstacle.o.note.n]\n\n[deal.y]\n",
            &relocate("deal.x.obstacle.o", "hazard.o"),
            "[hazard.h]\n\n# why\n[hazard.o]\nat = 's'\n\n[hazard.o.note.n]\n\n[deal.x]\n\n[deal.y]\n",
        );
        becomes(
            "[deal]\nx = { a = 1 }\n[deal.y.note.n]\nsay = 's'\n[hazard.h]\n",
            &relocate("deal.y.note.n", "hazard.h.note.n"),
            "[deal]\nx = { a = 1 }\n[hazard.h]\n[hazard.h.note.n]\nsay = 's'\n",
        );
    }

    #[test]
    fn a_deal_with_comments_apart_from_its_records_is_no_part_of_another_one() {
        refused(
            "[deal.x]\n[deal.y]\n\n# far\n\n[deal.y.flag.f]\nt = 1\n",
            &relocate("deal.y", "deal.x.note.n"),
            "`deal.y` has comments apart from it",
        );
    }

    #[test]
    fn a_record_moves_within_its_deal() {
        becomes(
            "[deal.x]\n[deal.x.note.a]\nsay = 'a'\n[deal.x.idea.b]\nsay = 'b'\n[deal.x.note.c]\n",
            &relocate("deal.x.note.a", "deal.x.idea.a"),
            "[deal.x]\n[deal.x.idea.b]\nsay = 'b'\n[deal.x.idea.a]\nsay = 'a'\n[deal.x.note.c]\n",
        );
    }

    #[test]
    fn a_moved_record_is_moved_again_on_a_text_that_others_have_changed() {
        let mut ours = read("[deal.x]\n[deal.x.note.n]\nsay = 's'\n[deal.y]\n");
        let step = ours.apply(&relocate("deal.x.note.n", "deal.y.note.n")).unwrap();
        let json = serde_json::to_string(&Intent::Replay { step: step.clone() }).unwrap();
        let mut theirs = read("[deal.x]\na = 1\n[deal.x.note.n]\nsay = 's'\n[deal.z]\n[deal.y]\n");
        theirs.apply(&serde_json::from_str(&json).unwrap()).unwrap();
        assert_eq!(text(&theirs), "[deal.x]\na = 1\n[deal.z]\n[deal.y]\n[deal.y.note.n]\nsay = 's'\n");
        // One half alone is never made.
        let mut gone = read("[deal.x]\n[deal.x.note.n]\nsay = 's'\n");
        let before = text(&gone);
        assert!(gone.replay(&step).is_err());
        assert_eq!(text(&gone), before);
    }
}

#[test]
fn what_cannot_move_is_refused() {
    let before = "[deal.x]\nnext = 'a'\n[[deal.x.log]]\nn = 1\n[deal.x.note.n]\n[deal.y]\n[deal.y.note.n]\n";
    refused(before, &relocate("deal.x.note.m", "deal.y.note.m"), "there is no `deal.x.note.m`");
    refused(before, &relocate("deal.z", "deal.q"), "there is no `deal.z`");
    refused(before, &relocate("deal.x.note.n", "deal.y.note.n"), "`deal.y.note.n` is in the file already");
    refused(before, &relocate("deal.x", "deal.y"), "`deal.y` is in the file already");
    refused(before, &relocate("deal.x.note.n", "deal.z.note.n"), "there is no `deal.z`");
    refused(before, &relocate("deal.x.note.n", "hazard.h.note.n"), "there is no `hazard.h`");
    refused(before, &relocate("deal.x.note", "deal.x.note.n.more"), "is below `deal.x.note` itself");
    refused(before, &relocate("deal.y.note.n", "deal.x.next.n"), "`deal.x.next` is a plain value");
    refused(before, &relocate("deal.x.log[n=1]", "deal.y.log"), "is no path of a record");
    refused(before, &relocate("deal", "hazard"), "is no path of a record");
}

#[test]
fn a_move_that_would_lose_a_comment_is_refused() {
    let before = "[deal.x]\ncontact.ines = { name = 'I' } # who\n[deal.y]\ncontact = { tom = {} }\n";
    refused(before, &relocate("deal.x.contact.ines", "deal.y.contact.ines"), "does not fit");
}

#[test]
fn a_move_to_where_it_is_changes_nothing() {
    assert_eq!(edit("[deal.x]\n", &relocate("deal.x", "deal.x")).unwrap(), "[deal.x]\n");
}
