//! Names that fit a pattern with `*` and `?`.

/// Returns whether a name fits a pattern of `*` (any characters), `?` (one) and plain characters.
///
/// ```
/// assert!(offing_model::wildcard::fits("*-info.y?ml", "catalog-info.yaml"));
/// ```
///
/// *Cost:* at most the product of both lengths, whatever the pattern.
pub fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    // Where to go on when the last star has to take one more character.
    let mut back: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                back = Some((p + 1, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => (p, n) = (p + 1, n + 1),
            _ => match back {
                Some((star, from)) => {
                    back = Some((star, from + 1));
                    (p, n) = (star, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, name) in
            [("*", "abc"), ("a*c", "abbc"), ("*.yaml", "a.b.yaml"), ("a?c", "abc"), ("**", ""), ("ü*", "üb")]
        {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("a*c", "abd"), ("?", ""), ("*.yaml", "yaml"), ("a?c", "ac")] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
        assert!(!fits(&"*a".repeat(2000), &"a".repeat(1999)), "no pattern takes for ever");
    }
}
