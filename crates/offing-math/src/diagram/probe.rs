use super::*;
use crate::structure::*;
pub fn probe(s: &Structure, root: Node, ch: &[f64]) {
    #![allow(clippy::all)]
    let mut d0 = 0;
    let mut best = [f64::MAX; 5];
    let mut info = (0, 0, 0u128, 0.0, 0, 0u64);
    for _ in 0..5 {
        let t = std::time::Instant::now();
        let m = modules(s, root);
        best[0] = best[0].min(t.elapsed().as_secs_f64());
        drop(m);
        let t = std::time::Instant::now();
        let d = Diagram::draw(s, root, &Limits::default()).unwrap();
        d0 = d.tried();
        let p = d.chance(ch).holds;
        best[1] = best[1].min(t.elapsed().as_secs_f64());
        let t = std::time::Instant::now();
        let z = d.minimal_sets(Side::Holds, &Limits::default());
        let Ok(z) = z else {
            println!("too large");
            info.0 = d.len();
            info.3 = p;
            break;
        };
        best[2] = best[2].min(t.elapsed().as_secs_f64());
        let t = std::time::Instant::now();
        let c = z.count();
        best[3] = best[3].min(t.elapsed().as_secs_f64());
        let t = std::time::Instant::now();
        let mut sum = 0u64;
        let mut n = 0u64;
        if c < 10_000_000 {
            z.each(|s| {
                n += 1;
                for &l in s {
                    sum = sum.wrapping_mul(31).wrapping_add(l as u64);
                }
                std::ops::ControlFlow::Continue(())
            });
        }
        best[4] = best[4].min(t.elapsed().as_secs_f64());
        info = (d.len(), z.cells.len(), c, p, n, sum);
        if best[1] + best[2] > 0.5 {
            break;
        }
    }
    println!(
        "   tried {} bdd {} zdd {} count {} P {:e} listed {}: modules {:.1}us build+P {:.1}us minsol {:.1}us count {:.1}us list {:.1}us",
        d0,
        info.0,
        info.1,
        info.2,
        info.3,
        info.4,
        best[0] * 1e6,
        best[1] * 1e6,
        best[2] * 1e6,
        best[3] * 1e6,
        best[4] * 1e6
    );
}
