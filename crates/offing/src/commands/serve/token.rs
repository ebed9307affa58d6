//! Secrets: one of a file, or one that nobody can guess.

use std::path::Path;

use anyhow::{Context, bail};
use offing_web::Token;

/// Returns the token that stands in a file.
pub(super) fn of_file(file: &Path) -> anyhow::Result<Token> {
    let text = std::fs::read_to_string(file);
    let text = text.with_context(|| format!("reading the token from `{}`", file.display()))?;
    match Token::new(text.trim()) {
        Some(token) => Ok(token),
        None => {
            bail!("`{}` holds no token: write 16 to 256 letters, digits or `-._~` into it", file.display())
        }
    }
}

/// Returns a token of 192 bits from the system.
pub(super) fn fresh() -> anyhow::Result<Token> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).context("asking the system for a secret")?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Token::new(&text).context("48 digits are a token")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_the_same() {
        let (one, other) = (fresh().unwrap(), fresh().unwrap());
        assert_eq!((one.reveal().len(), one.reveal() == other.reveal()), (48, false));
    }

    #[test]
    fn a_file_may_end_in_a_line_break_and_must_hold_a_secret() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("token");
        std::fs::write(&file, "0123456789abcdef\n").unwrap();
        assert_eq!(of_file(&file).unwrap().reveal(), "0123456789abcdef");
        std::fs::write(&file, "secret\n").unwrap();
        assert!(of_file(&file).unwrap_err().to_string().contains("holds no token"));
    }
}
