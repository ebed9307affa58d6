//! One example a field, all out of the same small company.

use offing_model::shape::{Field, Shape};

/// Returns how a field may be written, `key: value`; a test reads them all.
pub(super) fn of(field: &Field) -> String {
    let value = match (field.key, field.doc.trim()) {
        ("path", "The iCalendar file.") => "root.ics".to_owned(),
        ("path", "The file.") => "jira.csv".to_owned(),
        ("short" | "medium", doc) if doc.starts_with("Share") => "30%".to_owned(),
        (key, _) => value(key, &field.shape),
    };
    format!("{}: {value}", field.key)
}

/// Returns what may stand after the colon.
fn value(key: &str, shape: &Shape) -> String {
    match shape {
        Shape::Text => text(key).to_owned(),
        Shape::Flag => "true".to_owned(),
        Shape::Count if key == "factor" => "2.5".to_owned(),
        Shape::Count => "2".to_owned(),
        Shape::Quantity(quantity) => {
            quantity_of(key).or(quantity.examples.first().copied()).unwrap_or_default().to_owned()
        }
        Shape::Name => name(key).to_owned(),
        Shape::Words(words) => words.first().map(|(word, _)| *word).unwrap_or_default().to_owned(),
        Shape::List(of) => format!("[{}]", value(key, of)),
        Shape::Entries(_) if key == "initiatives" => "{ SHOP-12: take-payments }".to_owned(),
        Shape::Entries(of) => format!("{{ web: {} }}", value(key, of)),
        Shape::Need => "[payments, catalog]".to_owned(),
        Shape::Record(record) => {
            let fields: Vec<String> = record.fields.iter().take(2).map(of).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Shape::AnyOf(shapes) => shapes.first().map(|shape| value(key, shape)).unwrap_or_default(),
    }
}

/// Returns a likely figure for a field, where the first example of its form would be an odd one.
fn quantity_of(key: &str) -> Option<&'static str> {
    Some(match key {
        "discount" => "10%",
        "risk" => "3%",
        "outward" | "at-most" => "20%",
        "at" | "accuracy" => "80%",
        "at-least" => "15%",
        "find" => "50%",
        "short" | "review-every" | "facts-within" => "6 months",
        "medium" => "18 months",
        "within" => "12 months",
        "signals-within" => "90 days",
        "learn" => "4 to 9 months",
        "value" => "80M to 400M",
        "until" => "2026-12-31",
        "by" => "2026-06-30",
        "started" => "2026-02-02",
        "review" => "2026-07-01",
        _ => return None,
    })
}

fn text(key: &str) -> &'static str {
    match key {
        "name" => "Atelier",
        "currency" => "USD",
        "domains" => "atelier.example",
        "title" => "Take payments",
        "note" => "Asked for by galleries",
        "link" => "https://wiki.example/payments",
        "tags" => "core",
        "head" => "Dee Ito",
        "source" => "https://news.example/auctions",
        "why" => "Leaving is in plan",
        "because" => "Galleries asked for it",
        "deploys" => "tag v*",
        "catalogs" => "\"../*/catalog-info.yaml\"",
        "deployments" => "deployments.csv",
        "incidents" => "incidents.csv",
        "radar" => "radar.json",
        "end-of-life" => "eol",
        "version" => "\"14.2\"",
        "eol" => "postgresql",
        "email" => "root@atelier.example",
        "origin" => "jira:SHOP-12",
        "path" => "../shop",
        _ => "a few words",
    }
}

fn name(key: &str) -> &'static str {
    match key {
        "owner" | "team" => "web",
        "lead" | "knows" | "person" => "ana",
        "reports-to" | "by" => "root",
        "uses" => "postgres",
        "serves" => "gallery-relations",
        "vendor" => "salesforce",
        "delivers" => "payments",
        "after" => "pci-review",
        "outcome" | "about" | "pursues" | "over" => "auctions",
        "chose" => "marketplace",
        "has" => "live-bidding",
        "relies-on" => "catalog",
        "system" => "catalog-service",
        "guarantee" => "no-single-vendor",
        "closes" => "chosen",
        _ => "catalog",
    }
}
