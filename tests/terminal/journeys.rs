//! Whole journeys, as a person takes them: what stands in the file afterwards is what was meant, and nothing else.

use crate::terminal::{Home, Terminal};

/// Two deals, three field reports that wait, two notes.
const MORNING: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["discovery", "proof", "proposal"]

[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"

[stage.discovery]
[stage.proof]
[stage.proposal]

[deal.northwind]
account = "Northwind Traders"
stage = "proof"
since = 2026-11-16
next = { what = "Ring Ines", on = 2026-11-24 }
[deal.northwind.note.brochure]
at = "enter proposal"
pace = "L6 #brochure"
say = "Bring the spring brochure."   # until the new one is printed
[[deal.northwind.heard]]
at = 2026-11-18T10:00:00Z
by = "sam"
kind = "objection"
said = "You need a data team for this."
topic = "data-team"
[[deal.northwind.heard]]
at = 2026-11-19T15:00:00Z
by = "sam"
kind = "question"
said = "Who else runs it?"
topic = "references"

# The second deal is quiet.
[deal.harbour]
account = "Harbour Foods"
stage = "discovery"
since = 2026-11-17
next = { what = "Send the quote", on = 2026-11-27 }
[deal.harbour.note.pack]
at = "enter proof"
pace = "L4 #security"
say = "Send the security pack first."
[[deal.harbour.heard]]
at = 2026-11-17T09:30:00Z
by = "sam"
kind = "rival"
said = "Voltline is cheaper."
topic = "price"
"#;

/// What a note written this morning says.
fn note(path: &str, at: &str, pace: &str, say: &str) -> String {
    let pace = if pace.is_empty() { String::new() } else { format!("pace = \"{pace}\"\n") };
    let signed = "by = \"maya\"\nwritten = 2026-11-20\n";
    format!("[{path}]\nat = {at}\n{pace}say = \"{say}\"\n{signed}")
}

fn answer(terminal: &mut Terminal, question: &str, words: &str) {
    terminal.until_shown(question).keys("\r").until_shown("ANSWER").until_shown("esc leave");
    terminal.keys(words).until_shown("words, ").keys("\r").until_shown("answered; ");
}

fn by_line(terminal: &mut Terminal, line: &str, id: &str) {
    terminal.keys(":").until_shown("NEW NOTE").keys(line).until_shown("called ").keys("\r");
    terminal.until_shown(&format!("note `{id}` is on the road"));
}

fn by_form(terminal: &mut Terminal, at: &str, say: &str, id: &str) {
    terminal.keys("n").until_shown("ctrl-s add it").keys(at).keys("\t\t\t").keys(say).until_shown(id);
    terminal.keys("\x13").until_shown(&format!("added: note `{id}`"));
}

fn find(terminal: &mut Terminal, word: &str) {
    terminal.keys("/").keys(word).keys("\r").until_shown(&format!("“{word}”  1 of "));
}

/// Three field reports answered, four notes written, one retired, one made a hazard's and that taken back, while somebody
/// else writes a stroke on the same deal.
#[test]
fn a_marketers_morning_at_the_desk_leaves_in_the_file_what_was_meant() {
    let home = Home::with(MORNING);
    let mut terminal = home.start(&["--as", "maya", "campaign.toml"]);
    terminal.until_shown("1 of 2").keys("4").until_shown("3 field reports wait").keys("\t");
    answer(&mut terminal, "Who else runs it?", "Harrow and Lyle have run it for two years");
    answer(&mut terminal, "You need a data team", "It sends one sentence a day: show it");
    let stroke = ["add", "campaign.toml", "deal.northwind.stroke", "at=2026-11-20T09:40:00Z", "by=sam", "kind=push"];
    let added = home.command().args(stroke).arg("what=Rang Tom").output().unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    answer(&mut terminal, "Voltline is cheaper.", "Compare the cost per store over three years");
    terminal.until_shown("nothing waits");

    find(&mut terminal, "brochure");
    terminal.keys("d").until_shown("note `brochure` is retired");
    terminal.keys("\x1b").until("all notes again", |terminal| !terminal.shows("1 of "));
    by_line(
        &mut terminal,
        r#"@proposal - 2d !L3> #procurement "new buyer" ; Ask Tom for the introduction"#,
        "procurement",
    );
    by_line(&mut terminal, r#"3d R5 #quote "Read the quote aloud once""#, "quote");
    by_form(&mut terminal, "enter proposal - 1wd", "One price for three years", "one-price-for-three");
    by_form(&mut terminal, "4wd before enter proposal", "Bring a second reference", "bring-a-second-reference");

    find(&mut terminal, "pack");
    terminal.keys("H").until_shown("by a new hazard").keys("1").until_shown("by deal");
    terminal.keys("u").until_shown("taken back: make the note pack");
    terminal.until("the file", |_| home.text().contains("bring-a-second-reference")).until_shown(" saved");
    terminal.keys("q");
    assert_eq!(terminal.until_ended(), 0);

    let answered = |id: &str| format!("answer = \"{id}\"\nanswered = 2026-11-20T09:41:00Z\n");
    let northwind = [
        note(
            "deal.northwind.note.references",
            "\"leave proof\"",
            "L4 #references",
            "Harrow and Lyle have run it for two years",
        ),
        note(
            "deal.northwind.note.data-team",
            "\"leave proof\"",
            "L4 #data-team",
            "It sends one sentence a day: show it",
        ),
        note(
            "deal.northwind.note.procurement",
            "\"proposal - 2wd\"",
            "!L3> #procurement \\\"new buyer\\\"",
            "Ask Tom for the introduction",
        ),
        note(
            "deal.northwind.note.quote",
            "2026-11-25T09:41:00",
            "R5 #quote \\\"Read the quote aloud once\\\"",
            "Read the quote aloud once",
        ),
        note("deal.northwind.note.one-price-for-three", "\"enter proposal - 1wd\"", "", "One price for three years"),
        note(
            "deal.northwind.note.bring-a-second-reference",
            "\"enter proposal - 4wd\"",
            "",
            "Bring a second reference",
        ),
    ];
    let harbour = note(
        "deal.harbour.note.price",
        "\"leave discovery\"",
        "L4 #price",
        "Compare the cost per store over three years",
    );
    let stroke =
        "[[deal.northwind.stroke]]\nat = 2026-11-20T09:40:00Z\nby = \"sam\"\nkind = \"push\"\nwhat = \"Rang Tom\"\n";
    let after = |text: String, line: &str, what: &str| text.replacen(line, &format!("{line}{what}"), 1);
    let mut meant = MORNING.to_owned();
    meant = after(meant, "# until the new one is printed\n", &format!("retired = true\n{}", northwind.concat()));
    meant = after(meant, "topic = \"data-team\"\n", &answered("data-team"));
    meant = after(meant, "topic = \"references\"\n", &format!("{}{stroke}", answered("references")));
    meant = after(meant, "say = \"Send the security pack first.\"\n", &harbour);
    meant = after(meant, "topic = \"price\"\n", &answered("price"));
    says_the_same(&home.text(), &meant);
}

/// Equal, or the first line that differs.
fn says_the_same(is: &str, meant: &str) {
    let differs = is.lines().zip(meant.lines()).position(|(is, meant)| is != meant);
    assert!(is == meant, "line {:?} differs in\n{is}\n--- meant:\n{meant}", differs.map(|line| line + 1));
}

/// What a CRM says of the second deal, and of one that nobody has typed here.
const EXPORT: &str = "Record ID,Deal Name,Associated Company,Deal Stage,Amount,Close Date,Deal owner\n\
    11,Harbour rollout,Harbour Foods,Discovery,30000,2026-12-18,Sam Okoro\n\
    12,Quay fryers,Quay & Sons,Trial,12000,2027-01-15,Sam Okoro\n";

#[test]
fn an_export_among_the_downloads_comes_into_the_file_and_goes_again() {
    let home = Home::with(MORNING);
    std::fs::create_dir(home.path().join("Downloads")).unwrap();
    std::fs::write(home.path().join("Downloads/hubspot-deals.csv"), EXPORT).unwrap();
    let mut terminal = home.start(&["campaign.toml", "--as", "sam"]);
    terminal.until_shown("1 of 2").keys("I").until_shown("~/Downloads").keys("\r");
    terminal.until_shown("2 rows of HubSpot:").until_shown("ROUTE 4").until_shown("NEW 1");
    assert_eq!(home.text(), MORNING, "nothing is written before it was looked at");
    terminal
        .keys("i")
        .until_shown("u takes it back")
        .until("the deal in the file", |_| home.text().contains("Quay fryers"));
    terminal.until_shown(" saved").keys("u").until_shown("taken back: import of hubspot-deals.csv");
    terminal.until("the file as it was", |_| home.text() == MORNING);
    terminal.keys("q");
    assert_eq!(terminal.until_ended(), 0);
}

#[test]
fn a_typed_path_is_completed_and_an_open_question_answered() {
    let home = Home::with(MORNING);
    std::fs::create_dir(home.path().join("exports")).unwrap();
    let export = "Deal Name,Deal Stage,Close Date\nQuay fryers,Trial,03/04/2027\n";
    std::fs::write(home.path().join("exports/deals.csv"), export).unwrap();
    let mut terminal = home.start(&["campaign.toml", "--as", "sam"]);
    terminal
        .until_shown("1 of 2")
        .keys("I")
        .until_shown("No export lies here yet")
        .keys("~/ex")
        .until_shown("exports/");
    terminal.keys("\t").until_shown("deals.csv").keys("\r").until_shown("day first or month first?").keys("2");
    terminal.until_shown("NEW 1").keys("\x1b[F\r").until_shown("1 deal made");
    terminal.until("the deal in the file", |_| home.text().contains("close = 2027-03-04"));
    terminal.keys("q").until_ended();
}
