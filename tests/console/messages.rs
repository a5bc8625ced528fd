//! Messages between the seats: written in one, on the screen of the other, and back once they were seen.

use codriver::console::effect::Effect;

use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::{BEFORE_ONE, DEMO, DEMO_NOW, two};

const ASK: &str = "She was at their Leeds opening: ask how it went.";

fn seat(crew: &str, deal: &str) -> Sim {
    Sim::open(&two()).at(BEFORE_ONE).seat(crew).last_deal(deal).awake_before()
}

/// What Maya has sent to Sam on Northwind: the file.
fn asked() -> String {
    let mut maya = seat("maya", "north");
    maya.keys(&format!("m{ASK}<enter>"));
    maya.file()
}

#[test]
fn a_message_is_one_row_with_its_time_and_writer() {
    assert_eq!(
        changes(&two(), &asked()),
        ["+[[deal.north.message]]", "+at = 2026-11-23T12:28:30Z", "+by = \"maya\"", &format!("+text = \"{ASK}\""), "+",]
    );
}

#[test]
fn a_message_comes_to_the_screen_of_the_other_seat_and_rings() {
    let mut sam = seat("sam", "north");
    sam.effects();
    let screen = sam.outside_write(&asked()).screen();
    assert!(screen.contains("MESSAGE  maya, 12:28") && screen.contains("Leeds opening"), "{screen}");
    assert!(!screen.contains("the file was changed outside"), "{screen}");
    assert!(sam.effects().iter().any(|effect| matches!(effect, Effect::Announce(told) if told.line.contains("Leeds"))));
}

#[test]
fn enter_says_that_it_was_seen_where_no_call_waits_and_the_writer_is_told_for_a_day() {
    let mut sam = seat("sam", "north");
    let before = asked();
    sam.outside_write(&before).keys("<enter>");
    assert_eq!(changes(&before, &sam.file()), ["+seen = 2026-11-23T12:28:30Z"]);
    assert!(!sam.screen().contains("MESSAGE"), "{}", sam.screen());
    let mut maya = Sim::open(&before).at(BEFORE_ONE).seat("maya").last_deal("north").awake_before();
    assert!(maya.screen().contains("not seen yet"), "{}", maya.screen());
    assert!(maya.outside_write(&sam.file()).screen().contains("seen 12:28"), "{}", maya.screen());
    assert!(maya.advance("23h").screen().contains("seen yesterday 12:28"), "{}", maya.screen());
    assert!(!maya.advance("2h").screen().contains("Leeds"), "{}", maya.screen());
}

#[test]
fn under_a_call_enter_hears_the_call_and_v_says_that_the_message_was_seen() {
    let mut sam = seat("sam", "north");
    sam.outside_write(&asked()).advance("2m");
    let screen = sam.screen();
    let (call, message) = (screen.find("CALL ").unwrap(), screen.find("MESSAGE").unwrap());
    assert!(call < message && screen.contains("v seen"), "{screen}");
    let before = sam.file();
    sam.keys("v");
    assert!(changes(&before, &sam.file())[0].starts_with("+seen"), "{:?}", changes(&before, &sam.file()));
    sam.keys("<enter>");
    assert!(sam.file().contains("acked"), "{}", sam.file());
}

#[test]
fn several_messages_are_seen_one_after_the_other_the_oldest_first() {
    let mut maya = seat("maya", "north");
    maya.keys("mFirst.<enter>").keys("mSecond.<enter>");
    let mut sam = seat("sam", "north");
    let screen = sam.outside_write(&maya.file()).screen();
    assert!(screen.contains("“First.”") && screen.contains("1 more"), "{screen}");
    let screen = sam.keys("v").screen();
    assert!(screen.contains("“Second.”") && !screen.contains("“First.”"), "{screen}");
    assert_eq!(sam.keys("v").file().matches("seen = ").count(), 2);
    assert_eq!(sam.keys("uu").file(), maya.file());
}

