//! What a brief was made of: written into it, and found there when the next one takes its place.

use std::fmt;

use jiff::civil::Date;

/// What stands before it, in HTML and Markdown alike.
const MARK: &str = "offing-brief";

/// The day and the commit of the model that a brief was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeOf {
    /// The day of the model.
    pub day: Date,
    /// The full name of the commit that was checked out.
    pub commit: String,
}

impl fmt::Display for MadeOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK} {} {}", self.day, self.commit)
    }
}

impl MadeOf {
    /// Finds what a brief says that it was made of; `None` in any other text.
    pub fn find(text: &str) -> Option<Self> {
        let at = text.find(&format!("{MARK} "))?;
        let mut words = text[at..].split_ascii_whitespace().skip(1);
        let day = words.next()?.parse().ok()?;
        // Whatever a text says goes no further than to name a commit.
        let commit: String = words.next()?.chars().take_while(char::is_ascii_hexdigit).collect();
        (commit.len() >= 40).then_some(Self { day, commit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_in_html_and_markdown_and_nowhere_else() {
        let made_of = MadeOf { day: jiff::civil::date(2026, 3, 2), commit: "0123456789".repeat(4) };
        let tag = format!("<meta name=\"description\" content=\"{made_of}\"><title>Corner, one");
        for text in [tag, format!("# Corner\n\n<!-- {made_of} -->\n")] {
            assert_eq!(MadeOf::find(&text).as_ref(), Some(&made_of), "{text}");
        }
        for text in
            ["", "offing-brief", "offing-brief 2026-03-02", "offing-brief 2026-03-02 HEAD~3", "a brief"]
        {
            assert_eq!(MadeOf::find(text), None, "{text}");
        }
    }
}
