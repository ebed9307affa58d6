//! How a field is declared once and then parsed, checked, described and completed from that declaration.

use smol_str::SmolStr;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults, did_you_mean, quoted};
use crate::shape::{self, Quantity, Shape};
use crate::span::{Span, Spanned};
use crate::units::{self, DateRange, Estimate, Presence, UnitFault, Until};
use crate::yaml::Node;

/// A part of the language: what it looks like, and how it is read.
pub(crate) trait Read: Sized {
    /// Returns what it looks like.
    fn shape() -> Shape;

    /// Returns what the node says, or reports why it says nothing.
    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self>;

    /// Returns what an empty value (`payments:`) stands for, if for anything.
    fn nothing(_span: Span) -> Option<Self> {
        None
    }
}

/// Declares a record of the language: its fields with their keys, types and meaning, in one place.
///
/// With `card`, the record also takes the fields that any entity may carry ([`Card`]).
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        pub struct $Name:ident ($name:literal) $($card:ident)? {
            $( $(#[doc = $field_doc:literal])+ $key:literal $field:ident: $Type:ty, )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Default)]
        pub struct $Name {
            /// Where it stands.
            pub place: $crate::span::Span,
            $(
                /// What any entity may carry.
                pub $card: $crate::draft::Card,
            )?
            $( $(#[doc = $field_doc])+ pub $field: Option<$crate::span::Spanned<$Type>>, )*
        }

        impl $crate::field::Read for $Name {
            fn shape() -> $crate::shape::Shape {
                #[allow(unused_mut, reason = "a record without card adds no fields")]
                let mut fields = vec![
                    $( $crate::shape::Field {
                        key: $key,
                        doc: concat!($($field_doc, "\n"),+),
                        shape: <$Type as $crate::field::Read>::shape(),
                    }, )*
                ];
                $( fields.extend($crate::draft::$card::fields()); )?
                $crate::shape::Shape::Record($crate::shape::Record {
                    name: $name,
                    doc: concat!($($doc, "\n"),+),
                    fields,
                    may_be_empty: true,
                })
            }

            fn read(node: $crate::yaml::Node<'_>, faults: &mut $crate::diagnostic::Faults) -> Option<Self> {
                let mut record = Self { place: node.span(), ..Self::default() };
                for (key, value) in $crate::field::fields(node, $name, faults)? {
                    match key.scalar() {
                        $( Some($key) => $crate::field::set(&mut record.$field, key, value, faults), )*
                        $( Some(name) if record.$card.set(name, key, value, faults) => {} )?
                        _ => {
                            #[allow(unused_mut, reason = "a record without card adds no fields")]
                            let mut known = vec![$($key),*];
                            $( known.extend($crate::draft::$card::KEYS); )?
                            $crate::field::unknown(key, $name, &known, faults);
                        }
                    }
                }
                Some(record)
            }

            fn nothing(span: $crate::span::Span) -> Option<Self> {
                Some(Self { place: span, ..Self::default() })
            }
        }
    };
}
pub(crate) use record;

/// Declares words with their meaning.
macro_rules! words {
    (
        $(#[doc = $doc:literal])+
        pub enum $Name:ident { $( $(#[doc = $word_doc:literal])+ $Variant:ident = $word:literal, )+ }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name { $( $(#[doc = $word_doc])+ $Variant, )+ }

        impl $Name {
            /// All of them, in the order of the reference page.
            pub const ALL: &'static [$Name] = &[$($Name::$Variant),+];
            const WORDS: &'static [(&'static str, &'static str)] =
                &[$(($word, concat!($($word_doc, "\n"),+))),+];

            /// Returns the word as it is written.
            pub fn word(self) -> &'static str {
                Self::WORDS[self as usize].0
            }
        }

        impl $crate::field::Read for $Name {
            fn shape() -> $crate::shape::Shape {
                $crate::shape::Shape::Words(Self::WORDS)
            }

            fn read(node: $crate::yaml::Node<'_>, faults: &mut $crate::diagnostic::Faults) -> Option<Self> {
                let at = $crate::field::word(node, Self::WORDS, faults)?;
                Some(Self::ALL[at])
            }
        }
    };
}
pub(crate) use words;

/// Returns the fields of a record's node, or reports that it has none.
pub(crate) fn fields<'t>(
    node: Node<'t>,
    what: &str,
    faults: &mut Faults,
) -> Option<impl Iterator<Item = (Node<'t>, Node<'t>)> + use<'t>> {
    if let Some(entries) = node.entries() {
        return Some(entries);
    }
    let message = format!("{} is expected here, not {}", with_article(what), node.what());
    faults.push(
        Diagnostic::new(Code::WrongShape, node.span(), message).help("write its fields as `field: value`"),
    );
    None
}

/// Returns "an outcome", "a system".
pub(crate) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Reads a field's value, unless the field stands there already.
pub(crate) fn set<T: Read>(
    field: &mut Option<Spanned<T>>,
    key: Node<'_>,
    value: Node<'_>,
    faults: &mut Faults,
) {
    if let Some(first) = field {
        let name = key.scalar().unwrap_or_default();
        let again = Diagnostic::new(Code::DuplicateKey, key.span(), format!("`{name}` stands here twice"));
        faults.push(again.other(first.span, "first here").help("keep one of the two"));
        return;
    }
    let span = if value.is_null() { key.span() } else { value.span() };
    if let Some(read) = read_or_nothing(value, span, faults) {
        *field = Some(Spanned::new(read, span));
    }
}

/// Reads a value; an empty one is what the type takes nothing for, or a fault at `span`.
pub(crate) fn read_or_nothing<T: Read>(value: Node<'_>, span: Span, faults: &mut Faults) -> Option<T> {
    if !value.is_null() {
        return T::read(value, faults);
    }
    let nothing = T::nothing(span);
    if nothing.is_none() {
        faults.push(
            Diagnostic::new(Code::WrongShape, span, "a value is missing here")
                .help("write a value after the colon, or delete the line: every field may be left out"),
        );
    }
    nothing
}

/// Reports a field that the record does not have.
pub(crate) fn unknown(key: Node<'_>, what: &str, known: &[&str], faults: &mut Faults) {
    let Some(name) = key.scalar() else {
        let message = "a field's name is a text";
        faults.push(Diagnostic::new(Code::WrongShape, key.span(), message).help("write `field: value`"));
        return;
    };
    let dashed = name.replace('_', "-").to_lowercase();
    let help = if name == "<<" {
        "merge keys are not part of the language: write the fields out".to_owned()
    } else if name == "apiVersion" && what == "model" {
        "this is a catalog descriptor, not a model: name its file under `sources: { catalogs: […] }`"
            .to_owned()
    } else if known.contains(&dashed.as_str()) {
        format!("write `{dashed}`")
    } else {
        did_you_mean(name, known.iter().copied())
            .unwrap_or_else(|| format!("{} has: {}", with_article(what), known.join(", ")))
    };
    let message = format!("{} has no field `{name}`", with_article(what));
    faults.push(Diagnostic::new(Code::UnknownField, key.span(), message).help(help));
}

/// Returns which of the words a node says.
pub(crate) fn word(node: Node<'_>, words: &[(&str, &str)], faults: &mut Faults) -> Option<usize> {
    let text = text(node, faults)?;
    let found = words.iter().position(|(word, _)| *word == text);
    if found.is_none() {
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let list = quoted(&all);
        let message = match all.len() {
            1..=4 => format!("{list} is expected here, not `{text}`"),
            _ => format!("`{text}` is not one of the words that can stand here"),
        };
        let help = did_you_mean(text, all).unwrap_or_else(|| format!("write {list}"));
        faults.push(Diagnostic::new(Code::WrongWord, node.span(), message).help(help));
    }
    found
}

/// Returns the text of a scalar, or reports that the node is none.
pub(crate) fn text<'t>(node: Node<'t>, faults: &mut Faults) -> Option<&'t str> {
    let text = node.scalar();
    if text.is_none() {
        let message = format!("a text is expected here, not {}", node.what());
        faults.push(Diagnostic::new(Code::WrongShape, node.span(), message).help("write a single value"));
    }
    text
}

/// Reads a scalar by a function of its text.
fn quantity<T>(
    node: Node<'_>,
    faults: &mut Faults,
    parse: impl Fn(&str) -> Result<T, UnitFault>,
) -> Option<T> {
    let text = text(node, faults)?;
    parse(text)
        .map_err(|fault| {
            faults.push(Diagnostic::new(fault.code, node.span(), fault.message).help(fault.help))
        })
        .ok()
}

macro_rules! quantities {
    ($( $(#[doc = $doc:literal])+ $Name:ident($Inner:ty): $shape:expr, $parse:expr; )+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $Name(pub $Inner);

        impl Read for $Name {
            fn shape() -> Shape {
                let quantity: &'static Quantity = $shape;
                Shape::Quantity(quantity)
            }
            fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
                quantity(node, faults, $parse).map($Name)
            }
        }
    )+ };
}

quantities! {
    /// A chance, in `0.0..=1.0`.
    Percent(f64): &shape::PERCENT, units::percent;
    /// A share in `0.0..=1.0`, as a percentage or a bare number.
    Share(f64): &shape::SHARE, share;
    /// A duration, in days.
    Duration(f64): &shape::DURATION, units::days;
    /// An estimated duration, in days.
    DurationEstimate(Estimate): &shape::DURATION_ESTIMATE, units::duration_estimate;
    /// An amount of money, in the company's currency.
    Money(f64): &shape::MONEY, units::money;
    /// An estimated amount of money, in the company's currency.
    MoneyEstimate(Estimate): &shape::MONEY_ESTIMATE, units::money_estimate;
    /// A day.
    Day(jiff::civil::Date): &shape::DATE, units::date;
    /// A stretch of days.
    Days(DateRange): &shape::DATE_RANGE, units::date_range;
    /// A duration or a date.
    DurationOrDay(Until): &shape::UNTIL, until;
    /// Whether something is there.
    Have(Presence): &shape::PRESENCE, presence;
}

fn share(text: &str) -> Result<f64, UnitFault> {
    match units::plain_number(text) {
        Some(number) if number <= 1.0 => Ok(number),
        _ => units::percent(text),
    }
}

fn until(text: &str) -> Result<Until, UnitFault> {
    if units::looks_like_date(text.trim()) {
        return units::date(text).map(Until::Date);
    }
    units::days(text).map(Until::Days).map_err(|fault| UnitFault {
        message: format!("`{text}` is neither a duration nor a date"),
        help: "write `24 months` or `2028-03-31`".to_owned(),
        ..fault
    })
}

fn presence(text: &str) -> Result<Presence, UnitFault> {
    match text.trim() {
        "true" => Ok(Presence::Known(true)),
        "false" => Ok(Presence::Known(false)),
        "unknown" => Ok(Presence::Unknown),
        chance if chance.ends_with('%') => units::percent(chance).map(Presence::Chance),
        date if units::looks_like_date(date) => units::date(date).map(Presence::From),
        other => {
            let message = format!("`{other}` does not say whether it is there");
            let help =
                "write true, false, unknown, a percentage such as `60%`, or a date such as `2026-09-01`";
            Err(UnitFault::new(Code::WrongWord, message, help))
        }
    }
}

impl Read for bool {
    fn shape() -> Shape {
        Shape::Flag
    }
    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
        match text(node, faults)? {
            "true" if node.is_plain() => Some(true),
            "false" if node.is_plain() => Some(false),
            other => {
                let message = format!("`{other}` is neither true nor false");
                faults.push(
                    Diagnostic::new(Code::WrongWord, node.span(), message).help("write `true` or `false`"),
                );
                None
            }
        }
    }
}

/// A number without a unit, zero or more: persons, a count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count(pub f64);

impl Read for Count {
    fn shape() -> Shape {
        Shape::Count
    }
    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
        let text = text(node, faults)?;
        let number = units::plain_number(text).filter(|number| *number <= 1e9);
        if number.is_none() {
            let message = format!("`{text}` is no number of zero or more");
            faults.push(
                Diagnostic::new(Code::WrongUnit, node.span(), message).help("write a number such as `3`"),
            );
        }
        number.map(Count)
    }
}

