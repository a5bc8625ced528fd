//! What a column can say, and by which names the CRMs call it.
//!
//! Invariant: one table. A field's word in a map, what it takes and the names it is known by stand in one line, and names
//! are compared by their letters and digits alone: `Close Date`, `close_date` and `CloseDate` are one name. What the values
//! say is the guess's.

use crate::drive::import::Crm;

/// What a column says of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The deal's id in the CRM.
    Id,
    /// What it is about.
    Title,
    /// The customer.
    Account,
    /// Where it stands.
    Stage,
    /// Open, won or lost, apart from the stage.
    Standing,
    /// Whether it is finished.
    Closed,
    /// Whether it was won.
    Won,
    /// Whether the CRM has deleted it.
    Deleted,
    /// How much.
    Value,
    /// ISO 4217.
    Currency,
    /// How likely.
    Probability,
    /// The promised close.
    Close,
    /// When the CRM got it.
    Created,
    /// In its stage since.
    Since,
    /// When it was won or lost.
    Finished,
    /// When it was changed last.
    Changed,
    /// Who drives.
    Driver,
    /// The next touch.
    Next,
    /// And on which day.
    NextOn,
    /// Why it was lost.
    Reason,
    /// Why it was won.
    WonReason,
    /// Who or what brought it.
    Source,
    /// Which of several routes it is on.
    Pipeline,
    /// Of a history: which deal a row tells of.
    Deal,
    /// Of a history: from when on that is so.
    Moment,
    /// Of a history of single fields: which one was changed.
    What,
    /// And what it says from then on.
    Word,
}

/// How the cells of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As they are.
    Text,
    /// As one of few words.
    Word,
    /// As a date or a time.
    Date,
    /// As an amount.
    Money,
    /// As a share of one, or a percentage.
    Share,
    /// As yes or no.
    Flag,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The field.
    pub field: Field,
    /// Its word in a map.
    pub word: &'static str,
    /// How its cells are read.
    pub kind: Kind,
    /// What it says, for people.
    pub says: &'static str,
    /// Names it goes by, folded, the better ones first.
    names: &'static [&'static str],
}

const fn known(
    field: Field,
    word: &'static str,
    kind: Kind,
    says: &'static str,
    names: &'static [&'static str],
) -> Known {
    Known { field, word, kind, says, names }
}

