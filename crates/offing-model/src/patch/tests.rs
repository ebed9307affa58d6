use proptest::prelude::*;

use super::*;

fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 3, 2)
}

fn patched(text: &str, edits: &[Edit]) -> Result<String, Refusal> {
    let inputs = Inputs::of_text(text, today());
    let patch = patch(&inputs, edits)?;
    let Some(file) = patch.files.first() else { return Ok(text.to_owned()) };
    let mut again = text.to_owned();
    for replacement in file.replacements.iter().rev() {
        again.replace_range(replacement.start..replacement.end, &replacement.text);
    }
    assert_eq!(again, file.text, "the replacements make the text");
    Ok(file.text.clone())
}

fn at(path: &str) -> Path {
    Path::parse(path).unwrap()
}

fn check(before: &str, edit: Edit, after: &str) {
    assert_eq!(patched(before, &[edit]).unwrap(), after, "from\n{before}");
}

const SHOP: &str = "\
# Our shop.
outcomes:
  shop:                 # the one we ship
    odds: 30%           # our belief
    # What it stands on.
    needs: [cart, till] # both
  club: { odds: 10%, needs: { any: [cart, till] } }

capabilities:
  cart:    { have: true }   # long there
  till:
";

#[test]
fn a_field_is_set_where_it_stands() {
    check(SHOP, Edit::set(at("outcomes.shop.odds"), "45%"), &SHOP.replace("30%", "45%"));
    check(SHOP, Edit::set(at("outcomes.club.odds"), "45%"), &SHOP.replace("10%", "45%"));
    check(SHOP, Edit::set(at("outcomes.club.needs.any.1"), "post"), &SHOP.replace("till] } }", "post] } }"));
    check(
        SHOP,
        Edit::set(at("outcomes.shop.needs"), Value::list(["cart", "post", "till"])),
        &SHOP.replace("[cart, till] #", "[cart, post, till] #"),
    );
    check("note: 'old'\n", Edit::set(at("note"), "new: one"), "note: 'new: one'\n");
    check("note: |\n  one\n  two\nb: 1\n", Edit::set(at("note"), "three"), "note: three\nb: 1\n");
    check("a:   # why\n- x # c\n- y\n", Edit::set(at("a"), "z"), "a: z   # why\n");
}

#[test]
fn a_field_is_added_in_the_way_its_neighbours_are_written() {
    let learn = || Edit::set(at("outcomes.shop.learn"), "4 to 9 months");
    check(SHOP, learn(), &SHOP.replace("# both\n", "# both\n    learn: 4 to 9 months\n"));
    let title = || Edit::set(at("outcomes.club.title"), "The club, or so");
    check(SHOP, title(), &SHOP.replace("till] } }", "till] }, title: \"The club, or so\" }"));
    check(
        SHOP,
        Edit::set(at("capabilities.till.have"), "2026-09-01"),
        &format!("{SHOP}    have: 2026-09-01\n"),
    );
    check("a: {}\n", Edit::set(at("a.b.c"), "1"), "a: { b: { c: 1 } }\n");
    check("a: {x: 1,}\n", Edit::set(at("a.b"), "1"), "a: {x: 1, b: 1,}\n");
    check("a:\n    b: { c: 1 }\r\n", Edit::set(at("a.b.d"), "yes"), "a:\n    b: { c: 1, d: \"yes\" }\r\n");
}

#[test]
fn an_entity_is_added_where_its_section_stands() {
    let post = Value::map([("title", Value::from("Send things")), ("needs", Value::list(["cart"]))]);
    check(
        SHOP,
        Edit::set(at("capabilities.post"), post.clone()),
        &format!("{SHOP}  post:\n    title: Send things\n    needs: [cart]\n"),
    );
    let line = "  post: { title: Send things, needs: [cart] }\n";
    let shop = SHOP.replace("  till:\n", "");
    check(&shop, Edit::set(at("capabilities.post"), post.clone()), &format!("{shop}{line}"));
    check(
        &shop,
        Edit::set(at("systems.post"), post),
        &format!("{shop}\nsystems:\n  post:\n    title: Send things\n    needs: [cart]\n"),
    );
    check("", Edit::set(at("company.name"), "Shop"), "company:\n  name: Shop\n");
    let signal = Value::map([("date", Value::from("2026-03-01")), ("about", "shop".into())]);
    check(
        "signals:\n- date: 2026-01-01\n  about: club\n# end\n",
        Edit::append(at("signals"), signal.clone()),
        "signals:\n- date: 2026-01-01\n  about: club\n- date: 2026-03-01\n  about: shop\n# end\n",
    );
    check(
        "signals:\n  - { date: 2026-01-01 }",
        Edit::append(at("signals"), signal),
        "signals:\n  - { date: 2026-01-01 }\n  - { date: 2026-03-01, about: shop }",
    );
}