impl Read for String {
    fn shape() -> Shape {
        Shape::Text
    }
    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
        text(node, faults).map(str::to_owned)
    }
}

/// A field that few entries have, so that it takes little memory in the others.
impl<T: Read> Read for Box<T> {
    fn shape() -> Shape {
        T::shape()
    }
    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
        T::read(node, faults).map(Box::new)
    }
}

/// Bytes a name may have.
const LONGEST_NAME: usize = 200;

/// A reference as written: `payments`, or `capability:payments`.
pub type Name = Spanned<SmolStr>;

impl Read for SmolStr {
    fn shape() -> Shape {
        Shape::Name
    }
    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
        let text = text(node, faults)?.trim();
        if text.is_empty() {
            let message = "a name is expected here, not an empty text";
            faults.push(
                Diagnostic::new(Code::BadName, node.span(), message).help("write a name, or delete it"),
            );
            return None;
        }
        if text.len() > LONGEST_NAME {
            let message = format!("`{text}` is too long for a name");
            faults.push(Diagnostic::new(Code::BadName, node.span(), message).help("name one thing here"));
            return None;
        }
        Some(SmolStr::new(text))
    }
}

/// A value that knows its place.
impl<T: Read> Read for Spanned<T> {
    fn shape() -> Shape {
        T::shape()
    }
    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
        T::read(node, faults).map(|value| Spanned::new(value, node.span()))
    }
}