#[test]
fn a_message_for_a_deal_that_is_not_on_screen_stands_above_the_footer_and_c_goes_there() {
    let mut sam = seat("sam", "harbour");
    let screen = sam.outside_write(&asked()).screen();
    assert!(screen.contains("Northwind: maya writes “She was at") && screen.contains("c go"), "{screen}");
    assert_eq!(sam.keys("c").deal(), "north");
    let screen = sam.screen();
    assert!(screen.contains("MESSAGE") && !screen.contains("writes"), "{screen}");
}

#[test]
fn on_the_desk_a_message_stands_above_the_footer() {
    let mut sam = seat("sam", "north");
    let screen = sam.keys("4").outside_write(&asked()).screen();
    assert!(screen.contains("Northwind: maya writes"), "{screen}");
    assert_eq!(sam.keys("c").deal(), "north");
    assert!(sam.screen().contains("MESSAGE"), "{}", sam.screen());
}

#[test]
fn nobodys_seat_is_shown_no_message_and_cannot_write_one() {
    let mut nobody = Sim::open(&asked()).at(BEFORE_ONE).looking_on().last_deal("north").awake_before();
    assert!(!nobody.screen().contains("MESSAGE"), "{}", nobody.screen());
    let screen = nobody.keys("mHello<enter>").screen();
    assert!(screen.contains("nobody sits here, so a message would be nobody's; take a seat"), "{screen}");
    assert_eq!(nobody.file(), asked());
}

#[test]
fn a_half_typed_message_is_there_the_next_time() {
    let mut maya = seat("maya", "north");
    let screen = maya.keys("mShe was at their").crash_and_reopen().screen();
    assert!(screen.contains("a half-typed message on Northwind waits; m opens it"), "{screen}");
    assert!(maya.keys("m").screen().contains("She was at their"), "{}", maya.screen());
}

#[test]
fn who_takes_another_seat_has_the_messages_of_that_seat() {
    let mut console = Sim::open(&asked()).at(BEFORE_ONE).seat("maya").last_deal("harbour").awake_before();
    assert!(!console.screen().contains("writes"), "{}", console.screen());
    assert!(console.keys("S1").advance("1m").screen().contains("maya writes"), "{}", console.screen());
}

#[test]
fn a_message_that_both_saw_at_once_is_seen_by_the_first() {
    let mut sam = seat("sam", "north");
    sam.outside_write(&asked()).hold_saves().keys("v");
    let by_other = asked().replace(ASK, &format!("{ASK}\"\nseen = 2026-11-23T12:28:20Z # \""));
    sam.outside_write_unnoticed(&by_other).land();
    assert_eq!(sam.file(), by_other);
    assert!(!sam.screen().contains("MESSAGE"), "{}", sam.screen());
}

/// The example with a message of Maya on the deal that is on screen.
fn demo(seat: &str, width: u16, height: u16) -> Sim {
    let message = format!("\n[[deal.calder.message]]\nat = 2026-11-20T09:38:00Z\nby = \"maya\"\ntext = \"{ASK}\"\n");
    let text = format!("{DEMO}{message}");
    Sim::open(&text).at(DEMO_NOW).seat(seat).size(width, height).last_deal("calder").awake_before()
}

#[test]
fn a_message_and_a_call() {
    shot("message-120x40", &mut demo("sam", 120, 40));
}

#[test]
fn a_message_and_a_call_on_a_narrow_screen() {
    shot("message-80x24", &mut demo("sam", 80, 24));
}

#[test]
fn a_message_without_a_call() {
    shot("message-quiet-120x40", demo("sam", 120, 40).keys("<enter>"));
}

#[test]
fn a_message_without_a_call_on_a_narrow_screen() {
    shot("message-quiet-80x24", demo("sam", 80, 24).keys("<enter>"));
}

#[test]
fn a_message_that_was_sent() {
    shot("message-sent-120x40", &mut demo("maya", 120, 40));
}

#[test]
fn a_message_that_was_sent_on_a_narrow_screen() {
    shot("message-sent-80x24", &mut demo("maya", 80, 24));
}

#[test]
fn a_message_is_typed() {
    shot("message-line-120x40", demo("maya", 120, 40).keys("mAsk who else signs."));
}

#[test]
fn a_message_is_typed_on_a_narrow_screen() {
    shot("message-line-80x24", demo("maya", 80, 24).keys("mAsk who else signs."));
}