#[test]
fn what_is_taken_away_leaves_the_rest_as_it_was() {
    check(
        SHOP,
        Edit::remove(at("outcomes.shop.odds")),
        &SHOP.replace("    odds: 30%           # our belief\n", ""),
    );
    check(SHOP, Edit::remove(at("outcomes.club.odds")), &SHOP.replace("odds: 10%, ", ""));
    check(SHOP, Edit::remove(at("outcomes.club.needs")), &SHOP.replace(", needs: { any: [cart, till] }", ""));
    check(SHOP, Edit::remove(at("outcomes.shop.needs.0")), &SHOP.replace("[cart, till] #", "[till] #"));
    check(SHOP, Edit::remove(at("capabilities.cart.have")), &SHOP.replace("{ have: true }", "{}"));
    check("a:\n  - b: 1\n    c: 2\n", Edit::remove(at("a.0.b")), "a:\n  - c: 2\n");
    check("a: [x, # one\n  y]\n", Edit::remove(at("a.1")), "a: [x, # one\n  ]\n");
    assert_eq!(
        patched(SHOP, &[Edit::remove(at("outcomes.shop.value"))]),
        Err(Refusal::Missing { path: at("outcomes.shop.value") })
    );
}

#[test]
fn what_is_shared_or_no_mapping_is_refused() {
    let shared = "a: &x { b: 1 }\nc: *x\n";
    assert!(matches!(patched(shared, &[Edit::set(at("a.b"), "2")]), Err(Refusal::Shared { .. })));
    assert!(matches!(patched(shared, &[Edit::set(at("c.b"), "2")]), Err(Refusal::Shared { .. })));
    check(shared, Edit::set(at("c"), "2"), "a: &x { b: 1 }\nc: 2\n");
    assert!(matches!(
        patched(SHOP, &[Edit::set(at("outcomes.shop.odds.x"), "2")]),
        Err(Refusal::Through { .. })
    ));
    assert!(matches!(patched("a: [", &[Edit::set(at("a"), "2")]), Err(Refusal::Broken { .. })));
    assert!(matches!(Path::parse("a..b"), Err(Refusal::Path { .. })));
    assert_eq!(
        Path::parse("technologies.\"node.js\".ring").unwrap().to_string(),
        "technologies.\"node.js\".ring"
    );
}

#[test]
fn an_edit_finds_the_file_that_holds_it() {
    let source = |name: &str, text: &str| crate::inputs::Source {
        name: name.to_owned(),
        content: Content::Text(text.to_owned()),
    };
    let mut inputs = Inputs::of_text("", today());
    inputs.sources = vec![
        source("a.yaml", "signals: [{ note: a }]\ncompany: { name: Shop }\n"),
        source("b.yaml", "outcomes:\n  shop:\n  club:\n"),
        source("c.yaml", "outcomes: { fair: {} }\nsignals: [{ note: b }, { note: c }]\n"),
    ];
    let changed = |edit: Edit| {
        let patch = patch(&inputs, &[edit]).unwrap();
        (patch.files[0].name.clone(), patch.files[0].text.clone())
    };
    assert_eq!(changed(Edit::set(at("outcomes.fair.odds"), "5%")).0, "c.yaml");
    assert_eq!(changed(Edit::set(at("outcomes.new.odds"), "5%")).0, "b.yaml");
    assert_eq!(changed(Edit::set(at("teams.new.people"), "5")).0, "a.yaml");
    let (file, text) = changed(Edit::set(at("signals.2.note"), "d"));
    assert_eq!((file.as_str(), text.contains("{ note: b }, { note: d }")), ("c.yaml", true));
    assert_eq!(stated(&inputs).len(), 7);
}

