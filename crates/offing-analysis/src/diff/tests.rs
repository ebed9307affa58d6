use super::*;
use crate::holding::Status;
use offing_model::read;

const BEFORE: &str = "\
company: { as-of: 2026-03-02, runway: 3 years }
outcomes:
  shop: { chosen: true, odds: 40%, value: 10M, needs: [till] }
  club: { odds: 20%, value: 5M, needs: [hall] }
  fair: { odds: 10%, value: 5M, needs: [cart] }
capabilities:
  till: {}
  hall: { have: true }
  cart: { have: true }
initiatives:
  build: { delivers: [till], takes: 100 days }
guarantees:
  soon: { outcome: shop, within: 150 days }
  open: { outcome: club, is: enabled }
";

fn differs(after: &str) -> Diff {
    let inputs = |text: &str| Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
    let (before, after) = (inputs(BEFORE), inputs(after));
    let model = |inputs: &Inputs| read(inputs).model.expect("a sound model");
    let (was, is) = (model(&before), model(&after));
    let standing = StandingQuestion { draws: 400, plans: 8, ..StandingQuestion::default() };
    let question = DiffQuestion { standing, ..DiffQuestion::default() };
    diff(Side { inputs: &before, model: &was }, Side { inputs: &after, model: &is }, &question)
}

fn of<'d>(diff: &'d Diff, name: &str) -> Vec<&'d Effect> {
    let fits = |effect: &&Effect| match &effect.about {
        About::Outcome { name: found, .. } | About::Guarantee(found) => found == name,
        _ => false,
    };
    diff.effects.iter().filter(fits).collect()
}

fn paths(diff: &Diff, causes: &Causes) -> Vec<String> {
    match causes {
        Causes::Alone(found) | Causes::Together(found) => {
            found.iter().map(|at| diff.changes[*at].path.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn nothing_changed_is_nothing() {
    let diff = differs(&BEFORE.replace("  fair:", "  # why\n  fair:   "));
    assert!(diff.changes.is_empty() && diff.effects.is_empty());
    assert_eq!(diff.tried, Tried::Nothing);
}

#[test]
fn each_effect_names_the_change_that_did_it() {
    let after = BEFORE
        .replace("100 days", "200 days")
        .replace("hall: { have: true }", "hall: { have: false }")
        .replace("odds: 10%", "odds: 15%");
    let diff = differs(&after);
    assert_eq!(diff.tried, Tried::Each);
    let shop = of(&diff, "shop");
    let What::Moved { later, dates, .. } = &shop[0].what else { panic!("{shop:?}") };
    assert_eq!(*later, (100.0, 100.0));
    assert_eq!(dates.1, Some(jiff::civil::date(2026, 9, 18)), "200 days after 2 March");
    assert_eq!(paths(&diff, &shop[0].causes), ["initiatives.build.takes"]);
    let club = of(&diff, "club");
    assert_eq!(club[0].what, What::Closed(Status::Blocked));
    assert_eq!(paths(&diff, &club[0].causes), ["capabilities.hall.have"]);
    assert_eq!(of(&diff, "soon")[0].what, What::Broken("`shop` at 0 %".to_owned()));
    assert_eq!(paths(&diff, &of(&diff, "open")[0].causes), ["capabilities.hall.have"]);
    assert!(matches!(of(&diff, "fair")[0].what, What::Odds(..)));
    assert!(diff.is_worse() && diff.breaks_a_guarantee());
    assert!(matches!(diff.effects[0].what, What::Broken(_)), "the gravest stands first");
    assert!(diff.effects.iter().any(|effect| matches!(effect.what, What::Plan(_))));
}

#[test]
fn what_only_happens_together_says_so() {
    // Two ways to open the hall: losing one closes nothing, losing both does.
    let two = |one: &str, other: &str| {
        BEFORE.replace(
            "hall: { have: true }",
            &format!(
                "hall: {{ needs: {{ any: [a, b] }} }}\n  a: {{ have: {one} }}\n  b: {{ have: {other} }}"
            ),
        )
    };
    let inputs = |text: &str| Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
    let (before, after) = (inputs(&two("true", "true")), inputs(&two("false", "false")));
    let (was, is) = (read(&before).model.unwrap(), read(&after).model.unwrap());
    let standing = StandingQuestion { draws: 100, plans: 0, ..StandingQuestion::default() };
    let question = DiffQuestion { standing, ..DiffQuestion::default() };
    let diff = diff(Side { inputs: &before, model: &was }, Side { inputs: &after, model: &is }, &question);
    let club = of(&diff, "club").into_iter().find(|effect| matches!(effect.what, What::Closed(_))).unwrap();
    assert!(matches!(&club.causes, Causes::Together(_)), "{:?}", club.causes);
    assert_eq!(paths(&diff, &club.causes), ["capabilities.a.have", "capabilities.b.have"]);
}

#[test]
fn the_same_luck_on_both_sides() {
    // A new outcome that nothing can be done about moves no other outcome's figures by a single digit.
    let diff = differs(
        &BEFORE
            .replace("  fair:", "  moon: { odds: 0%, value: 1, needs: [rocket] }\n  fair:")
            .replace("cart: {", "rocket: {}\n  cart: {"),
    );
    assert_eq!(diff.before.outcome("shop"), diff.after.outcome("shop"));
    let day =
        |standing: &Standing| standing.plans[0].draws.iter().map(|draw| draw.chosen_day).collect::<Vec<_>>();
    assert_eq!(day(&diff.before), day(&diff.after));
}
