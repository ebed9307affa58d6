//! How fast are draws, and a frontier? And beside them the peers' way: the same simulation in plain Python, called
//! through `ema_workbench`.

mod peer;

use std::path::{Path, PathBuf};

use anyhow::Context;
use offing_analysis::draws::{Simulation, Tally};
use offing_analysis::frontier::{Effort, search};
use offing_model::Model;

/// How many draws and plans a second, beside the same simulation through `ema_workbench`.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchBalance {
    /// The model
    #[arg(default_value = "models/atelier")]
    model: PathBuf,
    /// How many draws of one plan
    #[arg(long, default_value_t = 400_000)]
    draws: u64,
    /// A Python with `ema_workbench`, to run the same simulation beside
    #[arg(long, value_name = "COMMAND")]
    python: Option<String>,
    /// How many experiments that one runs
    #[arg(long, default_value_t = 5_000)]
    experiments: u64,
}

impl BenchBalance {
    pub fn run(self) -> anyhow::Result<()> {
        let model = read(&self.model)?;
        one_plan(&model, self.draws)?;
        if let Some(python) = &self.python {
            beside(&model, python, self.experiments)?;
        }
        frontier(&model);
        growth()
    }
}

/// The same plan through the peer, with its figures beside ours: they must agree within chance.
fn beside(model: &Model, python: &str, n: u64) -> anyhow::Result<()> {
    let sim = Simulation::of(model, 1);
    let plan = sim.chosen_first();
    let peer = peer::run(python, model, &plan.order, n)?;
    let clock = Clock::start();
    let (report, draws) = sim.report_with_draws(&plan, 0..100_000);
    let rate = 100_000.0 / clock.seconds();
    let tally = &report.tally;
    let sd = tally.value_stderr * (draws.len() as f64).sqrt();
    println!(
        "peer: {n} experiments through ema_workbench, {:.0}/s ({:.0}/s without it)",
        peer.per_second, peer.alone
    );
    println!(
        "  ours {rate:.0} draws/s on the way to every figure of a plan: {:.0} times",
        rate / peer.per_second
    );
    let error = (tally.find * (1.0 - tally.find) / n as f64).sqrt();
    println!(
        "  find {:.4}, ours {:.4}, {:+.1} standard errors",
        peer.find,
        tally.find,
        (peer.find - tally.find) / error
    );
    let error = sd / (n as f64).sqrt();
    println!(
        "  value {:.4e}, ours {:.4e}, {:+.1} standard errors",
        peer.value,
        tally.value,
        (peer.value - tally.value) / error
    );
    let p50 = report.chosen_days.map_or(f64::NAN, |days| days.p50);
    println!(
        "  tries {:.3}, ours {:.3}; P50 of the chosen outcome {:.1}, ours {p50:.1} days",
        peer.tries, report.tries, peer.chosen_p50
    );
    Ok(())
}

/// A frontier of 300 plans on 5,000 draws each.
fn frontier(model: &Model) {
    let sim = Simulation::of(model, 1);
    let effort = Effort { seed: 1, plans: 300, draws: 5_000 };
    let clock = Clock::start();
    let found = search(&sim, &effort, &mut |_| true);
    let seconds = clock.seconds();
    println!(
        "frontier: {} plans x {} draws in {seconds:.2} s, {} kept",
        found.tried,
        effort.draws,
        found.points.len()
    );
}

fn read(path: &Path) -> anyhow::Result<Model> {
    let inputs = offing_load::inputs(path, jiff::civil::date(2026, 1, 1))?;
    offing_model::read(&inputs).model.context("the model has errors: see `offing ensure`")
}

fn one_plan(model: &Model, n: u64) -> anyhow::Result<()> {
    let sim = Simulation::of(model, 1);
    let plan = sim.chosen_first();
    let clock = Clock::start();
    let tally = Tally::of(&sim.draws(&plan, 0..n));
    let rate = n as f64 / clock.seconds();
    println!("one plan, {n} draws: {rate:.0} draws/s on {} threads", rayon::current_num_threads());
    println!(
        "  find {:.4} ± {:.4}, P80 of the chosen outcome {:.1} days",
        tally.find, tally.find_stderr, tally.chosen_p80
    );
    let fates = sim.fates(0..20_000);
    let clock = Clock::start();
    for _ in 0..10 {
        sim.under(&plan, &fates);
    }
    println!("kept futures: {:.0} draws/s", 200_000.0 / clock.seconds());
    Ok(())
}

/// The cost per draw and initiative as models grow.
fn growth() -> anyhow::Result<()> {
    println!("growth: initiatives, µs per draw, ns per draw and initiative × log2 initiatives");
    for n in [10_u64, 30, 100, 300, 1_000] {
        let inputs = offing_model::Inputs::of_text(&grown(n), jiff::civil::date(2026, 1, 1));
        let model = offing_model::read(&inputs).model.context("a made model is sound")?;
        let sim = Simulation::of(&model, 1);
        let plan = sim.chosen_first();
        let draws = 1_000_000 / n;
        let fates = sim.fates(0..draws);
        let clock = Clock::start();
        sim.under(&plan, &fates);
        let seconds = clock.seconds() * rayon::current_num_threads() as f64 / draws as f64;
        let each = seconds * 1e9 / (n as f64 * libm::log2(n as f64));
        println!("  {n:5} {:9.2} {each:6.1}", seconds * 1e6);
    }
    Ok(())
}

/// Returns a model of so many initiatives: teams of ten people for each ten of them, chains of three, five outcomes.
fn grown(n: u64) -> String {
    let mut text = String::from("company: { as-of: 2026-01-01, runway: 5 years }\noutcomes:\n");
    for outcome in 0..5 {
        let needs: Vec<String> = (0..n).filter(|at| at % 5 == outcome).map(|at| format!("c{at}")).collect();
        let chosen = if outcome == 0 { "chosen: true, " } else { "" };
        text += &format!(
            "  o{outcome}: {{ {chosen}odds: 30%, learn: 2 to 5 months, needs: [{}] }}\n",
            needs.join(", ")
        );
    }
    text += "capabilities:\n";
    (0..n).for_each(|at| text += &format!("  c{at}: {{}}\n"));
    text += "teams:\n";
    (0..n.div_ceil(10)).for_each(|team| text += &format!("  t{team}: {{ people: 5 }}\n"));
    text += "initiatives:\n";
    for at in 0..n {
        let after = if at % 3 == 0 { String::new() } else { format!(", after: [i{}]", at - 1) };
        text += &format!(
            "  i{at}: {{ delivers: [c{at}], takes: 1 to 4 weeks, odds: 99%, staff: {{ t{}: {} }}{after} }}\n",
            at % n.div_ceil(10),
            1 + at % 3
        );
    }
    text
}

/// Time that passes.
struct Clock(std::time::Instant);

impl Clock {
    fn start() -> Self {
        Self(std::time::Instant::now())
    }

    fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
