//! Every code a finding can carry, each with the page that teaches it.

mod example;

pub use example::Example;

use crate::diagnostic::Severity;

macro_rules! codes {
    ($($variant:ident $slug:literal $severity:ident,)+) => {
        /// What kind of fault a finding is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $slug, "`: see its page.")] $variant,)+
        }

        impl Code {
            /// All codes, in the order a reading meets them.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// Returns the code as users see it.
            pub fn slug(self) -> &'static str {
                match self { $(Code::$variant => $slug,)+ }
            }

            /// Returns how much it weighs.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// Returns the page that teaches it, in Markdown: what it is, why it matters, a faulty model and a
            /// mended one (`offing explain CODE` prints it; a test reads both models).
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("code/", $slug, ".md")),)+ }
            }

            /// Returns the code with this slug.
            pub fn named(slug: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.slug() == slug)
            }
        }
    };
}

codes! {
    UnreadableFile "unreadable-file" Error,
    NotUtf8 "not-utf8" Error,
    FileTooLarge "file-too-large" Error,
    YamlSyntax "yaml-syntax" Error,
    NestedTooDeep "nested-too-deep" Error,
    AliasTooLarge "alias-too-large" Error,
    AliasCircle "alias-circle" Error,
    UnknownField "unknown-field" Error,
    DuplicateKey "duplicate-key" Error,
    WrongShape "wrong-shape" Error,
    WrongUnit "wrong-unit" Error,
    WrongDate "wrong-date" Error,
    WrongWord "wrong-word" Error,
    OutOfRange "out-of-range" Error,
    RangeBackwards "range-backwards" Error,
    BadName "bad-name" Error,
    EmptyChoice "empty-choice" Error,
    MissingField "missing-field" Error,
    UnknownName "unknown-name" Error,
    WrongKind "wrong-kind" Error,
    AmbiguousName "ambiguous-name" Error,
    NeedsCircle "needs-circle" Error,
    AfterCircle "after-circle" Error,
    ReportsCircle "reports-circle" Error,
    SeveralChosen "several-chosen" Error,
    GuaranteeUnclear "guarantee-unclear" Error,
    DatesOutOfOrder "dates-out-of-order" Error,
    HorizonsOutOfOrder "horizons-out-of-order" Error,
    OutcomeNeedsNothing "outcome-needs-nothing" Warning,
    InitiativeForNothing "initiative-for-nothing" Warning,
    DeliversWhatExists "delivers-what-exists" Warning,
    AfterDropped "after-dropped" Warning,
    StaffOverTeam "staff-over-team" Warning,
    WaiverExpired "waiver-expired" Warning,
    NameStyle "name-style" Warning,
    UselessExperiment "useless-experiment" Warning,
    CatalogNotFound "catalog-not-found" Warning,
    CatalogSyntax "catalog-syntax" Warning,
    CatalogReference "catalog-reference" Warning,
    CatalogTwice "catalog-twice" Warning,
    CatalogCircle "catalog-circle" Warning,
    CatalogRenamed "catalog-renamed" Note,
    CatalogLeftAside "catalog-left-aside" Note,
    CatalogDiffers "catalog-differs" Note,
}
