//! Who drives, which offers wait and what everybody has in hand, from short campaigns.

use proptest::prelude::*;

use super::*;
use crate::drive::tests::{at, campaign};

const HEAD: &str = "format = 1\n[campaign]\ntimezone = 'Europe/London'\nroute = ['discovery', 'demo', 'proof']\n\
                    [crew.sam]\nseat = 'driver'\n[crew.priya]\nseat = 'driver'\n[crew.maya]\nseat = 'navigator'\n";

/// The morning of Friday 20 November 2026.
const NOW: &str = "2026-11-20 09:41";

fn of(text: &str) -> (Campaign, Outlook) {
    let campaign = campaign(&format!("{HEAD}{text}"));
    let outlook = Outlook::new(&campaign);
    (campaign, outlook)
}

fn all(text: &str) -> Wheels {
    let (campaign, outlook) = of(text);
    wheels(&campaign, &outlook, at(NOW))
}

fn row(from: &str, to: &str, offered: &str, accepted: &str) -> String {
    let accepted = if accepted.is_empty() { String::new() } else { format!("accepted = {accepted}\n") };
    format!("[[deal.d.handoff]]\nfrom = '{from}'\nto = '{to}'\nat = {offered}\n{accepted}")
}

const DEAL: &str = "[deal.d]\naccount = 'D'\ndriver = 'maya'\nstage = 'demo'\nsince = 2026-11-01T09:00:00Z\n";

fn waits(rows: &[String]) -> Vec<(String, i64, bool)> {
    let wheels = all(&format!("{DEAL}{}", rows.concat()));
    wheels.offers.iter().map(|offer| (offer.to.to_string(), offer.days, offer.is_stale())).collect()
}

#[test]
fn an_offer_waits_until_it_is_accepted_and_is_stale_after_three_working_days() {
    let offered = |at: &str| waits(&[row("maya", "sam", at, "")]);
    assert_eq!(offered("2026-11-17T09:00:00Z"), [("sam".to_owned(), 3, false)]);
    assert_eq!(offered("2026-11-16T09:00:00Z"), [("sam".to_owned(), 4, true)]);
    assert!(waits(&[row("maya", "sam", "2026-11-16T09:00:00Z", "2026-11-16T10:00:00Z")]).is_empty());
}

#[test]
fn an_offer_has_gone_by_once_another_one_was_accepted() {
    let taken = row("maya", "priya", "2026-11-18T09:00:00Z", "2026-11-18T10:00:00Z");
    assert!(waits(&[row("maya", "sam", "2026-11-17T09:00:00Z", ""), taken.clone()]).is_empty());
    let later = row("priya", "sam", "2026-11-19T09:00:00Z", "");
    assert_eq!(waits(&[later, taken]), [("sam".to_owned(), 1, false)]);
}

#[test]
fn of_two_offers_to_one_person_the_newer_one_waits() {
    let rows = [row("maya", "sam", "2026-11-19T09:00:00Z", ""), row("maya", "sam", "2026-11-12T09:00:00Z", "")];
    assert_eq!(waits(&rows), [("sam".to_owned(), 1, false)]);
}

#[test]
fn an_offer_to_who_drives_to_a_stranger_or_on_a_finished_deal_does_not_wait() {
    assert!(waits(&[row("sam", "maya", "2026-11-12T09:00:00Z", "")]).is_empty());
    assert!(waits(&["[[deal.d.handoff]]\nat = 2026-11-12T09:00:00Z\n".to_owned()]).is_empty());
    let won = format!("{}[deal.d.result]\nstatus = 'won'\n", row("maya", "sam", "2026-11-12T09:00:00Z", ""));
    assert!(waits(&[won]).is_empty());
}

