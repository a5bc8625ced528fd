//! Exports of any size in the shape of a CRM's, the same for the same seed: sixteen columns, two of which tell when a
//! stage was entered.

use std::fmt::Write;

const ACCOUNTS: [&str; 8] = [
    "Northgate Foods",
    "Alder Rail",
    "Kestrel Water",
    "Brightwell Stores",
    "Ostrava Sklo",
    "Fenwick Marine",
    "Lindqvist Papper",
    "Quarry & Sons",
];
const STAGES: [&str; 7] = [
    "Appointment scheduled",
    "Qualified to buy",
    "Presentation scheduled",
    "Decision maker bought-in",
    "Contract sent",
    "Closed won",
    "Closed lost",
];
const CHANCES: [&str; 7] = ["0.2", "0.4", "0.6", "0.8", "0.9", "1", "0"];
const OWNERS: [&str; 6] = ["Ada Brandt", "Ben Osei", "Carla Nunes", "Dmitri Volk", "Elin Aas", "Farid Haddad"];
const STEPS: [&str; 5] = [
    "Send the three-year price",
    "Ring the plant manager, \"the one who signs\"",
    "Walk their security team through the pack",
    "",
    "Agree the date of the visit",
];

/// An export of `deals` deals, as of `week` weeks after the first: in each week every tenth deal has another amount and a
/// later close date.
pub fn hubspot(deals: usize, seed: u64, week: usize) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut out = String::with_capacity(deals * 300 + 400);
    out.push_str(
        "\"Record ID\",\"Deal Name\",\"Deal Stage\",\"Close Date\",\"Deal owner\",\"Amount\",\"Currency\",\"Pipeline\",\
         \"Create Date\",\"Deal probability\",\"Closed Lost Reason\",\"Next step\",\"Associated Company\",\
         \"Last Modified Date\",\"Date entered \"\"Appointment scheduled (Sales Pipeline)\"\"\",\
         \"Date entered \"\"Qualified to buy (Sales Pipeline)\"\"\"\n",
    );
    for n in 0..deals {
        let stage = random.usize(0..STAGES.len());
        let account = ACCOUNTS[random.usize(0..ACCOUNTS.len())];
        let moved = if n % 10 == 0 { week } else { 0 };
        let lost = if stage == 6 { "No budget this year" } else { "" };
        // Writing to a text cannot fail.
        let _ = writeln!(
            out,
            "\"{}\",\"{account} {n} - rollout\",\"{}\",\"2027-{:02}-{:02} 17:00\",\"{}\",\"{}.0\",\"GBP\",\"Sales Pipeline\",\
             \"2026-0{}-{:02} 09:{:02}\",\"{}\",\"{lost}\",\"{}\",\"{account} {n}\",\"2026-11-{:02} 08:00\",\
             \"2026-0{}-{:02} 09:30\",\"2026-10-{:02} 10:15\"",
            40_000_000 + n,
            STAGES[stage],
            1 + (n + moved) % 12,
            1 + random.u32(0..28),
            OWNERS[random.usize(0..OWNERS.len())],
            10_000 + random.usize(0..400) * 500 + moved * 1_000,
            1 + n % 8,
            1 + n % 28,
            n % 60,
            CHANCES[stage],
            STEPS[random.usize(0..STEPS.len())].replace('"', "\"\""),
            1 + (n + moved) % 19,
            1 + n % 8,
            1 + n % 28,
            1 + n % 28,
        );
    }
    out
}
