//! Campaigns that several tests open.

/// The example, at its own moment 2026-11-20T09:41:00Z.
pub const DEMO: &str = codriver::interchange::demo::TEXT;

/// The moment of the example.
pub const DEMO_NOW: &str = "2026-11-20T09:41:00Z";

/// One deal with one note: eight working hours before Tuesday noon is Monday 12:30.
pub const ONE: &str = r#"format = 1

[campaign]
name = "Q1 push"
timezone = "Europe/London"
route = ["demo", "proof", "signature"]

[crew.sam]
seat = "driver"

[crew.maya]
seat = "navigator"

[deal.north]
account = "Northwind"
stage = "proof"
since = 2026-11-09
next = { what = "Ring Ines", on = 2026-11-27, by = "sam" }

[deal.north.note.buyer]    # written after the first visit
at = 2026-11-24T12:00:00
pace = "L4 #price"
say = "Bring the three-year price."
"#;

/// A minute and a half before the call of [`ONE`].
pub const BEFORE_ONE: &str = "2026-11-23T12:28:30Z";

/// A second deal, whose note is called on Monday 15:00: twelve and a half working hours less its own ten.
pub const HARBOUR: &str = r#"
[deal.harbour]
account = "Harbour Foods"
stage = "demo"
since = 2026-11-16
next = { what = "Send the quote", on = 2026-11-30, by = "sam" }

[deal.harbour.note.legal]
at = 2026-11-24T12:00:00
lead = "5h"
pace = "!L3 #contract"
say = "Send the redline."
"#;

/// The twenty lines that a first campaign takes.
pub const DAY_ONE: &str = r#"format = 1
[campaign]
name = "Q1 push"
route = ["discovery", "demo", "proposal", "signature"]
[crew.sam]
seat = "driver"
[crew.maya]
seat = "navigator"
[deal.northwind]
account = "Northwind Traders"
value = 180_000
stage = "proposal"
close = 2026-12-18
next = "Walk Ines through the SOC 2 pack"      # undated: the console says "give it a day"
[deal.northwind.note.new-buyer]
at = "enter signature - 4wd"
pace = "!L3 #procurement"
say = "Ask Tom for the introduction; bring the three-year price."
[deal.harbour]
account = "Harbour Foods"
"#;

/// [`ONE`] and [`HARBOUR`].
pub fn two() -> String {
    format!("{ONE}{HARBOUR}")
}

/// A campaign too large to be read before the first frame; the deals' accounts are `Account 0` and so on, and the last
/// is the neediest.
pub fn large(deals: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::from(
        "format = 1\n[campaign]\nname = \"Large\"\ntimezone = \"Europe/London\"\nroute = [\"demo\", \"proof\"]\n\
         [crew.sam]\nseat = \"driver\"\n",
    );
    for deal in 0..deals {
        let next = if deal + 1 == deals { "2026-11-02" } else { "2026-12-24" };
        let _ = write!(
            text,
            "[deal.d{deal}]\naccount = \"Account {deal}\"\nstage = \"demo\"\nsince = 2026-11-16\n\
             next = {{ what = \"Ring them\", on = {next}, by = \"sam\" }}\n\
             [deal.d{deal}.note.one]\nat = 2026-12-28T12:00:00\npace = \"L4\"\nsay = \"Say this {deal}.\"\n",
        );
    }
    text
}
