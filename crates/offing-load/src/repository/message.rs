//! What a commit's message says that matters: its pull request, and what it is for.

use offing_model::deliveries::What;

/// The trailer that names an initiative.
const TRAILER: &str = "initiative:";

/// Returns the pull request that a message names at the end of its first line, as squash merges do: `Pay (#12)`.
pub(super) fn pull_request(message: &[u8]) -> Option<u32> {
    let first = message.split(|byte| *byte == b'\n').next()?.trim_ascii_end();
    let inner = first.strip_suffix(b")")?;
    let at = inner.iter().rposition(|byte| !byte.is_ascii_digit())?;
    let digits = &inner[at + 1..];
    (inner[..=at].ends_with(b" (#") && digits.len() < 10)
        .then(|| std::str::from_utf8(digits).ok()?.parse().ok())?
}

/// Returns what a message names: initiatives in its trailers, and those of the issues that are asked for.
///
/// *Shape:* `issues` are in rising order.
pub(super) fn named(message: &[u8], issues: &[String]) -> Vec<What> {
    let mut found = trailers(message);
    if !issues.is_empty() {
        for key in keys(message) {
            let what = What::Issue(key.to_owned());
            if issues.binary_search_by(|issue| issue.as_str().cmp(key)).is_ok() && !found.contains(&what) {
                found.push(what);
            }
        }
    }
    found
}

/// Returns the initiatives that the last paragraph names, a line each.
fn trailers(message: &[u8]) -> Vec<What> {
    // Most messages have none: a search for the word is all they cost.
    if !message.windows(TRAILER.len()).any(|part| part.eq_ignore_ascii_case(TRAILER.as_bytes())) {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(message);
    let text = text.trim_end();
    let last = text.lines().rev().take_while(|line| !line.trim().is_empty()).count();
    if last == text.lines().count() {
        return Vec::new();
    }
    let of_line = |line: &str| -> Vec<What> {
        let value = match line.get(..TRAILER.len()) {
            Some(key) if key.eq_ignore_ascii_case(TRAILER) => &line[TRAILER.len()..],
            _ => return Vec::new(),
        };
        let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
        names.map(|name| What::Initiative(name.to_owned())).collect()
    };
    let lines: Vec<&str> = text.lines().rev().take(last).collect();
    lines.into_iter().rev().flat_map(of_line).collect()
}

/// Returns what looks like the key of an issue: `SHOP-12`, `#12`.
fn keys(message: &[u8]) -> impl Iterator<Item = &str> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < message.len() {
            let start = at;
            at += 1;
            if start > 0 && is_word(message[start - 1]) {
                continue;
            }
            let mut end = start + 1;
            match message[start] {
                b'#' => {}
                first if first.is_ascii_alphabetic() => {
                    while end < message.len() && is_word(message[end]) {
                        end += 1;
                    }
                    at = end;
                    if message.get(end) != Some(&b'-') {
                        continue;
                    }
                    end += 1;
                }
                _ => continue,
            }
            let digits = message[end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let after = message.get(end + digits).copied().unwrap_or(b' ');
            if digits > 0 && !is_word(after) {
                at = end + digits;
                return std::str::from_utf8(&message[start..at]).ok();
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pull_requests_stand_at_the_end_of_the_first_line() {
        assert_eq!(pull_request(b"Take payments (#12)\n\nbody (#13)"), Some(12));
        assert_eq!(pull_request(b"Take payments (#12)"), Some(12));
        for not in [
            "Take payments",
            "Revert (#12) again",
            "Fix #12",
            "(#12)",
            "A (#)",
            "A (#x1)",
            "A (#99999999999)",
        ] {
            assert_eq!(pull_request(not.as_bytes()), None, "{not}");
        }
    }

    #[test]
    fn initiatives_stand_in_the_last_paragraph() {
        let names = |message: &str| -> Vec<String> {
            named(message.as_bytes(), &[])
                .into_iter()
                .map(|what| match what {
                    What::Initiative(name) | What::Issue(name) => name,
                })
                .collect()
        };
        assert_eq!(names("Pay\n\nWhy.\n\nInitiative: take-payments\nSigned-off-by: x\n"), ["take-payments"]);
        assert_eq!(names("Pay\n\ninitiative: a, b\r\nINITIATIVE: c"), ["a", "b", "c"]);
        assert!(names("Initiative: in-the-first-line").is_empty());
        assert!(names("Pay\n\nInitiative: early\n\nmore text").is_empty());
        assert!(names("Pay\n\nThe initiative: none").is_empty());
    }

    #[test]
    fn issues_are_found_as_whole_words() {
        let issues = ["#12".to_owned(), "SHOP-12".to_owned()];
        let found = |message: &str| named(message.as_bytes(), &issues).len();
        for message in
            ["SHOP-12: pay", "Merge branch 'feature/SHOP-12-pay'", "pay [SHOP-12]", "fixes #12", "(#12)"]
        {
            assert_eq!(found(message), 1, "{message}");
        }
        for message in ["SHOP-123", "XSHOP-12", "SHOP-12a", "shop-12", "#123", "a#12", "SHOP-", "é"] {
            assert_eq!(found(message), 0, "{message}");
        }
        assert_eq!(found("SHOP-12 and SHOP-12, #12"), 2, "each once");
    }
}