#[test]
fn many_edits_are_one_patch() {
    let edits = [
        Edit::set(at("outcomes.shop.odds"), "45%"),
        Edit::set(at("outcomes.shop.learn"), "3 months"),
        Edit::set(at("outcomes.shop.value"), "3M"),
        Edit::remove(at("outcomes.club")),
        Edit::set(at("capabilities.till.have"), "true"),
        Edit::set(at("capabilities.till.risk"), "3%"),
        Edit::set(at("outcomes.shop.odds"), "46%"),
    ];
    let expected = SHOP
        .replace("30%", "46%")
        .replace(
            "# both\n  club: { odds: 10%, needs: { any: [cart, till] } }\n",
            "# both\n    learn: 3 months\n    value: 3M\n",
        )
        .replace("  till:\n", "  till:\n    have: true\n    risk: 3%\n");
    assert_eq!(patched(SHOP, &edits).unwrap(), expected);
}

#[test]
fn what_is_written_is_read_back() {
    let words = [
        "a",
        "yes",
        "~",
        "null",
        "3",
        "- x",
        "a: b",
        "a #b",
        "it's",
        "\"q\"",
        " x",
        "x ",
        "é\u{2028}",
        "a,b",
        "{",
        "a\nb",
        "#",
        "%",
        "a:",
        "http://x.y/z?a=b#c",
        "",
        "\t",
        "true",
    ];
    for word in words {
        let value = Value::map([
            (
                "s",
                Value::map([("e", Value::map([("f", Value::from(word)), ("g", Value::list([word, "z"]))]))]),
            ),
            ("t", Value::List(vec![Value::map([("f", Value::from(word))])])),
        ]);
        let text = written(&value);
        let mut faults = Faults::default();
        let tree = Tree::read(0, &text, &mut faults);
        assert_eq!(faults.sorted(), Vec::new(), "{text}");
        assert_eq!(Value::of(tree.roots().next().unwrap()), value, "{text}");
    }
}

/// A file as a person might have written it, with what it says; each comment with the path of what it stands beside or
/// above.
#[derive(Debug, Clone)]
struct Written {
    text: String,
    comments: Vec<(String, Vec<String>, bool)>,
}

/// Draws choices of style from bytes.
struct Style<'b> {
    bytes: std::iter::Cycle<std::slice::Iter<'b, u8>>,
    written: Written,
}

impl Style<'_> {
    fn choose(&mut self, of: u8) -> u8 {
        self.bytes.next().copied().unwrap_or(0) % of
    }

    fn comment(&mut self, path: &[String], beside: bool) -> String {
        let text = format!("# c{}.", self.written.comments.len());
        self.written.comments.push((text.clone(), path.to_vec(), beside));
        text
    }

    fn comment_beside(&mut self, path: &[String]) {
        if self.choose(3) == 0 {
            let comment = self.comment(path, true);
            self.written.text.push_str(&format!("  {comment}"));
        }
        self.written.text.push('\n');
    }

    fn before(&mut self, path: &[String], indent: usize) {
        if self.choose(6) == 0 {
            self.written.text.push('\n');
        }
        if self.choose(4) == 0 {
            let comment = self.comment(path, false);
            self.written.text.push_str(&format!("{}{comment}\n", " ".repeat(indent)));
        }
    }

    fn flow(&mut self, value: &Value) -> String {
        let space = ["", " "][self.choose(2) as usize];
        let comma = [", ", ",", ",\n         "][self.choose(3) as usize];
        match value {
            Value::Text(text) => match self.choose(3) {
                0 => format!("'{}'", text.replace('\'', "''")),
                1 => crate::starter::in_quotes(text),
                _ => super::value::scalar(text, true),
            },
            Value::Nothing => "~".to_owned(),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flow(item)).collect();
                format!("[{space}{}{space}]", items.join(comma))
            }
            Value::Map(fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(key, value)| format!("{key}: {}", self.flow(value))).collect();
                format!("{{{space}{}{space}}}", fields.join(comma))
            }
        }
    }

    /// Writes what stands behind a key or dash, to the end of its last line.
    fn value(&mut self, value: &Value, path: &[String], indent: usize) {
        let step = 2 + 2 * (self.choose(2) as usize);
        let in_block = self.choose(3) > 0;
        match value {
            Value::Map(fields) if in_block && !fields.is_empty() => {
                self.comment_beside(path);
                self.fields(fields, path, indent + step, false);
            }
            Value::List(items) if in_block && !items.is_empty() => {
                let below_dash = path.last().is_some_and(|part| part.parse::<usize>().is_ok());
                let step = if self.choose(2) == 0 || below_dash { step } else { 0 };
                self.comment_beside(path);
                for (at, item) in items.iter().enumerate() {
                    let path = [path, &[at.to_string()]].concat();
                    self.before(&path, indent + step);
                    self.written.text.push_str(&format!("{}-", " ".repeat(indent + step)));
                    match item {
                        Value::Map(fields) if !fields.is_empty() && self.choose(2) == 0 => {
                            self.written.text.push(' ');
                            self.fields(fields, &path, indent + step + 2, true);
                        }
                        _ => self.value(item, &path, indent + step),
                    }
                }
            }
            Value::Nothing if self.choose(2) == 0 => self.comment_beside(path),
            Value::Text(text)
                if self.choose(5) == 0
                    && !text.contains(['\n', '\u{2028}'])
                    && !text.trim().is_empty()
                    && text.trim() == text =>
            {
                self.written.text.push_str(&format!(" |-\n{}{text}\n", " ".repeat(indent + 2)));
            }
            _ => {
                let flow = self.flow(value);
                self.written.text.push_str(&format!(" {flow}"));
                self.comment_beside(path);
            }
        }
    }

    fn fields(&mut self, fields: &[(String, Value)], path: &[String], indent: usize, behind_dash: bool) {
        for (at, (key, value)) in fields.iter().enumerate() {
            let path = [path, std::slice::from_ref(key)].concat();
            if !(behind_dash && at == 0) {
                self.before(&path, indent);
                self.written.text.push_str(&" ".repeat(indent));
            }
            self.written.text.push_str(&format!("{key}:"));
            self.value(value, &path, indent);
        }
    }
}

