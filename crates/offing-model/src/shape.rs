//! The form of every part of the language, as data: the parser, the JSON Schema, the reference page and the
//! messages all come from the same definitions.

/// What a value of the language may look like.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Any text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number, zero or more, written without a unit.
    Count,
    /// A quantity that carries its unit as text.
    Quantity(&'static Quantity),
    /// A name, or `kind:name`.
    Name,
    /// One of a few words, each with its meaning.
    Words(&'static [(&'static str, &'static str)]),
    /// A list, or a single value that stands for a list of one.
    List(Box<Shape>),
    /// Names people invent, each with a value.
    Entries(Box<Shape>),
    /// A requirement: a name, a list (all of it), or `all`, `any`, `at-least … of`.
    Need,
    /// Named fields.
    Record(Record),
    /// Any of these.
    AnyOf(Vec<Shape>),
}

/// Named fields.
#[derive(Debug, Clone)]
pub struct Record {
    /// What the record is called in the schema.
    pub name: &'static str,
    /// What it is, from its doc comment.
    pub doc: &'static str,
    /// Its fields, in the order of the reference page.
    pub fields: Vec<Field>,
    /// Whether nothing at all (`payments:`) stands for the record with every default.
    pub may_be_empty: bool,
}

/// One field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// The key in the file.
    pub key: &'static str,
    /// What it means, from its doc comment.
    pub doc: &'static str,
    /// What it may look like.
    pub shape: Shape,
}

/// A kind of quantity.
#[derive(Debug)]
pub struct Quantity {
    /// What it is called.
    pub name: &'static str,
    /// A regular expression of what it may look like (ECMA-262 and Rust agree on these).
    pub pattern: &'static str,
    /// What to show someone who has not seen one.
    pub examples: &'static [&'static str],
    /// Whether it may also be a plain number or truth value of YAML.
    pub bare: Bare,
}

/// Which values of YAML that are no text a quantity takes too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bare {
    /// None.
    Nothing,
    /// A number.
    Number,
    /// `true` and `false`.
    Flag,
}

macro_rules! number {
    () => {
        r"[0-9][0-9_]*(\.[0-9]+)?"
    };
}
macro_rules! unit {
    () => {
        r" *([Dd]ays?|d|[Ww]eeks?|w|[Mm]onths?|mo|[Qq]uarters?|q|[Yy]ears?|y)"
    };
}
macro_rules! day {
    () => {
        "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    };
}
macro_rules! chance {
    () => {
        r"(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?) *%"
    };
}

/// `30%`.
pub static PERCENT: Quantity = Quantity {
    name: "percentage",
    pattern: concat!("^", chance!(), "$"),
    examples: &["30%"],
    bare: Bare::Nothing,
};

/// `30%` or `0.3`.
pub static SHARE: Quantity = Quantity {
    name: "share",
    pattern: concat!("^(", chance!(), r"|0(\.[0-9]+)?|1(\.0+)?)$"),
    examples: &["30%", "0.3"],
    bare: Bare::Number,
};

/// `6 weeks`.
pub static DURATION: Quantity = Quantity {
    name: "duration",
    pattern: concat!("^", number!(), unit!(), "$"),
    examples: &["6 weeks", "24 months"],
    bare: Bare::Nothing,
};

/// `6 to 14 weeks`.
pub static DURATION_ESTIMATE: Quantity = Quantity {
    name: "duration-estimate",
    pattern: concat!("^(", number!(), "(", unit!(), ")? +to +)?", number!(), unit!(), "$"),
    examples: &["6 to 14 weeks", "2 weeks to 3 months", "4 weeks"],
    bare: Bare::Nothing,
};

/// `9k`.
pub static MONEY: Quantity = Quantity {
    name: "money",
    pattern: concat!("^", number!(), " *(k|K|m|M|b|B|bn)?$"),
    examples: &["9k", "1.5M"],
    bare: Bare::Number,
};

/// `20k to 50k`.
pub static MONEY_ESTIMATE: Quantity = Quantity {
    name: "money-estimate",
    pattern: concat!("^", number!(), " *(k|K|m|M|b|B|bn)?( +to +", number!(), " *(k|K|m|M|b|B|bn)?)?$"),
    examples: &["20k to 50k", "80M to 400M", "2B"],
    bare: Bare::Number,
};

/// `2026-03-02`.
pub static DATE: Quantity = Quantity {
    name: "date",
    pattern: concat!("^", day!(), "$"),
    examples: &["2026-03-02"],
    bare: Bare::Nothing,
};

/// `2026 to 2028`.
pub static DATE_RANGE: Quantity = Quantity {
    name: "date-range",
    pattern: concat!("^(", day!(), "|[0-9]{4})( +to +(", day!(), "|[0-9]{4}))?$"),
    examples: &["2026 to 2028", "2026-03-02 to 2026-09-30", "2027"],
    bare: Bare::Number,
};

/// A duration or a date.
pub static UNTIL: Quantity = Quantity {
    name: "duration-or-date",
    pattern: concat!("^(", number!(), unit!(), "|", day!(), ")$"),
    examples: &["24 months", "2028-03-31"],
    bare: Bare::Nothing,
};

/// Whether something is there: `true`, `false`, `unknown`, a percentage or a date.
pub static PRESENCE: Quantity = Quantity {
    name: "presence",
    pattern: concat!("^(true|false|unknown|", chance!(), "|", day!(), ")$"),
    examples: &["true", "false", "unknown", "60%", "2026-09-01"],
    bare: Bare::Flag,
};