#[test]
fn each_stage_has_who_drove_in_it_in_the_order_of_time() {
    let log = "[[deal.d.stage_log]]\nstage = 'discovery'\nfrom = 2026-10-01T09:00:00Z\nto = 2026-11-01T09:00:00Z\n";
    let rows = row("maya", "sam", "2026-10-21T11:00:00Z", "2026-10-21T11:20:00Z")
        + &row("sam", "priya", "2026-11-10T11:00:00Z", "2026-11-10T12:00:00Z");
    let (campaign, outlook) = of(&format!("{DEAL}{log}{rows}"));
    let found = stretches(&campaign, outlook.calendar(None), &campaign.deals[0]);
    let told: Vec<String> = found
        .iter()
        .map(|one| format!("{} {}", one.stage, one.drivers.iter().map(|id| &**id).collect::<Vec<_>>().join(" ")))
        .collect();
    assert_eq!(told, ["discovery maya sam", "demo sam priya"]);
    assert_eq!(found.iter().map(|one| one.is_here).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn what_a_touch_needs_of_the_other_seat_is_asked_by_who_does_it() {
    let wheels =
        all("[deal.d]\naccount = 'D'\ndriver = 'sam'\nnext = { what = 'Pack', on = 2026-11-24, needs = 'maya' }\n\
                      [deal.e]\naccount = 'E'\ndriver = 'sam'\nnext = { what = 'Own', needs = 'sam' }\n");
    let asks: Vec<_> = wheels.asks.iter().map(|ask| (ask.by.as_deref(), &*ask.of, &*ask.what)).collect();
    assert_eq!(asks, [(Some("sam"), "maya", "Pack")]);
}

#[test]
fn a_load_has_the_wheels_what_is_due_and_the_promises_of_the_next_seven_days() {
    let wheels = all("[deal.d]\naccount = 'D'\ndriver = 'sam'\nnext = { what = 'Ring', on = 2026-11-20 }\n\
                      control.over = { what = 'Over', due = 2026-11-18, owner = 'sam' }\n\
                      control.soon = { what = 'Soon', due = 2026-11-27, owner = 'sam' }\n\
                      control.far = { what = 'Far', due = 2026-11-30, owner = 'sam' }\n\
                      control.theirs = { what = 'Theirs', due = 2026-11-23, owner = 'customer' }\n\
                      control.kept = { what = 'Kept', due = 2026-11-18, owner = 'sam', done = 2026-11-17 }\n");
    let sam = wheels.loads.iter().find(|load| load.who == *"sam").unwrap();
    let words = |list: &[Due]| list.iter().map(|due| due.what.to_string()).collect::<Vec<_>>();
    assert_eq!(sam.drives.iter().map(|id| &**id).collect::<Vec<_>>(), ["d"]);
    assert_eq!(
        (words(&sam.due), words(&sam.ahead)),
        (vec!["Over".to_owned(), "Ring".to_owned()], vec!["Soon".to_owned()])
    );
}

fn deals(sam: usize, priya: usize) -> String {
    let one = |who: &str, n: usize| format!("[deal.{who}-{n:02}x]\naccount = 'D'\ndriver = '{who}'\nstage = 'proof'\n");
    (0..sam).map(|n| one("sam", n)).chain((0..priya).map(|n| one("priya", n))).collect()
}

#[test]
fn a_seat_that_drives_nearly_everything_is_told_where_another_could_drive() {
    let found = all(&deals(8, 2)).lopsided.unwrap();
    assert_eq!((&*found.who, found.drives, found.of, &*found.other), ("sam", 8, 10, "priya"));
    assert_eq!(nearly_all(&of(&deals(8, 2)).0), Some(found));
    assert_eq!(all(&deals(7, 3)).lopsided, None);
    assert_eq!(all(&deals(4, 0)).lopsided, None, "too few deals to tell");
    let alone = deals(9, 0).replace("sam", "maya");
    let campaign = campaign(&format!(
        "format = 1\n[campaign]\ntimezone = 'UTC'\n[crew.maya]\n[crew.kim]\nseat = 'navigator'\n{alone}"
    ));
    assert_eq!(wheels(&campaign, &Outlook::new(&campaign), at(NOW)).lopsided, None, "nobody else could drive");
}

#[test]
fn the_deal_to_give_away_is_the_one_that_is_least_far_along() {
    let text = deals(8, 0).replacen("stage = 'proof'", "stage = 'demo'", 3).replace("sam-02x]", "sam-00a]");
    assert_eq!(&*all(&text).lopsided.unwrap().deal, "sam-00a");
}

#[test]
fn a_briefing_says_what_is_promised_heard_next_ahead_and_who_is_who() {
    let (campaign, outlook) = of("[deal.d]\naccount = 'D'\nstage = 'demo'\nclose = 2026-12-18\n\
        next = { what = 'Ring Ines.', on = 2026-11-24, needs = 'maya' }\n\
        contact.ines = { name = 'Ines Roth', role = 'CISO', stance = 'cautious' }\n\
        control.quote = { what = 'Quote v2', due = 2026-11-27, owner = 'maya' }\n\
        control.ref = { what = 'Reference call', owner = 'customer' }\n\
        obstacle.legal = { at = 2026-12-01, title = 'Legal wants their paper' }\n\
        [[deal.d.heard]]\nat = 2026-11-19T15:00:00Z\nwho = 'ines'\nsaid = 'We were burned.'\n\
        [[deal.d.heard]]\nat = 2026-11-18T15:00:00Z\nwho = 'ines'\nsaid = 'Settled.'\nanswer = 'x'\n");
    assert_eq!(
        briefing(&campaign, &outlook, &campaign.deals[0], at(NOW)),
        "Promised: Quote v2 by Fri 27 Nov (maya); Reference call, no day yet (the customer); close on Fri 18 Dec. \
         Heard and not answered: “We were burned.” (Ines Roth). Next: Ring Ines, Tue 24 Nov, needs maya. \
         Ahead: Legal wants their paper, Tue 1 Dec. Who is who: Ines Roth, CISO, cautious."
    );
}

#[test]
fn a_briefing_is_one_line_and_of_a_deal_that_says_nothing_tells_what_is_missing() {
    let (campaign, outlook) = of("[deal.d]\naccount = 'D'\n[deal.e]\naccount = 'E'\nnext = \"\"\"a\nb\\u007fc\"\"\"\n");
    assert_eq!(briefing(&campaign, &outlook, &campaign.deals[0], at(NOW)), "Next: nothing is set.");
    assert_eq!(briefing(&campaign, &outlook, &campaign.deals[1], at(NOW)), "Next: a bc, no day yet.");
}

/// Hand-overs at hours of some days, between three people.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let people = ["sam", "priya", "maya"];
    let one =
        (0..3_usize, 0..3_usize, 10..20_u32, proptest::option::of(0..3_u32)).prop_map(move |(from, to, day, taken)| {
            let accepted = taken.map_or_else(String::new, |days| format!("2026-11-{}T12:00:00Z", day + days));
            row(people[from], people[to], &format!("2026-11-{day}T09:00:00Z"), &accepted)
        });
    proptest::collection::vec(one, 0..7)
}

proptest! {
    #[test]
    fn the_order_of_rows_and_deals_changes_nothing(rows in rows(), seed in any::<u64>()) {
        let mut other = rows.clone();
        let n = other.len().max(1) as u64;
        for at in 0..other.len() {
            other.swap(at, usize::try_from(seed.rotate_left(u32::try_from(at).unwrap()) % n).unwrap());
        }
        let more = deals(2, 1);
        let (first, second) = (format!("{DEAL}{}{more}", rows.concat()), format!("{more}{DEAL}{}", other.concat()));
        prop_assert_eq!(all(&first), all(&second));
        let stages = |text: &str| {
            let (campaign, outlook) = of(text);
            stretches(&campaign, outlook.calendar(None), campaign.deal("d").unwrap())
        };
        prop_assert_eq!(stages(&first), stages(&second));
    }

    #[test]
    fn who_has_the_wheel_has_no_offer_of_it(rows in rows()) {
        let (campaign, _) = of(&format!("{DEAL}{}", rows.concat()));
        let deal = campaign.deal("d").unwrap();
        let driver = campaign.driver_of(deal);
        let open = waiting(&campaign, deal);
        prop_assert!(open.iter().all(|row| row.to.as_ref() != driver && row.accepted.is_none()));
        let mut takers: Vec<_> = open.iter().map(|row| row.to.as_ref()).collect();
        takers.sort();
        takers.dedup();
        prop_assert_eq!(takers.len(), open.len(), "one offer a person");
    }
}
