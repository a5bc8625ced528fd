//! Campaigns of any size, the same for the same seed: about ten records and two kilobytes a deal.

use std::fmt::Write;

const ACCOUNTS: [&str; 12] = [
    "Northgate Foods",
    "Alder Rail",
    "Kestrel Water",
    "Brightwell Stores",
    "Ostrava Glas",
    "Fenwick Marine",
    "Lindqvist Papper",
    "Harrow Bakeries",
    "Solana Hotels",
    "Moorland Dairy",
    "Tessel Logistics",
    "Quarry & Sons",
];
/// Hours from the first to the 24th of a month in which somebody can be in a meeting.
const HOURS: usize = 24 * 8;
const STAGES: [&str; 5] = ["discovery", "demo", "proof", "proposal", "signature"];
const TOPICS: [&str; 8] =
    ["price", "data-team", "security", "rollout", "support", "integration", "contract", "stock-outs"];
const PACES: [&str; 8] = [
    "!L3 #procurement",
    "L4 #price",
    "!!L2 lg dc #security",
    "R5 #support",
    "L3>2/Cr dc #contract",
    "Jct #rollout",
    "!L4/Nar #integration",
    "L6 #intro",
];
const SAYS: [&str; 6] = [
    "Ask for the introduction this week; bring the three-year price, not the list price.",
    "Send the security pack before they ask, and offer thirty minutes with our specialist.",
    "Anchor on the cost of one store; a grocer of their size saved four figures in each.",
    "Have the reference ring them on the same day that the draft goes out.",
    "Agree who signs, and by which date, before the second draft leaves the house.",
    "Name the plant manager who already runs it; offer the visit.",
];

/// A campaign of `deals` deals around 2026-11-20.
pub fn campaign(deals: usize, seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut out = String::with_capacity(deals * 2_200 + 2_000);
    out.push_str(
        "format = 1\n\n[campaign]\nname = \"Generated\"\ntimezone = \"Europe/London\"\ncurrency = \"GBP\"\n\
         route = [\"discovery\", \"demo\", \"proof\", \"proposal\", \"signature\"]\nholidays = [2026-12-25, 2026-12-28]\n\n\
         [destination]\ngoal = \"All of them\"\ntarget = 900_000\nfrom = 2026-09-01\nby = 2026-12-31\n\
         shares = { sam = 0.5, maya = 0.5 }\n\n\
         [crew.sam]\nname = \"Sam Okoro\"\nseat = \"driver\"\n\n[crew.maya]\nname = \"Maya Lind\"\nseat = \"navigator\"\n\n",
    );
    for rep in 1..=deals.saturating_sub(1) / HOURS {
        let _ = write!(out, "[crew.rep-{rep}]\nname = \"Rep {rep}\"\nseat = \"driver\"\n\n");
    }
    for (stage, days) in STAGES.iter().zip([12, 16, 21, 14, 12]) {
        let _ = write!(
            out,
            "[stage.{stage}]\nname = \"{}{}\"\nexpected = \"{days}d\"\nwin_rate = 0.4\nstale_after = \"10d\"\n\
             gate = {{ first = \"The first fact\", second = \"The second fact\" }}\n\n",
            stage[..1].to_uppercase(),
            &stage[1..],
        );
    }
    out.push_str(
        "[product.core]\nname = \"Core\"\nmarkets = [\"GB\", \"IE\", \"DE\"]\nruns_on = [\"aws\", \"azure\"]\n\n\
         [asset.grocer]\nkind = \"case-study\"\ntitle = \"Grocer cuts stock-outs by 23 %\"\npermission = true\n\n\
         [track.stock-outs]\ntheme = \"Cost of stock-outs\"\nopener = \"How many shelves were empty on Saturday?\"\n\
         line = \"Every empty shelf is a basket you lose.\"\nagreed = [\"sam\", \"maya\"]\n\n\
         [hazard.security-review]\nat = \"enter proof\"\npace = \"!L2 lg dc #security\"\ntitle = \"Security questionnaire\"\n\n\
         [hazard.security-review.note.pack]\nsay = \"Send the pack before they ask.\"\nladder = [\"5wd\", \"1wd\"]\n\n",
    );
    for n in 0..deals {
        deal(&mut out, n, &mut random);
    }
    out
}

