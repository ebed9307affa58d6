//! The figures of a chart as lines of CSV: not as words for people but as numbers, their units in the head.

use jiff::civil::Date;

use super::{Chart, Drawing};
use crate::export::quoted;

/// At how many chances a spread is told.
const CHANCES: usize = 99;

impl Chart {
    /// Returns what it is called in an address: its title in small letters and hyphens.
    pub fn name(&self) -> String {
        let words = self.title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
    }

    /// Returns its figures as lines of CSV, their head first; what is not known or never comes is empty.
    ///
    /// *Unit:* days count from `as-of`; chances are 0 to 1.
    pub fn csv(&self) -> String {
        let (head, rows) = figures(&self.drawing);
        let mut text = format!("{head}\n");
        for row in rows {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        text
    }
}

fn figures(drawing: &Drawing) -> (&'static str, Vec<Vec<String>>) {
    match drawing {
        Drawing::Intervals(of) => {
            let row = |one: &super::Interval| {
                let mut row = vec![quoted(&one.label)];
                row.extend((0..3).map(|at| known(one.days.map(|days| days[at]))));
                row.extend([known(one.promised), quoted(&one.note)]);
                row
            };
            ("what,p50_days,p80_days,p95_days,promised_days,note", of.rows.iter().map(row).collect())
        }
        Drawing::Gantt(of) => {
            let row = |one: &super::Bar| {
                let days = [one.start, one.finish.0, one.finish.1, one.criticality].map(number);
                let [start, p50, p80, critical] = days;
                vec![quoted(&one.label), start, p50, p80, critical, one.on_path.to_string()]
            };
            let head = "initiative,start_days,finish_p50_days,finish_p80_days,criticality,on_path";
            (head, of.bars.iter().map(row).collect())
        }
        Drawing::Points(of) => {
            let row = |one: &super::Point| {
                vec![quoted(&one.label), quoted(&one.name), number(one.day), number(one.share)]
            };
            ("plan,name,chosen_p80_days,chance", of.points.iter().map(row).collect())
        }
        Drawing::Spread(of) => {
            let row = |step: usize| {
                let chance = step as f64 / (CHANCES + 1) as f64;
                let at = ((chance * of.of as f64).ceil() as usize).max(1) - 1;
                vec![number(chance), known(of.sorted.get(at).copied())]
            };
            ("chance,by_days", (1..=CHANCES).map(row).collect())
        }
        Drawing::Lines(of) => {
            let row = |label: &str, (date, value): &(Date, f64)| {
                vec![quoted(label), date.to_string(), number(*value)]
            };
            let rows = of.series.iter().flat_map(|one| one.steps.iter().map(|step| row(&one.label, step)));
            ("what,date,value", rows.collect())
        }
        Drawing::Radar(of) => {
            let row = |(at, blip): (usize, &super::Blip)| {
                let ring = of.rings.get(blip.ring).map_or_else(String::new, |ring| quoted(ring));
                vec![(at + 1).to_string(), quoted(&blip.label), ring]
            };
            ("no,technology,ring", of.blips.iter().enumerate().map(row).collect())
        }
        Drawing::Weeks(of) => {
            let row = |one: &super::Row, week: &super::Counted| {
                let count = week.count.map_or_else(String::new, |count| count.to_string());
                let failed = week.count.map_or_else(String::new, |_| week.failed.to_string());
                vec![quoted(&one.label), week.begins.to_string(), count, failed, known(week.days)]
            };
            let rows = of.rows.iter().flat_map(|one| one.weeks.iter().map(move |week| row(one, week)));
            ("what,week,deployments,failed,lead_time_days", rows.collect())
        }
    }
}

fn known(figure: Option<f64>) -> String {
    figure.map_or_else(String::new, number)
}

fn number(figure: f64) -> String {
    if figure.is_finite() { figure.to_string() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::chart::{Interval, Intervals, Lines, Series, Spread};
    use crate::page::{Table, Tone};

    fn csv(drawing: Drawing) -> String {
        Chart {
            title: "How far, and “why”?".to_owned(),
            says: String::new(),
            data: Table::default(),
            drawing,
        }
        .csv()
    }

    #[test]
    fn texts_are_fields_and_never_formulas() {
        let interval = |label: &str, days| Interval {
            label: label.to_owned(),
            tone: Tone::Plain,
            days,
            promised: None,
            note: "a \"b\", c".to_owned(),
        };
        let rows = vec![interval("=1+2", Some([1.5, 2.0, f64::INFINITY])), interval("shop", None)];
        let found = csv(Drawing::Intervals(Intervals { as_of: date(2026, 3, 2), rows }));
        assert_eq!(
            found,
            "what,p50_days,p80_days,p95_days,promised_days,note\n'=1+2,1.5,2,,,\"a \"\"b\"\", c\"\nshop,,,,,\"a \"\"b\"\", c\"\n"
        );
    }

    /// Of four draws one never comes: three in four have come by the third day, and more never do.
    #[test]
    fn a_spread_is_told_by_its_chances() {
        let sorted = vec![1.0, 2.0, 3.0];
        let spread = Spread { as_of: date(2026, 3, 2), sorted, of: 4, marks: Vec::new() };
        let found = csv(Drawing::Spread(spread));
        let lines: Vec<&str> = found.lines().collect();
        assert_eq!(lines.len(), 100);
        assert_eq!((lines[25], lines[26], lines[75], lines[76]), ("0.25,1", "0.26,2", "0.75,3", "0.76,"));
    }

    #[test]
    fn a_chart_has_a_name_for_addresses() {
        let series =
            vec![Series { label: "a".to_owned(), tone: Tone::Plain, steps: vec![(date(2026, 1, 1), 0.25)] }];
        let drawing = Drawing::Lines(Lines { as_of: date(2026, 3, 2), series });
        let chart = Chart {
            title: "Odds, over “time”.".to_owned(),
            says: String::new(),
            data: Table::default(),
            drawing,
        };
        assert_eq!(
            (chart.name().as_str(), chart.csv().as_str()),
            ("odds-over-time", "what,date,value\na,2026-01-01,0.25\n")
        );
    }
}
