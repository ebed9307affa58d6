//! Guarantees, waivers and decisions: what they promise, bound.

use smol_str::SmolStr;

use super::bind::Binder;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::draft::{DecisionDraft, GuaranteeDraft, WaiverDraft};
use crate::field::Name;
use crate::model::*;
use crate::span::Spanned;
use crate::units::Until;

/// What a guarantee may say, shown where one says something else.
const FORMS: &str = "write one of: `{ every: outcome, within: 12 months, at: 80% }`, \
    `{ outcome: NAME, by: 2026-06-30, at: 80% }`, `{ outcome: NAME, is: enabled }`, \
    `{ no-single: vendor, closes: 2 }`, `{ horizon: long, at-least: 15% }`, `{ find: 50% }`, \
    `{ signals-within: 90 days }`, `{ facts-within: 6 months }`";

pub(super) fn guarantee(name: &Name, draft: &GuaranteeDraft, bind: &mut Binder<'_, '_>) -> Guarantee {
    let card = bind.card(name, &draft.card);
    let promise = promise(draft, bind).unwrap_or_else(|Unclear(why, help)| {
        let message = format!("guarantee `{}` {why}", name.value);
        bind.faults.push(Diagnostic::new(Code::GuaranteeUnclear, name.span, message).help(help));
        None
    });
    // Where nothing sound is promised a fault was reported, so no model comes of it.
    Guarantee { card, promise: promise.unwrap_or(Promise::Find(0.0)) }
}

/// Why nothing sound is promised, and what to do about it.
struct Unclear(&'static str, &'static str);

/// Returns what is promised; `Ok(None)` where a name in it is not known, `Err` where it says too little or too much.
fn promise(draft: &GuaranteeDraft, bind: &mut Binder<'_, '_>) -> Result<Option<Promise>, Unclear> {
    let d = draft;
    let meant = d.every.is_some() || d.outcome.is_some();
    let when = d.within.is_some() || d.by.is_some();
    let share = d.at_least.is_some() || d.at_most.is_some();
    let kinds = [
        meant,
        d.no_single.is_some(),
        d.horizon.is_some(),
        d.find.is_some(),
        d.signals_within.is_some(),
        d.facts_within.is_some(),
    ];
    match kinds.iter().filter(|kind| **kind).count() {
        0 => return Err(Unclear("promises nothing", FORMS)),
        1 => {}
        _ => {
            return Err(Unclear(
                "promises several things at once",
                "make each promise a guarantee of its own",
            ));
        }
    }
    if !meant && (when || d.at.is_some() || d.is.is_some()) {
        return Err(Unclear(
            "says `within`, `by`, `at` or `is` without `outcome` or `every`",
            "add `outcome: NAME` or `every: outcome`",
        ));
    }
    if share && d.horizon.is_none() || d.closes.is_some() && d.no_single.is_none() {
        return Err(Unclear(
            "says `at-least`, `at-most` or `closes` without what they belong to",
            "add `horizon: long` to a share, or `no-single: vendor` to what may not be closed",
        ));
    }
    if meant {
        return about_outcomes(d, bind);
    }
    if let Some(kind) = &d.no_single {
        let closes = closes(d.closes.as_ref(), bind);
        return Ok(closes.map(|closes| Promise::NoSingle { kind: kind.value, closes }));
    }
    let percent = |field: &Option<Spanned<crate::field::Percent>>| field.as_ref().map(|share| share.value.0);
    let days = |field: &Option<Spanned<crate::field::Duration>>| field.as_ref().map(|days| days.value.0);
    Ok(Some(if let Some(horizon) = &d.horizon {
        if !share {
            return Err(Unclear(
                "names a horizon without `at-least` or `at-most`",
                "add `at-least: 15%` or `at-most: 40%`",
            ));
        }
        let (at_least, at_most) = (percent(&d.at_least), percent(&d.at_most));
        Promise::HorizonShare { horizon: horizon.value, at_least, at_most }
    } else if let Some(find) = percent(&d.find) {
        Promise::Find(find)
    } else if let Some(within) = days(&d.signals_within) {
        Promise::SignalsWithin(within)
    } else {
        Promise::FactsWithin(days(&d.facts_within).ok_or(Unclear("promises nothing", FORMS))?)
    }))
}

