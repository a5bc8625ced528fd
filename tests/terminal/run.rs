//! A meeting that goes on, in two consoles on one file.

use crate::terminal::{CAMPAIGN, Home, Terminal};

/// The first deal is in a meeting since ten minutes; its next note is two minutes away.
fn meeting() -> Home {
    let run = r#"
[deal.northwind.run.review]
what = "Review with Ines"
starts = 2026-11-20T09:30:00Z
started = 2026-11-20T09:31:00Z
length = "45m"
crew = ["sam", "maya"]
[deal.northwind.note.price]
at = "review 12:00"
pace = "L4"
say = "Anchor on cost per store."
by = "sam"
"#;
    Home::with(&format!("{CAMPAIGN}{run}"))
}

fn in_the_run(home: &Home, seat: &str) -> Terminal {
    let mut terminal = home.start(&["campaign.toml", "--as", seat]);
    terminal.until_shown("Review with Ines goes on").keys("r").until_shown("35:00 left of 45:00");
    terminal
}

#[test]
fn a_note_that_the_navigator_writes_is_before_the_driver_as_a_new_one() {
    let home = meeting();
    let (mut sam, mut maya) = (in_the_run(&home, "sam"), in_the_run(&home, "maya"));
    maya.keys(":").until_shown("NEW NOTE").keys("!L4 #leeds \"ask about the opening\"\r");
    sam.until_shown("NEW").until_shown("Maya: ask about the opening");
    sam.keys("q").until_ended();
    maya.until_shown(" saved").keys("q").until_ended();
}

#[test]
fn what_the_driver_does_in_the_run_is_on_the_navigators_screen() {
    let home = meeting();
    let (mut sam, mut maya) = (in_the_run(&home, "sam"), in_the_run(&home, "maya"));
    sam.keys("p").until_shown("the clock stands");
    maya.until_shown("‖").until_shown("the clock stands");
    sam.keys("s");
    maya.until_shown("■");
    sam.until_shown("AFTER THE RUN").keys("\x1b");
    sam.until("the sheet is gone", |terminal| !terminal.shows("AFTER THE RUN"));
    sam.until_shown(" saved").keys("q").until_ended();
    maya.keys("q").until_ended();
}
