//! The stages that CRMs begin with, in their order: what an export mostly has where nobody changed them.
//!
//! Left out are the finishes, which are no stages here.

/// A list of stages that come with a CRM.
#[derive(Debug)]
pub(super) struct Usual {
    /// Whose it is, for people.
    pub name: &'static str,
    /// Its key, as `Crm::key` has it; empty for those without one.
    pub crm: &'static str,
    /// Their names; those of an interface are the same without blanks.
    pub stages: &'static [&'static str],
}

pub(super) const USUAL: [Usual; 6] = [
    Usual {
        name: "Salesforce",
        crm: "salesforce",
        stages: &[
            "Prospecting",
            "Qualification",
            "Needs Analysis",
            "Value Proposition",
            "Id. Decision Makers",
            "Perception Analysis",
            "Proposal/Price Quote",
            "Negotiation/Review",
        ],
    },
    Usual {
        name: "HubSpot",
        crm: "hubspot",
        stages: &[
            "Appointment scheduled",
            "Qualified to buy",
            "Presentation scheduled",
            "Decision maker bought-in",
            "Contract sent",
        ],
    },
    Usual {
        name: "Pipedrive",
        crm: "pipedrive",
        stages: &["Qualified", "Contact Made", "Demo Scheduled", "Proposal Made", "Negotiations Started"],
    },
    Usual {
        name: "Zoho",
        crm: "zoho",
        stages: &[
            "Qualification",
            "Needs Analysis",
            "Value Proposition",
            "Identify Decision Makers",
            "Proposal/Price Quote",
            "Negotiation/Review",
        ],
    },
    Usual { name: "Odoo", crm: "", stages: &["New", "Qualified", "Proposition"] },
    Usual {
        name: "Frappe CRM",
        crm: "",
        stages: &["Qualification", "Demo/Making", "Proposal/Quotation", "Negotiation", "Ready to Close"],
    },
];

/// What the names of stages mostly begin or go with, in the order in which such stages come; each is part of a folded name.
const ORDER: [&[&str]; 11] = [
    &["prospect", "lead", "newdeal", "new"],
    &["contact", "appointment", "intro", "firstmeeting"],
    &["qualif"],
    &["discover", "need", "analysis"],
    &["demo", "presentation"],
    &["solution", "value", "proof", "poc", "pilot", "trial", "evaluat"],
    &["decision", "perception", "businesscase"],
    &["propos", "quot", "offer"],
    &["negotiat", "review"],
    &["legal", "contract", "procure"],
    &["verbal", "commit", "sign", "readytoclose", "closing"],
];

/// Where a stage of this folded name mostly comes, as far as its name tells.
pub(super) fn usual_place(folded: &str) -> Option<usize> {
    ORDER.iter().position(|words| words.iter().any(|word| folded.contains(word)))
}
