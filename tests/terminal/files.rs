//! The file and the screen.
pub const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["discovery", "proposal"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[stage.discovery]
[stage.proposal]
[deal.northwind]
account = "Northwind Traders"
stage = "discovery"
since = 2026-11-18
next = { what = "Ring Ines", on = 2026-11-20 }
# The second deal is quiet.
[deal.harbour]
account = "Harbour Foods"
stage = "proposal"
since = 2026-11-19
next = { what = "Send the quote", on = 2026-11-27 }
"#;
