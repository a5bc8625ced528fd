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