fn deal(out: &mut String, n: usize, random: &mut fastrand::Rng) {
    let stage = random.usize(0..STAGES.len());
    let id = format!("deal-{n:05}");
    let account = ACCOUNTS[random.usize(0..ACCOUNTS.len())];
    let day = |random: &mut fastrand::Rng, from: u32, to: u32| {
        let n = random.u32(from..to);
        format!("{}-{:02}-{:02}", 2026 + n / 372, 1 + n / 31 % 12, 1 + n % 28)
    };
    let ago = |random: &mut fastrand::Rng| format!("2026-{:02}-{:02}", 10 + random.u32(0..2), 1 + random.u32(0..20));
    let _ = write!(
        out,
        "[deal.{id}]\naccount = \"{account} {n}\"\ntitle = \"Replenishment for {} stores\"\nvalue = {}_000\n\
         created = {}\nsource = \"Retail webinar\"\nstage = \"{}\"\nsince = {}\nclose = 2027-{:02}-{:02}\nprobability = 0.{}\n\
         driver = \"sam\"\nnavigator = \"maya\"\nproduct = [\"core\"]\nmarket = \"GB\"\nindustry = \"retail\"\n\
         infrastructure = [\"aws\"]\nobjective.spring = \"Cut stock-outs by a fifth before the spring range\"\n\
         value_line.shelf = {{ serves = \"spring\", gives = \"revenue\", line = \"Forecasting by store cut a grocer's stock-outs.\" }}\n\
         contact.ines = {{ name = \"Ines Roth\", role = \"CISO\", stance = \"cautious\", email = \"ines@example.com\" }}\n\
         next = {{ what = \"Walk Ines through the pack\", on = {}, by = \"sam\" }}\n\n",
        random.u32(40..400),
        random.u32(18..420),
        ago(random),
        STAGES[stage],
        ago(random),
        1 + random.u32(0..6),
        1 + random.u32(0..28),
        random.u32(1..9),
        day(random, 325, 330),
    );
    let _ = write!(
        out,
        "[deal.{id}.obstacle.procurement]\nat = \"enter {}\"\npace = \"{}\"\ntitle = \"New procurement lead, not met yet\"\n\n",
        STAGES[(stage + 1).min(4)],
        PACES[random.usize(0..PACES.len())],
    );
    for note in ["meet-buyer", "price-card", "security-pack"] {
        let at = match note {
            "meet-buyer" => "procurement".to_owned(),
            "price-card" => "review-call".to_owned(),
            _ => format!("2026-12-{:02}", 1 + random.u32(0..24)),
        };
        let at = if at.starts_with("2026") { at } else { format!("\"{at}\"") };
        let _ = write!(
            out,
            "[deal.{id}.note.{note}]\nat = {at}\npace = \"{}\"\nsay = \"{}\"\nby = \"maya\"\nwritten = {}\nasset = \"grocer\"\n\n",
            PACES[random.usize(0..PACES.len())],
            SAYS[random.usize(0..SAYS.len())],
            ago(random),
        );
    }
    // Nobody can be in two meetings at once: beyond what two people can hold, others go.
    let crew = match n / HOURS {
        0 => "\"sam\", \"maya\"".to_owned(),
        rep => format!("\"rep-{rep}\""),
    };
    let _ = write!(
        out,
        "[deal.{id}.control.quote]\nwhat = \"Quote with the three-year price\"\ndue = 2026-12-{:02}\nowner = \"maya\"\n\n\
         [deal.{id}.run.review-call]\nwhat = \"Review call with Ines Roth\"\nstarts = 2026-12-{:02}T{:02}:00:00\nlength = \"45m\"\n\
         crew = [{crew}]\nwith = [\"ines\"]\nkind = \"phone\"\naim = \"Agree who answers the questionnaire\"\n\n",
        1 + random.u32(0..24),
        1 + n % HOURS / 8,
        9 + n % 8,
    );
    let _ = write!(
        out,
        "[[deal.{id}.stage_log]]\nstage = \"discovery\"\nfrom = 2026-09-{:02}\nto = 2026-10-{:02}\n\n\
         [[deal.{id}.stroke]]\nat = 2026-11-{:02}T10:05:00Z\nby = \"maya\"\nkind = \"pull\"\nwhat = \"Retail webinar\"\n\
         result = \"Three of their buyers came\"\ntopic = \"{}\"\ntrack = \"stock-outs\"\n\n\
         [[deal.{id}.heard]]\nat = 2026-11-{:02}T15:20:00Z\nby = \"sam\"\nwho = \"ines\"\nkind = \"objection\"\n\
         said = \"We have been burned by forecasts that need a data team.\"\ntopic = \"{}\"\n\n",
        1 + random.u32(0..28),
        1 + random.u32(0..9),
        1 + random.u32(0..18),
        TOPICS[random.usize(0..TOPICS.len())],
        1 + random.u32(0..18),
        TOPICS[random.usize(0..TOPICS.len())],
    );
}
