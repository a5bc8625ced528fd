//! The watch in a terminal: its bell and notifications, and the keys and the hang-up that end it.

use rustix::process::Signal;

use crate::terminal::{CAMPAIGN, Home, Terminal};

/// A note that is called at the moment of the tests: eight working hours before Monday 10:11.
const NOTE: &str =
    "\n[deal.northwind.note.price]\nat = 2026-11-23T10:11:00\npace = \"L4 #price\"\nsay = \"Anchor on the cost.\"\n";

fn watching(home: &Home, more: &[&str]) -> Terminal {
    let arguments: Vec<&str> = ["watch", "campaign.toml", "--as", "sam"].iter().chain(more).copied().collect();
    let mut terminal = home.start(&arguments);
    terminal.until_shown("Northwind Traders: L4 #price").until_shown("grade 4 takes 8 wh");
    terminal
}

fn home() -> Home {
    Home::with(&format!("{CAMPAIGN}{NOTE}"))
}

#[test]
fn a_call_rings_and_notifies_on_the_terminal() {
    let home = home();
    let mut terminal = watching(&home, &["--bell", "--notify=osc777"]);
    let sequence = "\x07\x1b]777;notify;codriver;Northwind Traders: L4 #price Anchor on the cost.\x07";
    terminal.until("the bell and the notification", |terminal| {
        String::from_utf8_lossy(terminal.written()).contains(sequence)
    });
    assert!(!String::from_utf8_lossy(terminal.written()).contains("\x1b[?1049h"), "the screen is left alone");
}

#[test]
fn the_way_to_notify_is_the_configurations() {
    let home = home();
    let config = home.path().join("kitty.toml");
    std::fs::write(&config, "notify = \"osc99\"\n").unwrap();
    let mut terminal = watching(&home, &["--notify", "--config", "kitty.toml"]);
    terminal.until("the notification", |terminal| {
        String::from_utf8_lossy(terminal.written()).contains("\x1b]99;i=codriver:d=0;codriver\x1b\\")
    });
}

#[test]
fn ctrl_c_and_a_hang_up_end_it_and_the_call_is_in_the_file() {
    type WayOut = fn(&mut Terminal) -> &mut Terminal;
    let ways: [(&str, WayOut); 2] =
        [("ctrl-c", |terminal| terminal.keys("\x03")), ("SIGHUP", |terminal| terminal.signal(Signal::HUP))];
    for (name, way) in ways {
        let home = home();
        let mut terminal = watching(&home, &[]);
        way(&mut terminal);
        assert_eq!(terminal.until_ended(), 0, "{name}");
        assert!(home.text().contains("called = 2026-11-20T09:41:00Z"), "{name}: {}", home.text());
    }
}

#[test]
fn the_console_hears_of_a_call_that_the_watch_made() {
    let home = home();
    let mut console = home.start(&["campaign.toml", "--as", "maya"]);
    console.until_shown("1 of 2");
    let _watch = watching(&home, &[]);
    console.until_shown("Anchor on the cost.");
    console.keys("q").until_ended();
}

#[test]
fn the_console_speaks_a_call_and_rings_as_configured() {
    let home = home();
    let said = home.path().join("said");
    let config =
        "bell = \"notify\"\nnotify = \"osc777\"\nspeak = [\"sh\", \"-c\", \"cat > said.new && mv said.new said\"]\n";
    std::fs::write(home.path().join("loud.toml"), config).unwrap();
    let mut console = home.start(&["campaign.toml", "--as", "sam", "--config", "loud.toml"]);
    console.until("the voice", |_| said.exists());
    assert_eq!(
        std::fs::read_to_string(&said).unwrap(),
        "Northwind Traders, in 1 working day. Theirs, prepare before the next contact, price. Anchor on the cost.\n"
    );
    console.until("the notification", |console| {
        String::from_utf8_lossy(console.written()).contains("\x1b]777;notify;codriver;Northwind Traders: L4 #price")
    });
    console.keys("q").until_ended();
}

#[test]
fn a_voice_that_is_missing_is_told_on_the_screen() {
    let home = home();
    std::fs::write(home.path().join("loud.toml"), "speak = [\"no-such-voice\"]\n").unwrap();
    let mut console = home.start(&["campaign.toml", "--as", "sam", "--config", "loud.toml"]);
    console.until_shown("cannot speak with `no-such-voice`").keys("q").until_ended();
}