/// Every field. A name before which a CRM puts `Deal -`, `Opportunity` or `property_` is not listed again with it.
pub const TABLE: [Known; 27] = [
    known(
        Field::Id,
        "id",
        Kind::Text,
        "the deal's id in the CRM",
        &["id", "recordid", "systemid", "pipedrivesystemid", "18digitid", "hsobjectid", "externalid", "codriverid"],
    ),
    known(
        Field::Title,
        "title",
        Kind::Text,
        "what the deal is about",
        &["name", "title", "opportunity", "subject", "deal"],
    ),
    known(
        Field::Account,
        "account",
        Kind::Text,
        "the customer",
        &[
            "accountname",
            "associatedcompany",
            "associatedcompanyprimary",
            "primaryassociatedcompany",
            "associatedcompanynames",
            "organization",
            "organisation",
            "organizationname",
            "organisationname",
            "companyname",
            "company",
            "customername",
            "customer",
            "client",
            "clientname",
            "account",
        ],
    ),
    known(
        Field::Stage,
        "stage",
        Kind::Word,
        "the stage that it is in",
        &[
            "stagename",
            "stage",
            "salesstage",
            "tostage",
            "stagepipeline",
            "pipelinestage",
            "currentstage",
            "pipelinestageid",
            "stageid",
        ],
    ),
    known(Field::Standing, "status", Kind::Word, "`open`, `won` or `lost`", &["status", "standing"]),
    known(Field::Closed, "closed", Kind::Flag, "whether it is finished", &["isclosed", "closed", "isdealclosed"]),
    known(Field::Won, "won", Kind::Flag, "whether it was won", &["iswon", "won", "isclosedwon"]),
    known(Field::Deleted, "deleted", Kind::Flag, "whether the CRM has deleted it", &["isdeleted", "deleted"]),
    known(
        Field::Value,
        "value",
        Kind::Money,
        "how much",
        &["amount", "value", "expectedvalue", "amountconverted", "amountincompanycurrency"],
    ),
    known(
        Field::Currency,
        "currency",
        Kind::Word,
        "the currency's code",
        &["amountcurrency", "currencyofvalue", "currencyisocode", "currency", "currencycode"],
    ),
    known(
        Field::Probability,
        "probability",
        Kind::Share,
        "how likely it is won",
        &["probability", "winprobability", "hsdealstageprobability", "stageprobability"],
    ),
    known(
        Field::Close,
        "close",
        Kind::Date,
        "the promised close",
        &[
            "closedate",
            "expectedclosedate",
            "closingdate",
            "expectedclosing",
            "expectedclosuredate",
            "dateclosed",
            "expectedclose",
            "targetclosedate",
            "close",
        ],
    ),
    known(
        Field::Created,
        "created",
        Kind::Date,
        "when the CRM got it",
        &[
            "createddate",
            "createdate",
            "createdtime",
            "createdon",
            "createdat",
            "datecreated",
            "dateentered",
            "addtime",
            "creation",
            "created",
            "hscreatedate",
        ],
    ),
    known(
        Field::Since,
        "since",
        Kind::Date,
        "in its stage since",
        &[
            "laststagechangedate",
            "dateenteredcurrentstage",
            "laststagechange",
            "stagechangetime",
            "laststageupdate",
            "datelaststageupdate",
            "stagesince",
            "since",
            "hsdateenteredcurrentstage",
        ],
    ),
    known(
        Field::Finished,
        "finished",
        Kind::Date,
        "when it was won or lost",
        &["wontime", "losttime", "closedon", "closetime", "closedtime", "closeddate", "finished"],
    ),
    known(
        Field::Changed,
        "changed",
        Kind::Date,
        "when it was changed last",
        &[
            "lastmodifieddate",
            "modifiedtime",
            "updatetime",
            "lastmodified",
            "datemodified",
            "lastupdatedon",
            "modifiedon",
            "updatedat",
            "modified",
            "changed",
            "hslastmodifieddate",
        ],
    ),
    known(
        Field::Driver,
        "driver",
        Kind::Text,
        "who drives",
        &[
            "owner",
            "ownername",
            "ownerfullname",
            "salesperson",
            "assigneduser",
            "assignedto",
            "assignedusername",
            "driver",
            "ownerid",
            "hubspotownerid",
        ],
    ),
    known(
        Field::Next,
        "next",
        Kind::Text,
        "the next touch, in words",
        &["nextstep", "nextaction", "nextactivitysubject", "hsnextstep", "next"],
    ),
    known(
        Field::NextOn,
        "next_on",
        Kind::Date,
        "the day of the next touch",
        &["nextactivitydate", "nextstepdate", "nextactivity", "nexton"],
    ),
    known(
        Field::Reason,
        "reason",
        Kind::Text,
        "why it was lost",
        &["closedlostreason", "lostreason", "reasonforloss", "lossreason", "reasonlost", "reason"],
    ),
    known(
        Field::WonReason,
        "won_reason",
        Kind::Text,
        "why it was won",
        &["closedwonreason", "wonreason", "winreason", "reasonwon"],
    ),
    known(
        Field::Source,
        "source",
        Kind::Text,
        "who or what brought it",
        &["leadsource", "source", "originalsource", "sourceorigin"],
    ),
    known(
        Field::Pipeline,
        "pipeline",
        Kind::Word,
        "which of several pipelines it is in",
        &["pipeline", "pipelinename", "pipelineid"],
    ),
    known(Field::Deal, "deal", Kind::Text, "of a history: the id of the deal that a row tells of", &[]),
    known(
        Field::Moment,
        "at",
        Kind::Date,
        "of a history: from when on a row holds",
        &["at", "editdate", "timestamp", "changedat", "changedon", "snapshotdate", "validfrom", "moment"],
    ),
    known(
        Field::What,
        "field",
        Kind::Word,
        "of a history of single fields: which one was changed",
        &["field", "fieldevent"],
    ),
    known(Field::Word, "new_value", Kind::Text, "of a history of single fields: what it says now", &["newvalue"]),
];

impl Field {
    /// All of them.
    pub const ALL: [Self; TABLE.len()] = {
        let mut all = [Self::Id; TABLE.len()];
        let mut index = 0;
        while index < all.len() {
            all[index] = TABLE[index].field;
            index += 1;
        }
        all
    };

    /// Its line of the table: the table is in the order of the fields, which a test holds.
    #[must_use]
    pub const fn known(self) -> &'static Known {
        const LINES: &[Known] = &TABLE;
        &LINES[self as usize]
    }

    /// Its word in a map.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.known().word
    }

    /// How its cells are read.
    #[must_use]
    pub const fn kind(self) -> Kind {
        self.known().kind
    }

    /// The field of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        TABLE.iter().find(|known| known.word == word).map(|known| known.field)
    }
}

