//! Quantities in words, rounded to what they support.

/// Returns a chance as a percentage: whole numbers, one decimal below 10 % and above 90 %.
pub fn percent(chance: f64) -> String {
    let percent = chance * 100.0;
    let whole = (percent - percent.round()).abs() < 0.05 && (1.0..=99.0).contains(&percent.round());
    let whole = whole || chance <= 0.0 || chance >= 1.0;
    if whole || (10.0..=90.0).contains(&percent) {
        return format!("{percent:.0} %");
    }
    // What is not certain is never shown as certain.
    let shown = if chance < 1.0 { percent.min(99.9) } else { percent };
    let shown = if chance > 0.0 { shown.max(0.1) } else { shown };
    format!("{shown:.1} %")
}

/// Returns a stretch of days in the unit a reader would use.
pub fn days(days: f64) -> String {
    let said = |value: f64, unit: &str| {
        let text = if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") };
        let text = text.strip_suffix(".0").unwrap_or(&text).to_owned();
        let plural = if text == "1" { "" } else { "s" };
        format!("{text} {unit}{plural}")
    };
    if !days.is_finite() {
        return "never".to_owned();
    }
    match days {
        days if days < 14.0 => said(days.round(), "day"),
        days if days < 61.0 => said(days / 7.0, "week"),
        days if days < 731.0 => said(days / 30.4375, "month"),
        days => said(days / 365.25, "year"),
    }
}

/// Returns an amount of money in short, with two or three figures: `210k`, `1.4M`.
pub fn money(amount: f64) -> String {
    if !amount.is_finite() {
        return "unknown".to_owned();
    }
    let (value, suffix) = match amount.abs() {
        size if size >= 999.5e6 => (amount / 1e9, "B"),
        size if size >= 999.5e3 => (amount / 1e6, "M"),
        size if size >= 999.5 => (amount / 1e3, "k"),
        _ => (amount, ""),
    };
    let text =
        if value.abs() < 9.95 && !suffix.is_empty() { format!("{value:.1}") } else { format!("{value:.0}") };
    format!("{}{suffix}", text.strip_suffix(".0").unwrap_or(&text))
}

/// Returns "1 outcome", "3 outcomes".
pub fn amount(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Returns a list in words, at most `most` of them named and the rest counted.
pub fn several(mut names: Vec<String>, most: usize) -> String {
    let rest = names.len().saturating_sub(most);
    if rest == 1 || rest == 0 {
        return names.join(", ");
    }
    names.truncate(most);
    format!("{} and {rest} more", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_uncertain_is_shown_as_certain() {
        assert_eq!(percent(0.99999), "99.9 %");
        assert_eq!(percent(0.00001), "0.1 %");
        assert_eq!((percent(1.0), percent(0.0), percent(0.5)), ("100 %".into(), "0 %".into(), "50 %".into()));
        assert_eq!((percent(0.043), percent(0.8)), ("4.3 %".into(), "80 %".into()));
    }

    #[test]
    fn figures_are_as_coarse_as_they_should_be() {
        assert_eq!(
            (days(1.0), days(30.4375), days(95.0)),
            ("1 day".into(), "4.3 weeks".into(), "3.1 months".into())
        );
        assert_eq!((days(365.25), days(800.0)), ("12 months".into(), "2.2 years".into()));
        assert_eq!(
            (money(210_400.0), money(1.44e6), money(950.0)),
            ("210k".into(), "1.4M".into(), "950".into())
        );
        assert_eq!(money(999_600.0), "1M");
        assert_eq!(several(vec!["a".into(), "b".into(), "c".into(), "d".into()], 2), "a, b and 2 more");
    }
}
