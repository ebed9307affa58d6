//! For those who lead teams and systems: what now, what next, how steady the beat is.

use offing_analysis::study::Study;

use crate::execute::{attention, decided_by, deciding, promises, team_tables, verdict};
use crate::page::{Block, Page};
use crate::site::{self, Beside, Section};

/// Returns the sheets.
pub(super) fn sheets(study: &Study, beside: &Beside) -> Vec<(Option<Section>, Page)> {
    let (model, execute) = (study.model(), study.execute());
    let mut page = Page::default();
    page.heading("Now and next");
    page.text(verdict(model, execute));
    page.text(decided_by(model, execute).unwrap_or_default());
    page.blocks.retain(|block| !matches!(block, Block::Text(line) if line.is_empty()));
    attention::add(model, execute, &mut page);
    team_tables::now_and_next(model, execute, &mut page);
    let mut over_time = Page::default();
    over_time.heading("Work over time");
    over_time.chart(site::gantt(model, execute));
    deciding(model, execute, &mut over_time);
    team_tables::waiting(model, execute, &mut over_time);
    promises(model, execute, &mut over_time);
    let mut sheets = vec![(Some(Section::Plan), page), (None, over_time)];
    sheets.extend(beside.beat.clone().map(|beat| (None, beat)));
    sheets
}
