//! Arbitrary bytes as a model, or as a model and its catalog (parted by a line `=== catalog`): there is a model or an
//! error, never a panic, and every format shows what was found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offing_model::{Content, Inputs, Severity, Source, read};
use offing_view::diagnostics::{self, Look};
use offing_view::gate;

fuzz_target!(|bytes: &[u8]| {
    let inputs = inputs(bytes);
    let reading = read(&inputs);
    let found = &reading.diagnostics;
    let error = found.iter().any(|found| found.severity() == Severity::Error);
    assert_eq!(reading.model.is_none(), error, "a model, or an error that says why there is none");
    let findings = diagnostics::findings(found, &inputs);
    let shown = [
        diagnostics::full(found, &inputs, &Look { width: 80, colour: true }),
        diagnostics::concise(found, &inputs),
        diagnostics::json(found, reading.dropped, &inputs).to_string(),
        gate::github(&findings),
        gate::junit(&findings),
        gate::sarif(&findings).to_string(),
    ];
    let escape = shown[1].chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(escape, None, "nothing of the model moves the cursor");
});

fn inputs(bytes: &[u8]) -> Inputs {
    let mut inputs = Inputs::of_text("", jiff::civil::date(2026, 3, 2));
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let (model, catalog) = text.split_once("\n=== catalog\n").map_or((text, None), |(m, c)| (m, Some(c)));
            inputs.sources = vec![source("model.yaml", Content::Text(model.to_owned()))];
            inputs.catalogs.extend(catalog.map(|text| source("catalog-info.yaml", Content::Text(text.to_owned()))));
        }
        Err(error) => {
            let content = Content::NotUtf8 { valid_up_to: error.valid_up_to() };
            inputs.sources = vec![source("model.yaml", content)];
        }
    }
    inputs
}

fn source(name: &str, content: Content) -> Source {
    Source { name: name.to_owned(), content }
}