fn about_outcomes(d: &GuaranteeDraft, bind: &mut Binder<'_, '_>) -> Result<Option<Promise>, Unclear> {
    let of = match (&d.every, &d.outcome) {
        (Some(_), Some(_)) => {
            return Err(Unclear("means one outcome and every outcome at once", "keep `outcome` or `every`"));
        }
        (Some(every), None) => Some(Meant::Every(every.value)),
        (None, one) => bind.one(one.as_ref(), OutcomeId).map(Meant::One),
    };
    let promise = match (&d.within, &d.by, &d.is) {
        (Some(within), None, None) => Ok(Until::Days(within.value.0)),
        (None, Some(by), None) => Ok(Until::Date(by.value.0)),
        (None, None, Some(is)) if d.at.is_none() => Err(is.value),
        (None, None, Some(_)) => {
            return Err(Unclear(
                "says `at` beside `is`",
                "take `at` out: `is` is about now, without a chance",
            ));
        }
        (None, None, None) => {
            return Err(Unclear(
                "does not say `within`, `by` or `is`",
                "add `within: 12 months` or `by: 2026-06-30`, with `at: 80%`; or `is: enabled`",
            ));
        }
        _ => return Err(Unclear("says more than one of `within`, `by` and `is`", "keep one of them")),
    };
    let at = d.at.as_ref().map_or(0.8, |at| at.value.0);
    Ok(of.map(|of| match promise {
        Ok(when) => Promise::Reach { of, when, at },
        Err(is) => Promise::State { of, is },
    }))
}

fn closes(closes: Option<&Name>, bind: &mut Binder<'_, '_>) -> Option<Closes> {
    let Some(name) = closes else { return Some(Closes::Count(1)) };
    if name.value == "chosen" {
        return Some(Closes::Chosen);
    }
    match name.value.parse() {
        Ok(0) => {
            let message = "closing no outcome is closed by anything";
            bind.faults.push(Diagnostic::new(Code::OutOfRange, name.span, message).help("write 1 or more"));
            None
        }
        Ok(count) => Some(Closes::Count(count)),
        Err(_) => bind.one(Some(name), OutcomeId).map(Closes::One),
    }
}

pub(super) fn waiver(waiver: &Spanned<WaiverDraft>, bind: &mut Binder<'_, '_>) -> Option<Waiver> {
    let draft = &waiver.value;
    let guarantee = bind.required(draft.guarantee.as_ref(), waiver.span, "a waiver", "guarantee");
    let until = bind.required(draft.until.as_ref(), waiver.span, "a waiver", "until");
    let guarantee = bind.one(guarantee, GuaranteeId);
    let by = bind.one(draft.by.as_ref(), PersonId);
    Some(Waiver {
        card: bind.card(&nameless(waiver.span), &draft.card),
        guarantee: guarantee?,
        until: until?.value.0,
        by,
        why: draft.why.as_ref().map(|why| why.value.clone()),
    })
}

pub(super) fn decision(decision: &Spanned<DecisionDraft>, bind: &mut Binder<'_, '_>) -> Option<Decision> {
    let draft = &decision.value;
    let date = bind.required(draft.date.as_ref(), decision.span, "a decision", "date");
    let chose = bind.one(draft.chose.as_ref(), OutcomeId);
    let over = bind.many(draft.over.as_ref(), OutcomeId);
    let by = bind.one(draft.by.as_ref(), PersonId);
    Some(Decision {
        card: bind.card(&nameless(decision.span), &draft.card),
        date: date?.value.0,
        chose,
        over,
        because: draft.because.as_ref().map(|because| because.value.clone()),
        by,
        review: draft.review.as_ref().map(|review| review.value.0),
    })
}

fn nameless(span: crate::span::Span) -> Name {
    Spanned::new(SmolStr::default(), span)
}
