//! Names and titles that look as if people had invented them; different within each kind.

use super::Counts;

const AREAS: &[&str] = &[
    "orders",
    "catalog",
    "pricing",
    "billing",
    "payments",
    "refunds",
    "ledger",
    "tax",
    "shipping",
    "returns",
    "inventory",
    "warehouse",
    "suppliers",
    "purchasing",
    "contracts",
    "customers",
    "loyalty",
    "support",
    "claims",
    "identity",
    "consent",
    "search",
    "ranking",
    "recommendations",
    "content",
    "media",
    "translation",
    "campaigns",
    "mail",
    "messaging",
    "notifications",
    "scheduling",
    "bookings",
    "routing",
    "fleet",
    "maps",
    "telemetry",
    "alerts",
    "forecasts",
    "planning",
    "budgets",
    "payroll",
    "hiring",
    "training",
    "audit",
    "risk",
    "fraud",
    "disputes",
    "reporting",
    "insights",
    "experiments",
    "partners",
    "marketplace",
    "auctions",
    "subscriptions",
    "licences",
    "documents",
    "signatures",
    "archive",
    "backups",
];

const SYSTEM_KINDS: &[&str] = &[
    "service",
    "api",
    "gateway",
    "worker",
    "store",
    "index",
    "cache",
    "stream",
    "batch",
    "console",
    "portal",
    "app",
    "importer",
    "exporter",
    "sync",
    "engine",
    "registry",
    "proxy",
    "scheduler",
    "vault",
    "monitor",
    "adapter",
    "bus",
    "archive-job",
    "replica",
];

const PLACES: &[&str] = &[
    "", "eu", "us", "uk", "de", "fr", "jp", "br", "in", "au", "ca", "mx", "pl", "es", "it", "nl", "se", "za",
    "sg", "ae", "ch", "at", "be", "dk", "no", "fi", "ie", "pt", "cz", "kr", "nz", "tr",
];

const CAN: &[&str] = &[
    "take",
    "track",
    "match",
    "price",
    "approve",
    "reconcile",
    "preview",
    "personalise",
    "export",
    "import",
    "bundle",
    "split",
    "merge",
    "forecast",
    "schedule",
    "verify",
    "explain",
    "compare",
    "automate",
    "delegate",
];

const WORK: &[&str] = &[
    "rebuild",
    "launch",
    "move",
    "automate",
    "open",
    "retire",
    "harden",
    "split-out",
    "speed-up",
    "pilot",
    "consolidate",
    "integrate",
];

const FIRST: &[&str] = &[
    "ana", "ben", "cleo", "dee", "eli", "fay", "gus", "hana", "ivo", "june", "kofi", "lena", "mia", "nils",
    "ola", "pia", "quinn", "rosa", "sami", "tara", "udo", "vera", "wes", "xenia", "yuki", "zoe", "amir",
    "bea", "carl", "dina", "emre", "flora", "gita", "hugo", "ines", "jana", "kai", "lior", "maya", "noor",
];

const LAST: &[&str] = &[
    "okafor", "lindgren", "tanaka", "moreau", "silva", "novak", "haddad", "kim", "rossi", "meyer", "patel",
    "garcia", "cohen", "dubois", "ito", "larsen", "mbeki", "nagy", "ortiz", "petrov", "quist", "rahman",
    "sato", "toth", "ueda", "vidal", "wolf", "xu", "yilmaz", "zhang", "abebe", "berg", "costa", "diaz",
    "eriksen", "fischer", "gomez", "horvat", "ivanov", "jansen", "kaya", "lopez", "mancini", "nowak", "osei",
    "park", "ricci", "santos", "thomsen", "urban", "varga", "weber", "yamada", "zimmer", "adeyemi", "bauer",
    "chen", "dahl", "evans", "farkas", "greco", "hansen",
];

const STONES: &[&str] = &[
    "amber", "basalt", "cobalt", "dolomite", "emerald", "flint", "garnet", "hematite", "iolite", "jade",
    "kyanite", "lazuli", "marble", "nickel", "onyx", "pearl", "quartz", "ruby", "slate", "topaz", "umber",
    "violan", "wolfram", "zircon", "agate", "beryl", "chalk", "diorite", "feldspar", "granite",
];

