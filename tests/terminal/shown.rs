//! What the program shows, and that it follows keys, sizes and colours.

use std::time::Duration;

use crate::terminal::Home;

#[test]
fn the_example_starts() {
    let home = Home::new();
    let mut terminal = home.start(&["demo"]);
    terminal.until_shown("DRIVER").until_shown("NAVIGATOR");
    println!("{}", terminal.text());
    let home = Home::with(crate::files::CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("DRIVER").until_shown("NAVIGATOR");
    println!("{}", terminal.text());
    println!("{:?}", String::from_utf8_lossy(terminal.written()));
    terminal.keys("q");
    println!("{}", terminal.until_ended());
    println!("{:?} {:?}", terminal.left_wrong(), Duration::from_secs(1));
}
