//! Charts and the map for paper: the drawings of the page, with the colours that its style sheet gives them in print.

use std::fmt::Write;

/// What each class of the drawings looks like on paper, as `offing.css` says under `@media print`.
pub(super) const INKS: [(&str, &str); 9] = [
    ("text", "#111111"),
    ("faint", "#4a555e"),
    ("grid", "#c9d0d5"),
    ("plain", "#39708f"),
    ("good", "#1d7045"),
    ("warn", "#8a5a00"),
    ("bad", "#b22d26"),
    ("accent", "#0c5a7a"),
    ("paper", "#ffffff"),
];

/// What the boxes of the map are filled with: a little of their own colour.
const BOXES: [(&str, &str); 4] =
    [("good", "#ebf3ee"), ("accent", "#e9f0f3"), ("warn", "#f1eae0"), ("bad", "#f6e6e5")];

/// Returns a drawing that needs no style sheet.
pub(super) fn on_paper(svg: &str) -> String {
    let mut style = String::from("text{font-family:'Libertinus Serif'}");
    for (class, color) in INKS {
        let letters = if class == "grid" { "#4a555e" } else { color };
        put(&mut style, format_args!(".t-{class}{{fill:{letters}}}"));
        put(&mut style, format_args!(".f-{class}{{fill:{color}}}"));
        put(&mut style, format_args!(".s-{class}{{stroke:{color}}}"));
    }
    style.push_str(
        ".node rect{fill:#ffffff;stroke:#39708f;stroke-width:1.2}.node text{fill:#111111}\
         .edge{fill:none;stroke:#4a555e;stroke-width:1;opacity:0.4}",
    );
    for (class, fill) in BOXES {
        let color = INKS.iter().find(|(ink, _)| *ink == class).map_or("#39708f", |(_, color)| color);
        put(&mut style, format_args!(".node.{class} rect{{fill:{fill};stroke:{color}}}"));
    }
    let Some(end) = svg.find('>') else { return svg.to_owned() };
    let (open, rest) = svg.split_at(end);
    format!("{open} xmlns=\"http://www.w3.org/2000/svg\"><style>{style}</style>{}", &rest[1..])
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a text takes everything");
}