fn a_text() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => "[a-z]{1,6}( [a-z]{1,4})?",
        1 => "[0-9]{1,2}%",
        1 => Just("6 to 14 weeks".to_owned()),
        1 => Just("a: b, {c} #d".to_owned()),
        1 => Just("é it's \"ü\"".to_owned()),
    ]
    .prop_map(Value::Text)
}

fn a_value(depth: u32) -> BoxedStrategy<Value> {
    let leaf = prop_oneof![6 => a_text(), 1 => Just(Value::Nothing)];
    leaf.prop_recursive(depth, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            fields(inner, 0).prop_map(Value::Map),
        ]
    })
    .boxed()
}

fn fields(inner: impl Strategy<Value = Value>, least: usize) -> impl Strategy<Value = Vec<(String, Value)>> {
    prop::collection::btree_map("[a-f][a-z]?", inner, least..4).prop_map(|map| map.into_iter().collect())
}

fn all_paths(value: &Value, here: &[String], all: &mut Vec<Vec<String>>) {
    let mut below = |key: String, value: &Value| {
        let path = [here, &[key]].concat();
        all.push(path.clone());
        all_paths(value, &path, all);
    };
    match value {
        Value::Map(fields) => fields.iter().for_each(|(key, value)| below(key.clone(), value)),
        Value::List(items) => items.iter().enumerate().for_each(|(at, value)| below(at.to_string(), value)),
        _ => {}
    }
}

/// The same edit on what is said, written apart from the code that is tested.
fn edited(value: &Value, edit: &Edit, depth: usize) -> Value {
    let parts = edit.path().parts();
    let Some(part) = parts.get(depth) else {
        return match (edit, value) {
            (Edit::Set { value, .. }, _) => value.clone(),
            (Edit::Append { value: item, .. }, Value::List(items)) => {
                Value::List(items.iter().cloned().chain([item.clone()]).collect())
            }
            (Edit::Append { value: item, .. }, Value::Nothing) => Value::List(vec![item.clone()]),
            (Edit::Append { value: item, .. }, one) => Value::List(vec![one.clone(), item.clone()]),
            (Edit::Remove { .. }, _) => unreachable!("what is removed is left out one step before"),
        };
    };
    let gone = matches!(edit, Edit::Remove { .. }) && depth + 1 == parts.len();
    match value {
        Value::List(items) => {
            let part: usize = part.parse().unwrap();
            let keep = |(at, item): (usize, &Value)| match at == part {
                true => (!gone).then(|| edited(item, edit, depth + 1)),
                false => Some(item.clone()),
            };
            Value::List(items.iter().enumerate().filter_map(keep).collect())
        }
        Value::Map(fields) => {
            let mut after: Vec<(String, Value)> = Vec::new();
            for (key, value) in fields {
                match key == part {
                    true if gone => {}
                    true => after.push((key.clone(), edited(value, edit, depth + 1))),
                    false => after.push((key.clone(), value.clone())),
                }
            }
            if fields.iter().all(|(key, _)| key != part) {
                after.push((part.to_string(), edited(&Value::Nothing, edit, depth + 1)));
            }
            Value::Map(after)
        }
        _ => Value::Map(vec![(part.to_string(), edited(&Value::Nothing, edit, depth + 1))]),
    }
}