/// A name by its letters and digits alone, in lower case.
#[must_use]
pub fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a column's name says: the field, and how good a name it is for it, 0 being the best.
#[must_use]
pub fn by_name(name: &str) -> Option<(Field, usize)> {
    let folded = fold(name);
    let mut form: &str = &folded;
    // `Deal - Deal created on`: what the name is of is said before it, sometimes twice.
    let mut stripped = 0;
    loop {
        let found = TABLE.iter().find_map(|known| {
            known.names.iter().position(|name| *name == form).map(|rank| (known.field, rank * 4 + 3 - stripped))
        });
        if found.is_some() || stripped == 3 {
            return found;
        }
        form = ["property", "opportunity", "potential", "deal"]
            .into_iter()
            .find_map(|front| form.strip_prefix(front).filter(|rest| !rest.is_empty()))?;
        stripped += 1;
    }
}

/// A column that says when a deal came into a stage, as `HubSpot` has one a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The column.
    pub column: Box<str>,
    /// The stage.
    pub stage: Box<str>,
    /// The pipeline that has the stage, where the column tells.
    pub pipeline: Option<Box<str>>,
}

/// Reads `Date entered "Demo (Sales Pipeline)"`, and the API's `hs_date_entered_closedwon`.
#[must_use]
pub fn entered(column: &str) -> Option<Entered> {
    let lower = column.to_ascii_lowercase();
    for front in ["hs_v2_date_entered_", "hs_date_entered_"] {
        if let Some(at) = lower.find(front).filter(|at| matches!(&lower[..*at], "" | "property_")) {
            let stage = &column[at + front.len()..];
            let is_stage = !stage.is_empty() && !stage.eq_ignore_ascii_case("current_stage");
            return is_stage.then(|| Entered { column: column.into(), stage: stage.into(), pipeline: None });
        }
    }
    let at = lower
        .find("date entered ")
        .filter(|at| matches!(lower[..*at].trim_end_matches([' ', '-', '–']), "" | "deal"))?;
    let rest = column[at + "date entered ".len()..].trim();
    let quoted = ['"', '\'', '“', '‘'].iter().any(|quote| rest.starts_with(*quote));
    let inner = rest.trim_matches(['"', '\'', '“', '”', '‘', '’']).trim();
    if !quoted || inner.is_empty() {
        return None;
    }
    let (stage, pipeline) = match inner.strip_suffix(')').and_then(|inner| inner.rsplit_once(" (")) {
        Some((stage, pipeline)) if !stage.trim().is_empty() && !pipeline.trim().is_empty() => {
            (stage.trim(), Some(pipeline.trim().into()))
        }
        _ => (inner, None),
    };
    Some(Entered { column: column.into(), stage: stage.into(), pipeline })
}