const TOOLS: &[&str] = &[
    "db",
    "queue",
    "cache",
    "lang",
    "http",
    "auth",
    "mesh",
    "build",
    "test",
    "log",
    "trace",
    "graph",
    "search",
    "blob",
    "form",
    "chart",
    "mail",
    "sms",
    "pay",
    "maps",
    "cdn",
    "dns",
    "vm",
    "container",
    "functions",
    "ml",
];

const TRADES: &[&str] = &["systems", "cloud", "labs", "software", "networks", "data", "works"];

const CREWS: &[&str] = &["team", "crew", "squad", "group", "guild", "desk"];

const OUTCOMES: &[&str] = &[
    "marketplace",
    "auctions-business",
    "data-products",
    "lending",
    "white-label",
    "enterprise-plan",
    "self-service",
    "logistics-network",
    "insurance",
    "advertising",
    "education",
    "hardware",
    "franchise",
    "payments-business",
    "platform-for-others",
    "media-network",
    "advisory",
    "membership",
    "wholesale",
    "exchange",
];

const DEPARTMENTS: &[&str] = &[
    "finance",
    "legal",
    "marketing",
    "sales",
    "operations",
    "human-resources",
    "procurement",
    "facilities",
    "design",
    "research",
    "communications",
    "investor-relations",
];

/// The names of every entity, by kind and number.
#[derive(Debug)]
pub struct Names {
    pub outcomes: Vec<String>,
    pub capabilities: Vec<String>,
    pub systems: Vec<String>,
    pub technologies: Vec<String>,
    pub vendors: Vec<String>,
    pub people: Vec<String>,
    pub teams: Vec<String>,
    pub initiatives: Vec<String>,
    pub departments: Vec<String>,
}

impl Names {
    /// Returns names for so many.
    pub fn of(counts: &Counts) -> Self {
        Self {
            outcomes: joined(counts.outcomes, &[OUTCOMES, PLACES]),
            capabilities: joined(counts.capabilities, &[CAN, AREAS, PLACES]),
            systems: joined(counts.systems, &[AREAS, SYSTEM_KINDS, PLACES]),
            technologies: joined(counts.technologies, &[STONES, TOOLS]),
            vendors: joined(counts.vendors, &[STONES, TRADES]),
            people: joined(counts.people, &[FIRST, LAST]),
            teams: joined(counts.teams, &[AREAS, CREWS]),
            initiatives: joined(counts.initiatives, &[WORK, AREAS, PLACES]),
            departments: joined(counts.departments, &[DEPARTMENTS]),
        }
    }
}

/// Returns so many different names, each a word of every list; numbered where the words do not suffice.
fn joined(count: usize, lists: &[&[&str]]) -> Vec<String> {
    (0..count)
        .map(|number| {
            let mut rest = number;
            let mut name = String::new();
            for (at, list) in lists.iter().enumerate() {
                // The first list begins one word later in each round, so that neighbours differ in more than one word.
                let shift = if at == 0 { number / list.len() } else { 0 };
                let word = list[(rest + shift) % list.len()];
                rest /= list.len();
                if !name.is_empty() && !word.is_empty() {
                    name.push('-');
                }
                name.push_str(word);
            }
            match rest {
                0 => name,
                more => format!("{name}-{}", more + 1),
            }
        })
        .collect()
}

/// Returns a title for a name: `take-orders` as "Take orders".
pub fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_of_a_kind_are_different_up_to_the_largest_company() {
        let names = Names::of(&Counts::of(200_000));
        for list in [
            &names.outcomes,
            &names.capabilities,
            &names.systems,
            &names.technologies,
            &names.vendors,
            &names.people,
            &names.teams,
            &names.initiatives,
            &names.departments,
        ] {
            assert_eq!(list.iter().collect::<HashSet<_>>().len(), list.len());
        }
    }

    #[test]
    fn a_title_is_a_sentence_of_its_name() {
        assert_eq!(title("take-orders-eu"), "Take orders eu");
    }
}