/// A list; a single value stands for a list of one.
#[derive(Debug, Clone, PartialEq)]
pub struct List<T>(pub Vec<Spanned<T>>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Read> Read for List<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
        let Some(items) = node.items() else {
            return T::read(node, faults).map(|only| Self(vec![Spanned::new(only, node.span())]));
        };
        let read = |item: Node<'_>, faults: &mut Faults| {
            read_or_nothing(item, item.span(), faults).map(|value| Spanned::new(value, item.span()))
        };
        Some(Self(items.filter_map(|item| read(item, faults)).collect()))
    }
    fn nothing(_span: Span) -> Option<Self> {
        Some(Self::default())
    }
}

/// Names with a value each, in the order of the file.
#[derive(Debug, Clone)]
pub struct Entries<T>(pub Vec<(Name, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Read> Read for Entries<T> {
    fn shape() -> Shape {
        Shape::Entries(Box::new(T::shape()))
    }
    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
        let Some(entries) = node.entries() else {
            let message = format!("names are expected here, not {}", node.what());
            faults.push(
                Diagnostic::new(Code::WrongShape, node.span(), message).help("write `name: …`, one a line"),
            );
            return None;
        };
        let mut read = Vec::new();
        for (key, value) in entries {
            let Some(name) = name_of(key, faults) else { continue };
            let span = if value.is_null() { key.span() } else { value.span() };
            if let Some(value) = read_or_nothing(value, span, faults) {
                read.push((Spanned::new(name, key.span()), value));
            }
        }
        Some(Self(read))
    }
    fn nothing(_span: Span) -> Option<Self> {
        Some(Self::default())
    }
}

/// Returns the name a key gives, or reports why it can not be one.
fn name_of(key: Node<'_>, faults: &mut Faults) -> Option<SmolStr> {
    const MARKS: [char; 9] = [':', ',', '[', ']', '{', '}', '#', '`', '"'];
    let text = text(key, faults)?;
    let bad = |c: char| c.is_whitespace() || c.is_control() || MARKS.contains(&c);
    let message = if text.is_empty() {
        "a name is empty".to_owned()
    } else if text.len() > LONGEST_NAME {
        format!("`{text}` is longer than {LONGEST_NAME} bytes, the most a name may have")
    } else if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        format!("`{text}` has white space in it, which a name can not have")
    } else if let Some(mark) = text.chars().find(|c| MARKS.contains(c)) {
        format!("the name `{text}` has a `{mark}` in it, which YAML or a reference would read otherwise")
    } else {
        return Some(SmolStr::new(text));
    };
    let words: Vec<&str> = text.split(bad).filter(|word| !word.is_empty()).collect();
    let help = match words.join("-").to_lowercase() {
        name if name.is_empty() || name.len() > LONGEST_NAME => {
            "write names in lower case with dashes, such as `take-payments`".to_owned()
        }
        name => format!("write `{name}`; what readers are to see goes under `title`"),
    };
    faults.push(Diagnostic::new(Code::BadName, key.span(), message).help(help));
    None
}