/// Nothing, no item and no field say the same; the order of fields says nothing.
fn meaning(value: &Value) -> Value {
    match value {
        value if value.is_empty() => Value::Nothing,
        Value::List(items) => Value::List(items.iter().map(meaning).collect()),
        Value::Map(fields) => {
            let mut fields: Vec<_> =
                fields.iter().map(|(key, value)| (key.clone(), meaning(value))).collect();
            fields.sort_by(|one, other| one.0.cmp(&other.0));
            Value::Map(fields)
        }
        text => text.clone(),
    }
}

fn says(text: &str) -> Value {
    let mut faults = Faults::default();
    let tree = Tree::read(0, text, &mut faults);
    assert_eq!(faults.sorted(), Vec::new(), "{text}");
    tree.roots().next().map_or(Value::Nothing, Value::of)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn an_edit_changes_what_was_asked_for_and_nothing_else(
        root in fields(a_value(3), 1),
        style in prop::collection::vec(any::<u8>(), 40..80),
        (which, kind, new, key) in (any::<prop::sample::Index>(), 0..4u8, a_value(2), "[a-h][a-z]?"),
        windows in any::<bool>(),
    ) {
        let root = Value::Map(root);
        let Value::Map(sections) = &root else { unreachable!() };
        let written = Written { text: String::new(), comments: Vec::new() };
        let mut style = Style { bytes: style.iter().cycle(), written };
        style.fields(sections, &[], 0, false);
        let Written { mut text, comments } = style.written;
        if windows {
            text = text.replace('\n', "\r\n");
        }
        prop_assert_eq!(meaning(&says(&text)), meaning(&root), "the writer of this test\n{}", text);
        let mut paths = Vec::new();
        all_paths(&root, &[], &mut paths);
        let mut parts = paths[which.index(paths.len())].clone();
        let mut found = says(&text);
        for part in &parts {
            found = match found {
                Value::List(items) => items[part.parse::<usize>().unwrap()].clone(),
                other => other.get(part).unwrap().clone(),
            };
        }
        let edit = match kind {
            0 => Edit::remove(Path::of(&parts)),
            1 => Edit::append(Path::of(&parts), new),
            2 if matches!(found, Value::Map(_) | Value::Nothing) => {
                parts.push(key);
                Edit::set(Path::of(&parts), new)
            }
            _ => Edit::set(Path::of(&parts), new),
        };
        let after = match patched(&text, std::slice::from_ref(&edit)) {
            Ok(after) => after,
            Err(refusal) => return Err(TestCaseError::fail(format!("{refusal}: {edit:?}\n{text}"))),
        };
        prop_assert_eq!(meaning(&says(&after)), meaning(&edited(&root, &edit, 0)), "{:?}\n{}\n{}", edit, text, after);
        for (comment, path, beside) in comments {
            let inside = path.starts_with(&parts) && (path.len() > parts.len() || kind == 0 && beside);
            prop_assert!(inside || after.contains(&comment), "{} of {:?} is gone: {:?}\n{}\n{}", comment, path, edit, text, after);
        }
        if windows {
            prop_assert!(!after.replace("\r\n", "").contains('\n'), "{:?}", after);
        }
    }

    #[test]
    fn any_text_is_edited_or_refused(
        text in "[-:{}?&*!|>'\"#~, \n\ta-cé]{0,60}",
        path in "[a-c0-1](\\.[a-c0-1]){0,2}",
        kind in 0..3u8,
    ) {
        let edit = match kind {
            0 => Edit::remove(at(&path)),
            1 => Edit::append(at(&path), "x"),
            _ => Edit::set(at(&path), "x"),
        };
        if let Ok(after) = patched(&text, std::slice::from_ref(&edit)) {
            // Of several documents, which one is edited is told by what stands in them.
            if !text.contains("---") {
                let mut wanted = says(&text);
                wanted.make(&edit).unwrap();
                prop_assert!(says(&after).same(&wanted), "{:?}\n{}\n{}", edit, text, after);
            }
        }
    }
}
