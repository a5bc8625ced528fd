//! `add`, `set` and `remove` reach every record of the format.

use super::Place;

/// What every file has to begin with.
const START: &str = "format = 1\n[campaign]\nname = \"Spring push\"\ntimezone = \"UTC\"\ncurrency = \"GBP\"\n";

/// Path, keys with which it is added, and a key that is set then. Together they are every kind of record, each with
/// every key that it knows.
const RECORDS: [(&str, &[&str], &str); 40] = [
    ("campaign.calls", &["prep={ 1 = \"40wh\" }"], "prep={ 1 = \"30wh\" }"),
    ("campaign.rates", &["USD=0.79"], "EUR=0.85"),
    ("campaign.engine", &["band=[0.35, 0.65]"], "band=[0.4, 0.6]"),
    (
        "destination",
        &["goal=Twelve wins", "measure=won-value", "target=900000", "from=2026-09-01", "by=2026-12-31"],
        "measure=won-deals",
    ),
    (
        "crew.sam",
        &[
            "name=Sam Okoro",
            "seat=driver",
            "timezone=America/New_York",
            "working_hours=Mon-Fri 09:00-17:00",
            "away=[{ from = 2026-12-21, until = 2026-12-31 }]",
            "earliness=1.0",
        ],
        "earliness=1.5",
    ),
    ("crew.maya", &["name=Maya Lind", "seat=navigator"], "seat=both"),
    ("crew.maya.owes.visits", &["what=Go on two visits", "count=2", "every=month", "of=visits"], "count=3"),
    ("stage.discovery", &["name=Discovery"], "name=First talks"),
    (
        "stage.proof",
        &[
            "name=Proof of value",
            "expected=21d",
            "win_rate=0.45",
            "stale_after=10d",
            "gate={ criteria = \"Signed\" }",
            "guidance=Agree first.",
        ],
        "win_rate=0.5",
    ),
    (
        "product.atlas",
        &["name=Atlas", "markets=[\"GB\"]", "runs_on=[\"aws\"]", "conflicts=[\"oracle\"]"],
        "markets=[\"GB\", \"IE\"]",
    ),
    ("product.atlas.paper.iso", &["name=ISO 27001", "until=2027-03-01"], "until=2027-04-01"),
    ("topic.price", &["name=The price", "also=[\"cost\"]"], "also=[\"cost\", \"dear\"]"),
    (
        "asset.grocer",
        &[
            "kind=case-study",
            "title=Grocer",
            "link=https://example.com/g.pdf",
            "industry=[\"retail\"]",
            "topics=[\"price\"]",
            "stages=[\"proof\"]",
            "permission=true",
            "until=2027-06-30",
            "by=sam",
            "added=2026-09-14",
        ],
        "permission=false",
    ),
    (
        "track.shelf",
        &[
            "theme=Shelves",
            "opener=How many?",
            "line=Every shelf.",
            "warmth=cold",
            "topics=[\"price\"]",
            "agreed=[\"sam\"]",
            "never=[\"cheapest\"]",
        ],
        "agreed=[\"sam\", \"maya\"]",
    ),
    ("play.left", &["title=Left", "when=[\"champion-left\"]", "push=Ring.", "pull=Send.", "within=3wd"], "within=2wd"),
    (
        "hazard.security",
        &["at=enter proof", "pace=!L2 lg dc", "title=Questionnaire", "only={ market = [\"GB\"] }"],
        "title=The questionnaire",
    ),
    ("hazard.security.note.pack", &["say=Send the pack.", "ladder=[\"5wd\", \"1wd\"]"], "say=Send it."),
    (
        "deal.x",
        &[
            "account=Northwind",
            "title=Stores",
            "value=180000",
            "currency=GBP",
            "created=2026-10-12",
            "source=Webinar",
            "stage=proof",
            "since=2026-11-09",
            "close=2026-12-18",
            "customer_date=2027-02-01",
            "probability=0.6",
            "driver=sam",
            "navigator=maya",
            "product=[\"atlas\"]",
            "market=GB",
            "industry=retail",
            "infrastructure=[\"aws\"]",
            "gate=[\"criteria\"]",
        ],
        "probability=0.7",
    ),
    ("deal.x.ids", &["salesforce=0065g"], "hubspot=77"),
    ("deal.x.objective", &["spring=Cut stock-outs"], "spring=Cut them by a fifth"),
    ("deal.x.value_line.shelf", &["serves=spring", "gives=revenue", "line=A fifth less."], "gives=cost"),
    (
        "deal.x.contact.ines",
        &["name=Ines Roth", "role=CISO", "stance=cautious", "email=ines@example.com"],
        "stance=for us",
    ),
    ("deal.x.next", &["what=Ring Ines", "on=2026-11-24", "by=sam", "needs=maya"], "on=2026-11-25"),
    ("deal.x.flag.champion-left", &["colour=yellow", "why=Tom moves", "by=sam", "at=2026-11-19"], "colour=red"),
    (
        "deal.x.waiver.region",
        &["of=runs_on", "why=Opens in January", "by=maya", "until=2027-01-31"],
        "until=2027-02-28",
    ),
    (
        "deal.x.obstacle.procurement",
        &["at=enter proof + 3d", "pace=!!L3>2/Cr dc", "title=New lead", "outcome=clean"],
        "outcome=hit",
    ),
    (
        "deal.x.run.ciso-call",
        &[
            "what=Security call",
            "starts=2026-11-24T14:00:00",
            "length=45m",
            "crew=[\"sam\"]",
            "with=[\"ines\"]",
            "kind=phone",
            "aim=Agree",
            "link=https://meet.example.com/x",
            "started=2026-11-24T14:00:00Z",
            "ended=2026-11-24T14:40:00Z",
            "pauses=[{ from = 2026-11-24T14:10:00Z, until = 2026-11-24T14:12:00Z }]",
        ],
        "aim=Agree who answers",
    ),
    (
        "deal.x.note.meet",
        &[
            "at=procurement",
            "pace=L4 #price",
            "say=Ask Tom.",
            "lead=4wd",
            "by=maya",
            "written=2026-11-16",
            "asset=grocer",
            "track=shelf",
            "review_by=2026-12-01",
            "mark=~",
            "was=Ask.",
            "retired=true",
            "snooze=2026-11-23T09:00:00",
            "tally={ called = 3, heard = 2, landed = 1 }",
        ],
        "say=Ask Tom this week.",
    ),
    (
        "deal.x.note.rival",
        &["when=They mention the renewal", "at=ciso-call", "say=Ask.", "ladder=[\"1wd\"]"],
        "say=Ask about spring.",
    ),
    (
        "deal.x.control.quote",
        &["what=Quote", "due=2026-11-27", "owner=maya", "early_hurts=false", "done=2026-11-26T16:40:00Z"],
        "early_hurts=true",
    ),
    (
        "deal.x.stage_log",
        &["stage=discovery", "from=2026-10-12", "to=2026-11-09", "overruled=Verbal", "by=sam"],
        "overruled=Verbal only",
    ),
    ("deal.x.close_log", &["at=2026-11-10T10:00:00Z", "was=2026-11-30", "now=2026-12-18", "by=sam"], "by=maya"),
    (
        "deal.x.stroke",
        &[
            "at=2026-11-18T10:05:00Z",
            "by=maya",
            "kind=pull",
            "what=Webinar",
            "result=Three came",
            "topic=price",
            "track=shelf",
            "asset=grocer",
        ],
        "result=Four came",
    ),
    (
        "deal.x.heard",
        &[
            "at=2026-11-19T15:20:00Z",
            "by=sam",
            "who=ines",
            "kind=objection",
            "said=Dear.",
            "topic=price",
            "run=ciso-call",
            "answer=meet",
            "answered=2026-11-19T17:02:00Z",
        ],
        "kind=question",
    ),
    (
        "deal.x.message",
        &["at=2026-11-24T14:08:00Z", "by=maya", "text=Ask.", "seen=2026-11-24T14:08:20Z"],
        "text=Ask now.",
    ),
    (
        "deal.x.call_log",
        &[
            "note=meet",
            "rung=4wd",
            "place=2026-11-26T14:00:00Z",
            "lead=34wh",
            "called=2026-11-20T14:00:00Z",
            "acked=2026-11-20T14:01:12Z",
            "again=2026-11-20T16:00:00Z",
            "by=sam",
            "used=landed",
        ],
        "used=flat",
    ),
    (
        "deal.x.handoff",
        &["from=maya", "to=sam", "at=2026-10-21T11:00:00Z", "briefing=Warm.", "accepted=2026-10-21T11:20:00Z"],
        "briefing=Warm from the webinar.",
    ),
    (
        "deal.x.service",
        &[
            "since=2026-11-20T09:00:00Z",
            "reason=champion-left",
            "play=left",
            "until=2026-11-25",
            "push={ what = \"Ring\", by = \"sam\" }",
            "pull={ what = \"Send\", by = \"maya\", done = 2026-11-21 }",
        ],
        "until=2026-11-26",
    ),
    (
        "deal.x.service_log",
        &["since=2026-10-30T09:00:00Z", "ended=2026-11-03T16:00:00Z", "reason=quiet", "play=left", "outcome=recovered"],
        "outcome=later",
    ),
    (
        "review",
        &["at=2026-11-20T16:00:00Z", "deal=x", "by=[\"sam\", \"maya\"]", "decisions=[\"Meet\"]", "rubs=Fewer notes."],
        "rubs=Nothing.",
    ),
];

