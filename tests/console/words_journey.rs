//! Buyers' words on their way: caught by one seat, answered by the other, landed with another buyer.

use crate::sim::{Sim, changes};

/// A call that goes on at one deal, and one of two days later at another.
const TEXT: &str = r#"format = 1
[campaign]
name = "Q1 push"
timezone = "UTC"
route = ["demo", "proof"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[topic.data-team]
name = "Needs a data team"
also = ["data people"]
[deal.north]
account = "Northwind"
stage = "proof"
since = 2026-11-09
driver = "sam"
navigator = "maya"
contact.ines = { name = "Ines Roth" }
[deal.north.run.ciso-call]
what = "Security call"
starts = 2026-11-24T14:00:00
length = "45m"
with = ["ines"]
started = 2026-11-24T14:00:00Z
[deal.harbour]
account = "Harbour Foods"
stage = "proof"
since = 2026-11-12
driver = "sam"
navigator = "maya"
[deal.harbour.run.walk]
what = "Plant walk"
starts = 2026-11-26T15:00:00
length = "45m"
crew = ["sam"]
"#;

/// The lines that were written, without empty ones.
fn written(before: &str, sim: &Sim) -> Vec<String> {
    changes(before, &sim.file()).into_iter().filter(|line| line != "+").collect()
}

#[test]
fn a_field_report_goes_from_the_catch_to_an_answer_that_lands_in_another_deal() {
    // Sam catches it while it is said, under the topic that the words stand for.
    let mut sam = Sim::open(TEXT).at("2026-11-24T14:13:02Z").seat("sam").last_deal("north").awake_before();
    sam.keys("oForecasts like yours need data people.<tab><tab>data-team<enter>");
    let caught = sam.file();
    assert_eq!(
        written(TEXT, &sam),
        [
            "+[[deal.north.heard]]",
            "+at = 2026-11-24T14:13:02Z",
            "+by = \"sam\"",
            "+who = \"ines\"",
            "+kind = \"objection\"",
            "+said = \"Forecasts like yours need data people.\"",
            "+topic = \"data-team\"",
            "+run = \"ciso-call\"",
        ]
    );

    // An hour later it waits in Maya's inbox; her answer is a note on the road.
    let mut maya = Sim::open(&caught).at("2026-11-24T15:10:00Z").seat("maya").awake_before();
    assert!(maya.keys("4<tab>").screen().contains("▸ “Forecasts like yours need data people.”"), "{}", maya.screen());
    maya.keys("<enter>2d L5 \"Three clicks: they can try it themselves\"<enter>");
    assert_eq!(
        written(&caught, &maya),
        [
            "+answer = \"data-team\"",
            "+answered = 2026-11-24T15:10:00Z",
            "+[deal.north.note.data-team]",
            "+at = 2026-11-26T15:10:00",
            "+pace = \"L5 #data-team \\\"Three clicks: they can try it themselves\\\"\"",
            "+say = \"Three clicks: they can try it themselves\"",
            "+by = \"maya\"",
            "+written = 2026-11-24",
        ]
    );
    // The same answer goes to a buyer who may say it next.
    let answered = maya.file();
    maya.keys("<tab>Dmharbour<enter>");
    assert!(written(&answered, &maya).contains(&"+[deal.harbour.note.data-team-2]".to_owned()));
    assert!(maya.keys("o").screen().contains("Harbour Foods"), "{}", maya.screen());

    // Sam sees who answered, and in which note.
    let both = maya.file();
    let mut sam = Sim::open(&both).at("2026-11-26T09:30:00Z").seat("sam").last_deal("north").awake_before();
    assert!(sam.screen().contains("Ines Roth, Tue 24 Nov · answered by Maya in data-team"), "{}", sam.screen());

    // The other buyer says the same: the answer is two words away, and lands.
    let mut sam = Sim::open(&both).at("2026-11-26T15:00:00Z").seat("sam").last_deal("harbour").awake_before();
    sam.keys("r").advance("10m");
    let before = sam.file();
    sam.keys("/three clicks<enter>l");
    assert_eq!(
        written(&before, &sam),
        [
            "+[[deal.harbour.call_log]]",
            "+note = \"data-team-2\"",
            "+rung = \"\"",
            "+place = 2026-11-26T15:10:00Z",
            "+called = 2026-11-26T15:10:00Z",
            "+acked = 2026-11-26T15:10:00Z",
            "+by = \"sam\"",
            "+used = \"landed\"",
        ]
    );
    // And Maya's Desk counts it as hers that landed there.
    let desk = Sim::open(&sam.file()).at("2026-11-26T16:00:00Z").seat("maya").awake_before().keys("4").screen();
    let row = desk.lines().find(|line| line.contains("Harbour Foods")).unwrap_or_default();
    assert!(row.contains("1 of 1"), "{desk}");
}