/// Which CRM a header is of, by the columns that only one of them has.
#[must_use]
pub fn crm_of(header: &[Box<str>]) -> Crm {
    let folded: Vec<String> = header.iter().map(|name| fold(name)).collect();
    let has = |name: &str| folded.iter().any(|folded| folded == name);
    if has("codriverid") {
        return Crm::Codriver;
    }
    let dashed = header.iter().any(|name| {
        let name = name.trim_start().to_lowercase();
        name.strip_prefix("deal").is_some_and(|rest| [" - ", " – ", " — "].iter().any(|dash| rest.starts_with(dash)))
    });
    if dashed || has("pipedrivesystemid") {
        return Crm::Pipedrive;
    }
    if has("closingdate") && (has("dealname") || has("potentialname")) {
        return Crm::Zoho;
    }
    let is_hubspot = has("propertydealname")
        || has("dealstage")
        || has("closedlostreason")
        || header.iter().any(|name| entered(name).is_some())
        || (has("dealname") && ["createdate", "dealowner", "recordid"].iter().any(|name| has(name)))
        || (has("dealname") && has("dealprobability"));
    if is_hubspot {
        return Crm::Hubspot;
    }
    let is_salesforce = has("stagename")
        || has("opportunityid")
        || has("opportunityowner")
        || (has("isclosed") && has("iswon"))
        || (has("opportunityname") && (has("closedate") || has("stage")));
    if is_salesforce && !has("salesstage") {
        return Crm::Salesforce;
    }
    Crm::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str) -> Option<Field> {
        by_name(name).map(|(field, _)| field)
    }

    fn crm(header: &[&str]) -> Crm {
        crm_of(&header.iter().map(|name| Box::from(*name)).collect::<Vec<_>>())
    }

    #[test]
    fn the_table_is_in_the_order_of_the_fields_with_a_word_each() {
        for (index, known) in TABLE.iter().enumerate() {
            assert_eq!(known.field as usize, index, "{}", known.word);
            assert_eq!(Field::of_word(known.word), Some(known.field));
        }
    }

    #[test]
    fn no_name_means_two_fields() {
        let mut names: Vec<&str> = TABLE.iter().flat_map(|known| known.names).copied().collect();
        assert!(names.iter().all(|name| fold(name) == *name));
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn the_columns_of_every_crm_are_known_by_name() {
        for (name, expected) in [
            ("Opportunity ID", Field::Id),
            ("Opportunity Name", Field::Title),
            ("Account Name", Field::Account),
            ("StageName", Field::Stage),
            ("stage_name", Field::Stage),
            ("Probability (%)", Field::Probability),
            ("Close Date", Field::Close),
            ("close_date", Field::Close),
            ("CloseDate", Field::Close),
            ("Created Date", Field::Created),
            ("Opportunity Owner", Field::Driver),
            ("OwnerId", Field::Driver),
            ("CurrencyIsoCode", Field::Currency),
            ("Last Stage Change Date", Field::Since),
            ("Record ID", Field::Id),
            ("DEAL NAME", Field::Title),
            ("property_dealname", Field::Title),
            ("property_amount", Field::Value),
            ("property_closedate", Field::Close),
            ("Deal owner", Field::Driver),
            ("Deal probability", Field::Probability),
            ("Closed Lost Reason", Field::Reason),
            ("Date entered current stage", Field::Since),
            ("Associated Company", Field::Account),
            ("Deal - Title", Field::Title),
            ("Deal – Title", Field::Title),
            ("Deal - Organization", Field::Account),
            ("Organization", Field::Account),
            ("Deal - Deal created", Field::Created),
            ("Deal - Deal created on", Field::Created),
            ("Deal - Deal value", Field::Value),
            ("Deal - Currency of Value", Field::Currency),
            ("Deal - Currency", Field::Currency),
            ("Deal - Pipedrive System ID", Field::Id),
            ("Deal - Stage (pipeline)", Field::Stage),
            ("Deal - Status", Field::Standing),
            ("Deal - Lost time", Field::Finished),
            ("Deal - Deal closed on", Field::Finished),
            ("Deal - Expected close date", Field::Close),
            ("Deal - Next activity date", Field::NextOn),
            ("Deal - Last stage change", Field::Since),
            ("Closing Date", Field::Close),
            ("Record Id", Field::Id),
            ("Sales Stage", Field::Stage),
            ("Expected Closing", Field::Close),
            ("Salesperson", Field::Driver),
            ("Expected Closure Date", Field::Close),
        ] {
            assert_eq!(field(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn a_column_that_only_sounds_alike_is_not_taken() {
        for name in
            ["Owner Role", "AccountId", "Created By", "LastModifiedById", "Fiscal Period", "Deal - Label", "Age"]
        {
            assert_eq!(field(name), None, "{name}");
        }
    }

    #[test]
    fn a_column_for_each_stage_tells_stage_and_pipeline() {
        let read = entered("Date entered \"Demo (Trial) (Sales Pipeline)\"").expect("it is one");
        assert_eq!((&*read.stage, read.pipeline.as_deref()), ("Demo (Trial)", Some("Sales Pipeline")));
        let bare = entered("DATE ENTERED 'Demo'").expect("it is one");
        assert_eq!((&*bare.stage, bare.pipeline.as_deref()), ("Demo", None));
        assert_eq!(entered("property_hs_date_entered_closedwon").expect("it is one").stage, "closedwon".into());
        assert_eq!(entered("Date entered current stage"), None);
        assert_eq!(entered("Date entered \"\""), None);
    }

    #[test]
    fn a_crm_is_known_by_the_columns_that_only_it_has() {
        assert_eq!(crm(&["Opportunity Name", "Stage", "Close Date"]), Crm::Salesforce);
        assert_eq!(crm(&["id", "name", "stage_name", "close_date"]), Crm::Salesforce);
        assert_eq!(crm(&["Record ID", "Deal Name", "Deal Stage", "Close Date"]), Crm::Hubspot);
        assert_eq!(crm(&["deal_id", "property_dealname"]), Crm::Hubspot);
        assert_eq!(crm(&["Deal – Title", "Organization"]), Crm::Pipedrive);
        assert_eq!(crm(&["Record Id", "Deal Name", "Account Name", "Stage", "Closing Date"]), Crm::Zoho);
        assert_eq!(crm(&["Opportunity Name", "Sales Stage", "Close Date"]), Crm::Other);
        assert_eq!(crm(&["name", "stage", "close date"]), Crm::Other);
    }
}
