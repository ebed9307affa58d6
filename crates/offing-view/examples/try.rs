#![allow(clippy::all, clippy::print_stdout)]
use offing_model::*;
use offing_view::diagnostics::*;
fn main() {
    let mut sources = vec![];
    for p in std::env::args().skip(1) {
        let content = match String::from_utf8(std::fs::read(&p).unwrap()) {
            Ok(t) => Content::Text(t),
            Err(e) => Content::NotUtf8 { valid_up_to: e.utf8_error().valid_up_to() },
        };
        sources.push(Source { name: p, content });
    }
    let inputs = Inputs { sources, catalogs: vec![], today: jiff::civil::date(2026, 3, 2) };
    let r = read(&inputs);
    print!("{}", full(&r.diagnostics, &inputs, &Look { width: 110, colour: false }));
    println!("{}", summary(&r.diagnostics, r.dropped));
}