/// The row of a log by the first of its keys; a record as it is.
fn address(path: &str, keys: &[&str]) -> String {
    let is_row = path.ends_with("_log")
        || ["deal.x.stroke", "deal.x.heard", "deal.x.message", "deal.x.handoff", "review"].contains(&path);
    if !is_row {
        return path.to_owned();
    }
    let (key, value) = keys[0].split_once('=').unwrap();
    let bare = value.starts_with("2026");
    if bare { format!("{path}[{key}={value}]") } else { format!("{path}[{key}=\"{value}\"]") }
}

#[test]
fn every_record_can_be_added_set_and_removed_and_no_other_byte_changes() {
    let place = Place::with(START);
    let mut texts = vec![place.text()];
    for (path, keys, _) in RECORDS {
        place.run(&[&["add", "c.toml", path], keys].concat()).done();
        texts.push(place.text());
    }
    let check = place.run(&["check", "--now", "2026-11-20T09:41:00Z", "c.toml", "--strict"]);
    assert_eq!(check.out, "c.toml: no problems\n");
    for (path, keys, set) in RECORDS.into_iter().rev() {
        let at = address(path, keys);
        let before = place.text();
        assert_eq!(texts.pop().unwrap(), before, "{path}");
        place.run(&["set", "c.toml", &at, set]).done();
        assert_ne!(before, place.text(), "{path}");
        place.run(&["remove", "c.toml", &at]).done();
        assert_eq!(texts.last().unwrap(), &place.text(), "{path}");
    }
    assert_eq!(place.text(), START);
}

#[test]
fn a_result_finishes_a_deal_and_its_removal_opens_it_again() {
    let place = Place::with(&format!("{START}[deal.x]\naccount = \"X\"\n"));
    let before = place.text();
    let credit = "credit=[{ who = \"sam\", for = \"Lead\" }]";
    place.run(&["add", "c.toml", "crew.sam", "seat=driver"]).done();
    place.run(&["add", "c.toml", "deal.x.result", "status=lost", "on=2026-11-12", "reason=Price", credit]).done();
    place.run(&["set", "c.toml", "deal.x.result", "status=won", "reason="]).done();
    place.run(&["remove", "c.toml", "deal.x.result"]).done();
    place.run(&["remove", "c.toml", "crew.sam"]).done();
    assert_eq!(place.text(), before);
}
