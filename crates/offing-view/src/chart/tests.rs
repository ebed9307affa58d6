use jiff::civil::date;

use super::*;
use crate::page::Tone;

fn all() -> Vec<Drawing> {
    let as_of = date(2026, 3, 2);
    let label = "<b> & \"co\"".to_owned();
    let interval = |days| Interval {
        label: label.clone(),
        tone: Tone::Good,
        days,
        promised: Some(90.0),
        note: "".to_owned(),
    };
    let bar = Bar {
        label: label.clone(),
        start: -10.0,
        finish: (20.0, f64::INFINITY),
        criticality: 0.7,
        on_path: true,
        note: label.clone(),
    };
    let point =
        |day| Point { label: "1".to_owned(), name: label.clone(), day, share: 0.5, tone: Tone::Strong };
    let mark = Mark { day: 5.0, label: label.clone(), tone: Tone::Bad };
    let series = Series { label: label.clone(), tone: Tone::Plain, steps: vec![(as_of, 0.2), (as_of, 0.4)] };
    let blip = |ring| Blip { label: label.clone(), ring, tone: Tone::Warn };
    let week = |at: i8, count, days| Counted { begins: date(2026, 1, 5 + 7 * at), count, failed: 1, days };
    let beat = |broken: bool| Row {
        label: label.clone(),
        often: label.clone(),
        long: String::new(),
        weeks: vec![week(0, None, None), week(1, Some(4), Some(0.5)), week(2, Some(0), None)],
        broken: broken.then(|| Broken { from: date(2026, 1, 19), before: 4.0, since: 0.0 }),
    };
    vec![
        Drawing::Intervals(Intervals {
            as_of,
            rows: vec![interval(Some([10.0, 20.0, 90.0])), interval(None), interval(Some([0.0; 3]))],
        }),
        Drawing::Gantt(Gantt { as_of, bars: vec![bar], promised: Some((30.0, label.clone())) }),
        Drawing::Points(Points {
            as_of,
            right: label.clone(),
            up: label.clone(),
            points: vec![point(3.0), point(3.0), point(f64::INFINITY)],
        }),
        Drawing::Spread(Spread {
            as_of,
            sorted: vec![1.0, 2.0, f64::INFINITY],
            of: 3,
            marks: vec![mark.clone(), mark],
        }),
        Drawing::Lines(Lines { as_of, series: vec![series] }),
        Drawing::Radar(Radar {
            rings: vec![label.clone(), "hold".to_owned()],
            blips: vec![blip(0), blip(1), blip(1)],
        }),
        Drawing::Weeks(Weeks { as_of, rows: vec![beat(true), beat(false)] }),
    ]
}

#[test]
fn a_chart_says_what_strokes_mean_and_never_how_they_look() {
    for drawing in all() {
        for width in WIDTHS {
            let svg = drawing.svg(width);
            assert!(svg.starts_with("<svg class=\"chart\"") && svg.ends_with("</svg>"));
            for look in ["style=", "fill=\"#", "rgb(", "font-family", "NaN", "inf"] {
                assert!(!svg.contains(look), "{look} in {svg}");
            }
            assert!(!svg.contains("<b>") && svg.contains("&lt;b&gt;"), "what a model says is text: {svg}");
        }
    }
}

#[test]
fn everything_is_drawn_within_the_chart() {
    for drawing in all() {
        for width in WIDTHS {
            let svg = drawing.svg(width);
            for (name, most) in [("cx", width), ("x1", width), ("x2", width), (" x", width)] {
                let start = format!("{name}=\"");
                let places = svg.split(start.as_str()).skip(1);
                for place in places {
                    let place: f64 = place[..place.find('"').unwrap()].parse().unwrap();
                    assert!(
                        (-0.5..=f64::from(most) + 0.5).contains(&place),
                        "{name}={place} of {most}: {svg}"
                    );
                }
            }
        }
    }
}

/// Two choices of the same figures are both seen, and so is that they stand on one spot.
#[test]
fn points_never_hide_each_other() {
    let svg = all().remove(2).svg(720);
    let centers: Vec<&str> =
        svg.split("<circle ").skip(1).filter(|circle| circle.contains("r=\"12\"")).collect();
    assert_eq!(centers.len(), 3);
    assert!(centers[0].split("r=").next() != centers[1].split("r=").next());
}

/// Four deployments in one week, of which one failed, and none in the next: one bar with a foot, and the break behind it.
#[test]
fn a_beat_that_broke_is_marked_where_it_did() {
    let svg = all().remove(6).svg(720);
    let rows: Vec<&str> = svg.split("<g class=\"row\"").skip(1).collect();
    let bars = |ink: &str| {
        rows[0].split("<rect ").skip(1).filter(|bar| bar.split('>').next().unwrap().contains(ink)).count()
    };
    assert_eq!((bars("f-plain"), bars("f-bad")), (1, 1), "{}", rows[0]);
    let turns = |row: &str| row.matches("s-bad").count();
    assert_eq!((turns(rows[0]), turns(rows[1])), (1, 0));
}
