//! `offing ensure why NAME`.

use anyhow::bail;
use offing_analysis::ensure::{Ensure, EnsureQuestion, ensure};
use offing_analysis::guarantees::breaks;
use offing_analysis::why::why;
use offing_model::{GuaranteeId, Meant, Model, Named, Node, Outcome, Promise};
use offing_view::page::{Block, Page, Tone, plain};

use crate::args::ModelArgs;
use crate::reading::read;
use crate::terminal::{Ending, Terminal};

/// Why something holds or does not, branch by branch.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  offing ensure why marketplace models/atelier\n  \
    offing ensure why system:catalog-service models/atelier\n  offing ensure why no-single-person models/atelier")]
pub(crate) struct WhyArgs {
    /// What to explain: an outcome, capability, system, …, or a guarantee; `kind:name` where two share a name
    name: String,
    #[command(flatten)]
    model: ModelArgs,
}

pub(crate) fn run(args: &WhyArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let read = read(&args.model)?;
    let Some(model) = &read.model else {
        read.complain(terminal);
        return Ok(Ending::NoModel);
    };
    let mut nodes = Vec::new();
    for named in model.named(&args.name) {
        match named {
            Named::Node(node) => nodes.push(node),
            Named::Initiative(id) => nodes.extend(&model[id].delivers),
            Named::Team(_) => {}
        }
    }
    let bare = args.name.strip_prefix("guarantee:").unwrap_or(&args.name);
    let guarantee = offing_model::Guarantee::ids(model).find(|id| model[*id].card.name == bare);
    if nodes.is_empty() && guarantee.is_none() {
        let mut names = Vec::new();
        model.each_card(&mut |_, card| names.push(card.name.as_str()));
        let near = offing_model::diagnostic::did_you_mean(&args.name, names).unwrap_or_default();
        bail!("nothing is called `{}`; {near}", args.name);
    }
    let answer = ensure(model, &EnsureQuestion::default());
    let mut page = Page::default();
    if let Some(id) = guarantee {
        let judgement = &answer.guarantees[id.0 as usize];
        let verdict = match (judgement.holds, judgement.waived) {
            (true, _) => Tone::Good.say("holds"),
            (false, true) => Tone::Warn.say("does not hold, and is waived"),
            (false, false) => Tone::Bad.say("fails"),
        };
        page.text(vec![Tone::Plain.say("guarantee "), Tone::Code.say(bare), Tone::Plain.say(" "), verdict]);
        page.item(plain(format!("wants: {}", judgement.wants)));
        page.item(plain(format!("found: {}", judgement.found)));
        let (file, line) = offing_view::ensure::place(&read.inputs, judgement.place);
        page.item(plain(format!("stands at {file}:{line}")));
        nodes.extend(concerned(model, id, &answer));
    }
    for node in nodes {
        let tree = offing_view::ensure::why(model, &why(model, &answer.holding, node));
        page.blocks.push(Block::Tree(tree));
        page.blocks.extend(offing_view::ensure::about(model, &answer, node).blocks);
    }
    terminal.show(&page)?;
    Ok(Ending::Good)
}

/// Returns the outcomes and things a guarantee is about, where there is more to say of them.
fn concerned(model: &Model, id: GuaranteeId, answer: &Ensure) -> Vec<Node> {
    match model[id].promise {
        Promise::Reach { of, .. } | Promise::State { of, .. } => match of {
            Meant::Every(_) => Outcome::ids(model).map(Node::Outcome).collect(),
            Meant::One(id) => vec![Node::Outcome(id)],
        },
        Promise::NoSingle { kind, closes } => (answer.closers.iter())
            .filter(|closer| breaks(model, kind, closes, closer))
            .map(|one| one.node)
            .collect(),
        _ => Vec::new(),
    }
}
