//! A whole call, as a salesperson takes it: prepared, driven, closed; what stands in the file afterwards is what was done.

use crate::sim::{Sim, changes};
use crate::texts::{DEMO, DEMO_NOW};

#[test]
fn a_call_prepared_driven_and_closed_leaves_exactly_that_in_the_file() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before();
    // Prepared: one key from the start of the program. What is called meanwhile on other deals is not part of this.
    sim.keys("B");
    let sheet = sim.screen();
    assert!(sheet.contains("CALL SHEET") && sheet.contains("Price walk with Hugh and Beata"), "{sheet}");
    let before = sim.file();
    // Started, a little early.
    sim.keys("r1");
    // Two notes come in their minutes, and land.
    sim.advance("80s").keys("l");
    sim.advance("560s").keys("l");
    // An objection is answered, another one caught.
    sim.keys("2f<esc>");
    sim.keys("oOur broker does that for nothing<tab><tab>rival<tab><right><enter>");
    // It is over, and the next touch has a day.
    sim.advance("1m").keys("s");
    assert!(sim.screen().contains("AFTER THE RUN"), "{}", sim.screen());
    sim.keys("<ctrl-u>Send the redline with five per cent for the fifth dairy<tab><ctrl-u>tue 10:00<ctrl-s>");
    let screen = sim.screen();
    assert!(
        screen.contains("goes back to Maya: 1 field report waits in the inbox, 2 notes landed, 1 note fell flat"),
        "{screen}"
    );
    let live = |note: &str, place: &str, lead: &str, called: &str, acked: &str| {
        format!(
            "+[[deal.calder.call_log]]\n+note = \"{note}\"\n+rung = \"\"\n+place = 2026-11-20T{place}Z\n+lead = \"{lead}\"\n\
             +called = 2026-11-20T{called}Z\n+by = \"sam\"\n+acked = 2026-11-20T{acked}Z\n+used = \"landed\"\n"
        )
    };
    let meant = [
        "-next = { what = \"Price walk with Hugh and Beata\", on = 2026-11-20, by = \"sam\", needs = \"maya\" }\n\
         +next = { what = \"Send the redline with five per cent for the fifth dairy\", on = 2026-11-24T10:00:00, by = \"sam\" }\n"
            .to_owned(),
        "+started = 2026-11-20T09:41:00Z\n+ended = 2026-11-20T09:52:40Z\n".to_owned(),
        "+[[deal.calder.heard]]\n+at = 2026-11-20T09:51:40Z\n+by = \"sam\"\n+who = \"hugh\"\n+kind = \"objection\"\n\
         +said = \"Our broker does that for nothing\"\n+topic = \"rival\"\n+run = \"price-walk\"\n"
            .to_owned(),
        live("night-chart", "09:43:00", "45s", "09:42:15", "09:42:20"),
        live("per-litre", "09:52:30", "56s", "09:51:34", "09:51:40"),
        "+[[deal.calder.call_log]]\n+note = \"if-discount\"\n+rung = \"\"\n+place = 2026-11-20T09:51:40Z\n\
         +called = 2026-11-20T09:51:40Z\n+acked = 2026-11-20T09:51:40Z\n+by = \"sam\"\n+used = \"flat\"\n"
            .to_owned(),
    ];
    let written = changes(&before, &sim.file());
    let written: Vec<&str> = written.iter().map(String::as_str).filter(|line| *line != "+").collect();
    assert_eq!(written, meant.concat().lines().collect::<Vec<_>>());
}
