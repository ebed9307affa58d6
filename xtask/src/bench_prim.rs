//! How good are the boxes of scenario discovery, beside those of EMA Workbench on the same cases?

use anyhow::{Context, ensure};
use offing_math::prim::{PrimQuestion, ScenarioBox, peel};
use std::path::{Path, PathBuf};
use std::process::Command;

const EMA: &str = include_str!("bench_prim/ema_prim.py");
/// What marks the cases of interest in the data of Bryant and Lempert (2010), and the inputs.
const INTERESTING: &str = "Greater than 90%";
const FIRST_INPUT: &str = "Cellulosic cost";
const N_INPUTS: usize = 9;

/// Prints the boxes that scenario discovery finds, beside those of EMA Workbench where it is installed.
#[derive(clap::Args)]
pub(crate) struct BenchPrim {
    /// The cases of Bryant and Lempert (2010) as CSV.
    file: PathBuf,
    /// Share of a box that is cut off at a time.
    #[arg(long, default_value_t = 0.1)]
    peel_alpha: f64,
    /// How many boxes are followed side by side, of each number of inputs limited.
    #[arg(long, default_value_t = 4)]
    beam: usize,
    /// A Python with `ema_workbench`.
    #[arg(long)]
    python: Option<String>,
}

impl BenchPrim {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let cases = Cases::read(&self.file)?;
        let question = PrimQuestion {
            peel_alpha: self.peel_alpha,
            beam: self.beam,
            ..PrimQuestion::new(&cases.columns, &cases.interesting)
        };
        let boxes = peel(&question);
        println!("coverage  density  cases  limits");
        for found in &boxes {
            println!("{:8.3} {:8.3} {:6} {:7}", found.coverage, found.density, found.n, found.n_restricted);
        }
        let mut wanted = vec![("issue", 0.84, 0.62, 4), ("issue", 0.75, 0.77, 4)];
        let peer =
            self.python.as_ref().map(|python| ema_boxes(python, &self.file, self.peel_alpha)).transpose()?;
        wanted.extend(peer.iter().flatten().map(|&(coverage, density, n)| ("ema", coverage, density, n)));
        let beaten = wanted.iter().filter(|wanted| !self.report(wanted, &boxes)).count();
        println!("{beaten} of {} boxes of the peer are not reached", wanted.len());
        for question_limits in [2, 3, 4] {
            print_best(&cases, &PrimQuestion { max_restricted: question_limits, ..question });
        }
        ensure!(beaten == 0, "the boxes are worse than the peer's");
        Ok(())
    }

    /// Prints our box against one of the peer's; returns whether ours is at least as good.
    fn report(
        &self,
        &(who, coverage, density, n_limits): &(&str, f64, f64, usize),
        boxes: &[ScenarioBox],
    ) -> bool {
        let as_good = |found: &&ScenarioBox| {
            found.coverage >= coverage - 5e-7
                && found.density >= density - 5e-7
                && found.n_restricted <= n_limits
        };
        let ours = boxes.iter().filter(as_good).min_by_key(|found| found.n_restricted);
        let shown = ours.map_or("not reached".to_owned(), |found| {
            format!("{:.3} at {:.3}, {} limits", found.coverage, found.density, found.n_restricted)
        });
        println!("{who}: {coverage:.3} at {density:.3}, {n_limits} limits; ours: {shown}");
        ours.is_some()
    }
}

fn print_best(cases: &Cases, question: &PrimQuestion<'_>) {
    let boxes = peel(question);
    let Some(found) = offing_math::prim::best(&boxes, question.max_restricted) else { return };
    let (limits, coverage, density) = (question.max_restricted, found.coverage, found.density);
    println!("best with at most {limits} limits: coverage {coverage:.3}, density {density:.3}");
    for (column, limits) in found.limits.iter().enumerate().filter(|(_, limits)| limits.restrict()) {
        let luck = found.luck_of(question, column);
        println!("  {} from {} to {} (luck {luck:.1e})", cases.names[column], limits.low, limits.high);
    }
}

struct Cases {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    interesting: Vec<bool>,
}

impl Cases {
    fn read(file: &Path) -> anyhow::Result<Cases> {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().context("the file has a header")?.split(',').collect();
        let place = |name: &str| {
            header.iter().position(|&column| column == name).with_context(|| format!("column `{name}`"))
        };
        let (first, marked) = (place(FIRST_INPUT)?, place(INTERESTING)?);
        let names = header[first..first + N_INPUTS].iter().map(|&name| name.to_owned()).collect();
        let mut columns = vec![Vec::new(); N_INPUTS];
        let mut interesting = Vec::new();
        for line in lines {
            let cells: Vec<f64> =
                line.split(',').map(str::parse).collect::<Result<_, _>>().context(line.to_owned())?;
            ensure!(cells.len() == header.len(), "a line has {} cells: {line}", cells.len());
            columns.iter_mut().zip(&cells[first..]).for_each(|(column, &cell)| column.push(cell));
            interesting.push(cells[marked] > 0.5);
        }
        Ok(Cases { names, columns, interesting })
    }
}

/// Coverage, density and limits of each box of the peer.
fn ema_boxes(python: &str, file: &Path, peel_alpha: f64) -> anyhow::Result<Vec<(f64, f64, usize)>> {
    let output = Command::new(python)
        .args(["-c", EMA])
        .arg(file)
        .args([peel_alpha.to_string(), FIRST_INPUT.to_owned(), N_INPUTS.to_string(), INTERESTING.to_owned()])
        .output()
        .with_context(|| format!("running {python}"))?;
    ensure!(output.status.success(), "{python}: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout)?;
    let boxes = lines.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("box ")?.split(' ');
        Some((cells.next()?.parse().ok()?, cells.next()?.parse().ok()?, cells.next()?.parse().ok()?))
    });
    Ok(boxes.collect())
}
