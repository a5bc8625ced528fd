//! A buyer's words, caught while they are said: what is typed is what is kept, and nothing of it is lost.

use codriver::campaign::Id;
use codriver::console::catch;
use codriver::console::key::{Code, Key};
use proptest::prelude::*;

use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::DEMO;

/// A run that has been going on for twelve minutes and two seconds of its own clock: it stood for a minute.
const TEXT: &str = r#"format = 1

[campaign]
name = "Q1 push"
timezone = "UTC"
route = ["demo", "proof"]

[stage.proof]
name = "Proof of value"

[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"

[topic.price]
name = "Price"
also = ["cost", "cheaper elsewhere"]
[topic.data-team]
name = "Needs a data team"

[deal.north]
account = "Northwind"
stage = "proof"
since = 2026-11-09
contact.tom = { name = "Tom Hale" }
contact.ines = { name = "Ines Roth" }

[deal.north.note.no-data-team]
at = "ciso-call 21:00"
pace = "R5 #data-team"
say = "Pulse sends one sentence to the engineer."
by = "maya"

[deal.north.run.ciso-call]
what = "Security call"
starts = 2026-11-24T14:00:00
length = "45m"
with = ["ines"]
started = 2026-11-24T14:00:00Z
pauses = [{ from = 2026-11-24T14:05:00Z, until = 2026-11-24T14:06:00Z }]

[deal.harbour]
account = "Harbour Foods"
stage = "proof"
[deal.harbour.note.stores]
say = "Compare the cost per store."
[[deal.harbour.heard]]
at = 2026-11-02T10:00:00Z
topic = "price"
said = "Voltline is cheaper."
answer = "stores"
answered = 2026-11-03T10:00:00Z
"#;

const NOW: &str = "2026-11-24T14:13:02Z";

fn open() -> Sim {
    opened(TEXT)
}

fn opened(text: &str) -> Sim {
    Sim::open(text).at(NOW).seat("sam").last_deal("north").awake_before()
}

fn row(words: &str) -> Vec<String> {
    words.lines().map(|line| format!("+{line}")).collect()
}

#[test]
fn enter_keeps_the_words_with_their_stamp_and_changes_nothing_else() {
    let mut sim = open();
    sim.keys("oWe have been burned by forecasts.<enter>");
    let told = sim.screen();
    assert_eq!(
        changes(TEXT, &sim.file()),
        row("[[deal.north.heard]]\nat = 2026-11-24T14:13:02Z\nby = \"sam\"\nwho = \"ines\"\nkind = \"objection\"\n\
             said = \"We have been burned by forecasts.\"\nrun = \"ciso-call\"\n\n")
    );
    assert!(told.contains("caught: objection, Ines Roth"), "{told}");
}

#[test]
fn one_step_of_undo_takes_it_back() {
    let mut sim = open();
    sim.keys("oToo early.<enter>u");
    assert_eq!(sim.file(), TEXT);
}

#[test]
fn the_line_says_what_it_is_stamped_with() {
    let screen = open().keys("o").screen();
    assert!(screen.contains("CATCH  Northwind · Security call"), "{screen}");
    assert!(screen.contains("12:02 · Proof of value"), "a pause does not count: {screen}");
    assert!(screen.contains("● Ines Roth"), "{screen}");
}

#[test]
fn outside_a_run_it_is_stamped_with_the_time_of_day() {
    let text = TEXT.replace("started = 2026-11-24T14:00:00Z\n", "");
    let mut sim = opened(&text);
    assert!(sim.keys("o").screen().contains("14:13 · Proof of value"), "{}", sim.screen());
    sim.keys("Too early.<enter>");
    assert!(!sim.file().contains("run = \"ciso-call\""), "{}", sim.file());
}

#[test]
fn tab_goes_through_kind_topic_and_person_and_enter_keeps_it_from_any_of_them() {
    let mut sim = open();
    sim.keys("oWho else runs it?<tab>q<tab>references<tab>t<enter>");
    let file = sim.file();
    for line in ["kind = \"question\"", "topic = \"references\"", "who = \"tom\"", "said = \"Who else runs it?\""] {
        assert!(file.contains(line), "{line} in {file}");
    }
}

#[test]
fn the_kind_goes_round_by_arrows_too() {
    let mut sim = open();
    sim.keys("oNice.<tab><right><right><right><enter>");
    assert!(sim.file().contains("kind = \"praise\""), "{}", sim.file());
    sim.keys("oAcme does it.<tab><left><enter>");
    assert!(sim.file().contains("kind = \"rival\""), "{}", sim.file());
}

#[test]
fn nobody_in_particular_may_have_said_it() {
    let mut sim = open();
    sim.keys("oMurmurs.<shift-tab><backspace><enter>");
    assert!(!sim.file().contains("who = "), "{}", sim.file());
}

#[test]
fn a_topic_that_the_words_hint_at_is_shown_and_written_only_once_it_is_taken() {
    let mut sim = open();
    sim.keys("oWhat does it cost?");
    let screen = sim.screen();
    assert!(screen.contains("tab price  Price? they said “cost”"), "{screen}");
    sim.keys("<enter>");
    assert!(!sim.file().contains("topic = \"price\"\nrun"), "{}", sim.file());
    sim.keys("oWhat does it cost?<tab><tab><tab><enter>");
    assert!(sim.file().contains("topic = \"price\"\nrun"), "{}", sim.file());
}

#[test]
fn another_word_for_a_topic_is_offered_as_that_topic_and_stays_as_typed_if_it_is_not_taken() {
    let mut sim = open();
    sim.keys("oHm.<tab><tab>cheaper");
    let screen = sim.screen();
    assert!(screen.contains("tab price  Price, also “cheaper elsewhere”"), "{screen}");
    sim.keys("<enter>");
    assert!(sim.file().contains("topic = \"cheaper\""), "{}", sim.file());
}

#[test]
fn an_offer_that_is_not_wanted_is_put_away_by_backspace() {
    let mut sim = open();
    sim.keys("oWhat does it cost?<tab><tab><backspace><tab><tab><enter>");
    assert!(!sim.file().contains("topic = \"price\"\nrun"), "{}", sim.file());
}

#[test]
fn the_known_answer_is_shown_the_moment_the_topic_is_known() {
    let mut sim = open();
    let screen = sim.keys("oWho reads it?<tab><tab>data-tea").screen();
    assert!(!screen.contains("KNOWN ANSWER"), "{screen}");
    let screen = sim.keys("m").screen();
    assert!(screen.contains("KNOWN ANSWER  Needs a data team"), "{screen}");
    assert!(screen.contains("“Pulse sends one sentence to the engineer.”"), "{screen}");
    assert!(screen.contains("a note of this deal, by Maya"), "{screen}");
}

#[test]
fn where_the_deal_has_no_answer_another_deals_is_shown() {
    let screen = open().keys("oHm.<tab><tab>price").screen();
    assert!(screen.contains("“Compare the cost per store.”"), "{screen}");
    assert!(screen.contains("answered it on Harbour Foods"), "{screen}");
}

#[test]
fn a_topic_that_cannot_be_one_is_refused_and_the_line_stays() {
    let mut sim = open();
    sim.keys("oHm.<tab><tab>50 %<enter>");
    let screen = sim.screen();
    assert!(screen.contains("`50-%` cannot be a topic: write one word"), "{screen}");
    assert_eq!(sim.file(), TEXT);
    sim.keys("<ctrl-u>half off<enter>");
    assert!(sim.file().contains("topic = \"half-off\""), "{}", sim.file());
}

#[test]
fn a_line_without_words_is_refused_with_its_mend() {
    let screen = open().keys("o<enter>").screen();
    assert!(screen.contains("the report has no words: write what they said, in their words"), "{screen}");
}

#[test]
fn a_line_that_is_left_is_there_when_it_is_opened_again() {
    let mut sim = open();
    sim.keys("oWe have been<tab>c<esc>").advance("5m").keys("o");
    let screen = sim.screen();
    assert!(screen.contains("We have been") && screen.contains("● challenge"), "{screen}");
    assert!(screen.contains("what was caught here and not written is back; ctrl-r drops it"), "{screen}");
    sim.keys(" burned.<enter>");
    let file = sim.file();
    assert!(file.contains("said = \"We have been burned.\"") && file.contains("at = 2026-11-24T14:13:02Z"), "{file}");
    assert!(sim.model().drafts.is_empty());
}

#[test]
fn everything_on_the_line_survives_the_end_of_the_program_and_is_offered_at_the_next_start() {
    let mut sim = open();
    sim.keys("oWe have been burned by foreca<tab>q<tab>data<tab><tab>t");
    sim.crash_and_reopen();
    let screen = sim.screen();
    assert!(screen.contains("a half-typed line of a buyer’s words on Northwind waits; o opens it"), "{screen}");
    sim.advance("5m").keys("osts<enter>");
    assert_eq!(
        changes(TEXT, &sim.file()),
        row("[[deal.north.heard]]\nat = 2026-11-24T14:13:02Z\nby = \"sam\"\nwho = \"tom\"\nkind = \"question\"\n\
             said = \"We have been burned by forecasts\"\ntopic = \"data-team\"\nrun = \"ciso-call\"\n\n")
    );
}

#[test]
fn words_of_a_run_that_is_over_keep_its_minute_and_its_name() {
    let mut sim = open();
    sim.keys("oToo early.<esc>");
    sim.outside_write(&TEXT.replace("started =", "ended = 2026-11-24T14:20:00Z\nstarted =")).advance("2h").keys("o");
    assert!(sim.screen().contains("12:02"), "{}", sim.screen());
    sim.keys("<enter>");
    assert!(sim.file().contains("said = \"Too early.\"\nrun = \"ciso-call\""), "{}", sim.file());
}

#[test]
fn new_words_on_an_emptied_line_are_stamped_anew() {
    let mut sim = open();
    sim.keys("oToo early.").advance("1m").keys("<ctrl-u>Too late.<enter>");
    assert!(sim.file().contains("at = 2026-11-24T14:14:02Z"), "{}", sim.file());
}

#[test]
fn a_line_can_be_dropped() {
    let mut sim = open();
    sim.keys("oToo early.<tab>q<ctrl-r><esc>");
    assert!(sim.model().drafts.is_empty());
    assert!(!sim.keys("o").screen().contains("Too early."));
}

#[test]
fn a_run_that_was_deleted_meanwhile_costs_no_word() {
    let mut sim = open();
    sim.keys("oToo early.");
    let (before, rest) = TEXT.split_once("[deal.north.run.ciso-call]").unwrap();
    let (_, after) = rest.split_once("[deal.harbour]").unwrap();
    sim.outside_write(&format!("{before}[deal.harbour]{after}")).keys("<enter>");
    assert!(sim.file().contains("said = \"Too early.\"\n"), "{}", sim.file());
    assert!(sim.screen().contains("its run is gone from the file, so it is written without"), "{}", sim.screen());
}

#[test]
fn a_deal_that_was_deleted_meanwhile_is_told_and_the_words_are_kept() {
    let mut sim = open();
    sim.keys("oToo early.");
    let (before, rest) = TEXT.split_once("[deal.north]").unwrap();
    let (_, after) = rest.split_once("[deal.harbour]").unwrap();
    sim.outside_write(&format!("{before}[deal.harbour]{after}")).keys("<enter>");
    assert!(sim.screen().contains("no deal is called `north`"), "{}", sim.screen());
    sim.keys("<esc>").outside_write(TEXT);
    assert!(!sim.model().drafts.is_empty());
}

#[test]
fn a_finished_deal_keeps_taking_what_is_heard() {
    let mut sim = opened(&format!("{TEXT}[deal.north.result]\nstatus = \"won\"\non = 2026-11-24\n"));
    sim.keys("oGlad we did.<tab>p<enter>");
    assert!(sim.file().contains("kind = \"praise\""), "{}", sim.file());
}

#[test]
fn an_hour_long_paste_is_cut_and_that_is_told() {
    let mut sim = open();
    let hostile: String = "a\u{1b}[2J\r\n\u{0}b\u{9b}".repeat(120_000);
    sim.keys("o").paste(&hostile);
    let screen = sim.screen();
    assert!(screen.contains("cut: 2,000 characters of the pasted text are here,"), "{screen}");
    sim.keys("x<enter>");
    let file = sim.file();
    let said = file.lines().find(|line| line.starts_with("said = \"a[2J")).unwrap();
    assert!(said.chars().count() <= 2_000 + 9 && !said.chars().any(char::is_control), "{said}");
}

#[test]
fn a_full_line_says_so_and_takes_no_more() {
    let mut sim = open();
    sim.keys("o").paste(&"a".repeat(2_000)).keys("b");
    assert!(sim.screen().contains("the line is full: 2000 characters"), "{}", sim.screen());
    sim.keys("<enter>");
    assert!(sim.file().contains(&format!("said = \"{}\"", "a".repeat(2_000))), "{}", sim.file());
}

#[test]
fn it_opens_over_any_deal_and_run_that_another_screen_names() {
    let mut sim = open();
    sim.with(|model| catch::open(model, &Id::from("harbour"), None)).keys("Send it.<enter>");
    assert!(sim.file().contains("said = \"Send it.\"\n"), "{}", sim.file());
    assert_eq!(sim.deal(), "north");
}

#[test]
fn a_read_only_file_keeps_the_words_half_typed() {
    let mut sim = opened(&TEXT.replace("format = 1", "format = 2"));
    sim.with(|model| catch::open(model, &Id::from("north"), None)).keys("Send it.<enter>");
    assert!(sim.screen().contains("Send it."), "{}", sim.screen());
    assert!(!sim.model().drafts.is_empty());
}

/// What somebody may do on the line of words.
#[derive(Debug, Clone)]
enum Act {
    Type(String),
    Paste(String),
    Leave,
    Crash,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => "\\PC{0,12}".prop_map(Act::Type),
        3 => any::<String>().prop_map(Act::Paste),
        1 => Just(Act::Leave),
        1 => Just(Act::Crash),
    ];
    prop::collection::vec(act, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_typed_on_the_line_is_what_is_said_in_the_file(acts in acts()) {
        let mut sim = open();
        sim.keys("o");
        let mut typed = String::new();
        for act in acts {
            match act {
                Act::Type(text) => {
                    for c in text.chars() {
                        sim.key(Key::plain(Code::Char(c)));
                    }
                    typed.push_str(&text);
                }
                Act::Paste(text) => {
                    sim.paste(&text);
                    let one_line = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
                    typed.extend(one_line.filter(|c| !c.is_control()));
                }
                Act::Leave => {
                    sim.keys("<esc>o");
                }
                Act::Crash => {
                    sim.crash_and_reopen().keys("o");
                }
            }
            // A line of nothing but blanks is no draft: it may be gone.
            if typed.trim().is_empty() {
                typed = typed_now(&sim);
            }
        }
        let meant = typed.trim().to_owned();
        sim.keys("<enter>");
        let campaign = sim.model().campaign.clone();
        let heard = &campaign.deal("north").unwrap().heard;
        if meant.is_empty() {
            prop_assert!(heard.is_empty());
        } else {
            prop_assert_eq!(heard[0].said.as_deref(), Some(meant.as_str()));
        }
    }
}

fn typed_now(sim: &Sim) -> String {
    match &sim.model().overlay {
        Some(codriver::console::overlay::Overlay::Catch(open)) => open.words.value().to_owned(),
        _ => String::new(),
    }
}

/// The example in the middle of its security call.
fn call(width: u16, height: u16) -> Sim {
    let text = DEMO.replacen(
        "aim = \"Agree who answers the questionnaire, and by when\"\n",
        "aim = \"Agree who answers the questionnaire, and by when\"\nstarted = 2026-11-22T14:00:00Z\n",
        1,
    );
    Sim::open(&text).at("2026-11-22T14:12:02Z").seat("sam").last_deal("northwind").size(width, height).awake_before()
}

#[test]
fn a_line_with_a_hint_at_its_topic() {
    shot("catch-120x40", call(120, 40).keys("oWe have been burned by forecasts that need a data team"));
}

#[test]
fn a_line_with_a_hint_on_a_narrow_screen() {
    shot("catch-80x24", call(80, 24).keys("oWe have been burned by forecasts that need a data team<tab><tab>"));
}

#[test]
fn a_topic_is_typed_and_its_answer_known() {
    shot("catch-topic-120x40", call(120, 40).keys("oIs it not cheaper to do nothing?<tab>q<tab>price<tab><right>"));
}

#[test]
fn a_pasted_line_that_was_cut() {
    let mut sim = call(80, 24);
    sim.keys("o").paste(&"burned by forecasts ".repeat(400));
    shot("catch-cut-80x24", &mut sim);
}
